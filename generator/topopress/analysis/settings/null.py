"""What noise would give: the same rows with every channel shuffled on its own.

Each channel keeps its values, and so its mean, its spread and its zeros; what channels have to
do with each other is lost. Whatever structure such rows show is nothing to write about.
"""

from collections.abc import Sequence

import numpy as np

from topopress.analysis.shape.ranking import strength
from topopress.analysis.shape.types import NullStability, Stability, Structures
from topopress.config.schema import Dbscan, Mapper
from topopress.core.arrays import Float32, Float64
from topopress.mapper.cover import cover_rows
from topopress.mapper.eps import choose_eps
from topopress.mapper.types import MapperGraph

QUANTILES = (0.01, 0.99)


def shuffled(vectors: Float32, rng: np.random.Generator) -> Float32:
    """Return the rows with every channel permuted on its own, shape (n_rows, n_channels)."""
    result: Float32 = rng.permuted(np.asarray(vectors), axis=0)
    return result


def null_settings(mapper: Mapper, graph: MapperGraph, vectors: Float32, *, seed: int) -> Mapper:
    """Return the settings under which shuffled rows are to be compared with a graph.

    They are the same, but for DBSCAN with an eps given as a number: shuffled rows are at other
    distances from each other, and one radius would make them all noise or all one cluster. What is
    kept is the share of the neighbour distances that is within eps, as a quantile.

    Args:
        mapper: The settings of the graph, settled.
        graph: The graph of the rows as they are.
        vectors: Its rows.
        seed: Seed of the query rows whose neighbours are sought.
    """
    clusterer = mapper.clusterer
    if not isinstance(clusterer, Dbscan) or not isinstance(clusterer.eps, float):
        return mapper
    lenses = [graph.lens, graph.second_lens] if len(graph.second_lens) else [graph.lens]
    rule = clusterer.model_copy(update={"eps": "auto", "eps_quantile": 0.5})
    _, curve = choose_eps(vectors, cover_rows(lenses, graph.intervals), rule, seed=seed)
    share = float((curve <= clusterer.eps).mean()) if len(curve) else 0.5
    quantile = min(max(share, QUANTILES[0]), QUANTILES[1])
    return mapper.model_copy(
        update={"clusterer": rule.model_copy(update={"eps_quantile": quantile})}
    )


def collected(runs: Sequence[tuple[Structures, Stability]]) -> NullStability:
    """Put together what the shuffled copies of one layer gave, in their order."""
    nothing = np.empty(0)
    return NullStability(
        shuffles=len(runs),
        kind=tuple(kind for structures, _ in runs for kind in structures.kind),
        rows=np.concatenate([np.empty(0, np.int64), *(found.rows for found, _ in runs)]),
        structure_family=np.concatenate([nothing, *(one.structure_family for _, one in runs)]),
        structure_bootstrap=np.concatenate(
            [nothing, *(one.structure_bootstrap for _, one in runs)]
        ),
        nodes=np.array([len(one.node_family) for _, one in runs], dtype=np.int64),
        node_family=np.array([_mean(one.node_family) for _, one in runs], dtype=np.float64),
        node_bootstrap=np.array([_mean(one.node_bootstrap) for _, one in runs], dtype=np.float64),
    )


def noise_bounds(structures: Structures, null: NullStability) -> Float64:
    """Return what noise reaches: the strength that each structure has to exceed.

    That is the largest strength among the shuffled copies' structures of its kind with at least
    half its rows; 0 where there is none. Smaller ones are left out because a handful of rows that
    happen to lie close is stable in noise as well, and says nothing about a large structure.
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
