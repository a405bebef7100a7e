"""The strength of structures, and the order in which they are listed."""

import numpy as np

from topopress.analysis.shape.types import LARGEST_COMPONENT, LayerShape
from topopress.core.arrays import Float64


def strength(family: Float64, bootstrap: Float64) -> Float64:
    """Return the smaller of two shares, or the one that is known; 0 where none is."""
    return np.nan_to_num(np.fmin(family, bootstrap), nan=0.0)


def ranked(shape: LayerShape) -> list[int]:
    """Return the structures of a graph, without the largest component, as indices into ``shape``.

    Stable structures come first, the one with most rows first. The others follow by strength;
    ties by rows, then by id.
    """
    structures, stability = shape.structures, shape.stability
    weakness = np.zeros(len(structures.kind))
    if stability is not None:
        weakness -= strength(stability.structure_family, stability.structure_bootstrap)
    weakness[shape.stable] = 0.0

    def rank(k: int) -> tuple[bool, float, int, str]:
        return not shape.stable[k], weakness[k], -structures.rows[k], structures.id[k]

    return sorted(
        (k for k, kind in enumerate(structures.kind) if kind != LARGEST_COMPONENT), key=rank
    )
