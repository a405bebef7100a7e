"""The strength of structures, their order in lists, and the figures of each kind."""

from typing import get_args

import numpy as np

from topopress.analysis.shape.types import (
    LARGEST_COMPONENT,
    KindFigures,
    KindName,
    LayerShape,
    NullStability,
    Stability,
)
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

    kinds = enumerate(structures.kind)
    return sorted((k for k, kind in kinds if kind != LARGEST_COMPONENT), key=rank)


def kind_figures(shape: LayerShape) -> tuple[KindFigures, ...]:
    """Return the figures of each kind of structures; none where stability was not judged."""
    stability, null = shape.stability, shape.null
    if stability is None or null is None:
        return ()
    return tuple(_kind(shape, stability, null, kind) for kind in get_args(KindName))


def _kind(shape: LayerShape, found: Stability, null: NullStability, kind: KindName) -> KindFigures:
    in_graph = np.array([each == kind for each in shape.structures.kind], dtype=np.bool_)
    in_null = np.array([each == kind for each in null.kind], dtype=np.bool_)
    reached = strength(found.structure_family, found.structure_bootstrap)[in_graph]
    noise = strength(null.structure_family, null.structure_bootstrap)[in_null]
    return KindFigures(
        kind=kind,
        count=int(in_graph.sum()),
        stable=int((shape.stable & in_graph).sum()),
        strongest=float(reached.max(initial=0.0)),
        null_count=float(in_null.sum() / max(null.copies, 1)),
        null_strongest=float(noise.max(initial=0.0)),
    )
