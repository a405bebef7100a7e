"""Rendered pictures in the order of their targets."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from topopress.config.visuals import FeatureVisualisation
from topopress.visuals.types import Picture


@dataclass
class Rendered:
    """The fields of pictures, one array each."""

    pictures: np.ndarray
    activations: np.ndarray
    cosine: np.ndarray
    objective: np.ndarray
    steps: np.ndarray


def in_order(found: Iterable[tuple[int, Picture]], settings: FeatureVisualisation) -> Rendered:
    """Return everything that ``render`` yields as one, in the order of the targets."""
    made = [picture for _, picture in sorted(found, key=lambda pair: pair[0])]
    empty = np.empty((0, settings.size, settings.size, 3), np.uint8)
    return Rendered(
        np.stack([one.picture for one in made]) if made else empty,
        np.array([one.activation for one in made], np.float32),
        np.array([one.cosine for one in made]),
        np.array([one.objective for one in made]),
        np.array([one.steps for one in made], np.int32),
    )
