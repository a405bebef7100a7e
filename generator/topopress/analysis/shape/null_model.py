"""The structures and the stability that shuffled rows (``analysis.shuffling``) show by chance."""

from collections.abc import Sequence

import numpy as np

from topopress.analysis.shape.ranking import strength
from topopress.analysis.shape.types import NullStability, Stability, Structures
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.cover import cover_rows
from topopress.mapper.types import MapperGraph


def null_settings(mapper: Mapper, graph: MapperGraph, vectors: Float32, *, seed: int) -> Mapper:
    """Return the settings under which shuffled rows can be compared with a graph.

    They are the settings of the graph, with a given eps as a quantile (``Dbscan.relative_to``).

    Args:
        mapper: The settings of the graph, settled.
        graph: The graph of the rows as they are.
        vectors: Its rows.
        seed: Seed of the query rows whose neighbours are sought.
    """
    rows = cover_rows(graph.lenses, graph.intervals)
    relative = clusterer_of(mapper.clusterer).relative_to(vectors, rows, seed=seed)
    if relative is mapper.clusterer:
        return mapper
    return mapper.model_copy(update={"clusterer": relative})


def collected(runs: Sequence[tuple[Structures, Stability]]) -> NullStability:
    """Collect the structures and their stability in the shuffled copies of one layer."""
    found, stabilities = [one for one, _ in runs], [one for _, one in runs]
    nothing = np.empty(0)
    return NullStability(
        shuffles=len(runs),
        kind=tuple(kind for structures in found for kind in structures.kind),
        rows=np.concatenate([np.empty(0, np.int64), *(structures.rows for structures in found)]),
        structure_family=np.concatenate([nothing, *(s.structure_family for s in stabilities)]),
        structure_bootstrap=np.concatenate(
            [nothing, *(s.structure_bootstrap for s in stabilities)]
        ),
        nodes=np.array([len(s.node_family) for s in stabilities], dtype=np.int64),
        node_family=np.array([_mean(s.node_family) for s in stabilities]),
        node_bootstrap=np.array([_mean(s.node_bootstrap) for s in stabilities]),
    )


def noise_bounds(structures: Structures, null: NullStability) -> Float64:
    """Return the strength that each structure has to exceed: what shuffled rows reach.

    That is the largest strength among the shuffled copies' structures of its kind with at least
    half its rows; 0 where there is none. Smaller ones do not count: a few rows that happen to lie
    close are stable by chance as well, and tell nothing about a large structure.
    """
    found = strength(null.structure_family, null.structure_bootstrap)
    kinds = np.array(null.kind, dtype=object)
    return np.array(
        [
            found[(kinds == kind) & (2 * null.rows >= rows)].max(initial=0.0)
            for kind, rows in zip(structures.kind, structures.rows.tolist(), strict=True)
        ],
        dtype=np.float64,
    )


def _mean(shares: Float64) -> float:
    return float(shares.mean()) if len(shares) else 0.0
