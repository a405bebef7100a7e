"""Rendered pictures in the order of their targets."""

from collections.abc import Iterable
from dataclasses import fields

import numpy as np

from topopress.config.schema import FeatureVisualisation
from topopress.visuals.feature_visualisation import Rendered


def in_order(
    parts: Iterable[tuple[np.ndarray, Rendered]], settings: FeatureVisualisation
) -> Rendered:
    """Return everything that ``render`` yields as one, in the order of the targets."""
    found = list(parts)
    if not found:
        none = np.empty(0)
        pictures = np.empty((0, settings.size, settings.size, 3), np.uint8)
        return Rendered(pictures, none, none, none.astype(np.int32), np.empty((0, 0), np.float32))
    order = np.argsort(np.concatenate([items for items, _ in found]))
    return Rendered(
        *(
            np.concatenate([getattr(part, field.name) for _, part in found])[order]
            for field in fields(Rendered)
        )
    )
