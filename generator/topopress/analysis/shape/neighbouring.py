"""The family of a graph: the same rows and lens under neighbouring settings."""

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from topopress.analysis.shape.neighbourhoods import neighbourhoods
from topopress.analysis.shape.stability import Resample
from topopress.config.schema import (
    Agglomerative,
    BalancedCover,
    Clusterer,
    Dbscan,
    Mapper,
    UniformCover,
)
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.mapper.clustering import CLUSTERERS
from topopress.mapper.cover import cover_lenses, cover_rows
from topopress.mapper.hierarchical import choose_radius
from topopress.mapper.metrics import METRICS
from topopress.mapper.nerve import nerve
from topopress.mapper.nodes import number_nodes
from topopress.mapper.types import MapperGraph

EPS_FACTORS = (0.9, 1.0, 1.1)
INTERVAL_FACTORS = (0.8, 1.25)
OVERLAP_STEPS = (-0.1, 0.1)
QUANTILE_STEPS = (-0.05, 0.0, 0.05)
"""What an adaptive eps's quantile is moved by, which has no single radius to be multiplied."""
LARGEST_OVERLAP = 0.9
QUANTILES = (0.01, 0.99)

Cover = UniformCover | BalancedCover


def family_settings(mapper: Mapper, graph: MapperGraph) -> tuple[Mapper, ...]:
    """Return the neighbouring settings of a graph's own, which are not among them.

    The cover is the graph's own, or has 0.8 or 1.25 times as many intervals, or 0.1 less or more
    overlap. Each goes with eps as it is, a tenth smaller and a tenth larger; an adaptive eps has
    its quantile moved by 0.05 instead. At most 14 settings; fewer where rounding or the bounds
    make two of them one. A clusterer without a radius gives four.

    Args:
        mapper: The settings the graph was made with, settled.
        graph: The graph, for the eps that "auto" came out at.
    """
    clusterers = _clusterers(mapper.clusterer, graph.eps)
    own = mapper.model_copy(update={"clusterer": _with_own_radius(mapper.clusterer, graph.eps)})
    settings = [
        cover.model_copy(update={"clusterer": clusterer})
        for cover in neighbouring_covers(mapper)
        for clusterer in clusterers
    ]
    distinct = {one.model_dump_json(): one for one in settings}
    distinct.pop(own.model_dump_json(), None)
    return tuple(distinct.values())


def family_graphs(
    vectors: Float32,
    graph: MapperGraph,
    settings: Sequence[Mapper],
    *,
    seed: int,
    progress: Progress = SILENT,
) -> Iterator[Resample]:
    """Return the graph of each of some settings, with the lens of a reference graph.

    DBSCAN settings with one cover share the distances within its intervals. Other clusterers run
    anew for each.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels).
        graph: The reference, made of these vectors.
        settings: Settled settings, such as ``family_settings`` returns; those with one cover
            should follow each other.
        seed: Seed of the query rows from which an adaptive eps is read off.
        progress: Advances by a graph at a time.
    """
    lenses = [graph.lens, graph.second_lens] if len(graph.second_lens) else [graph.lens]
    progress.start("neighbouring settings", len(settings))
    for _, group in groupby(settings, key=lambda one: one.covers):
        members = list(group)
        intervals = cover_lenses(lenses, members[0].covers)
        rows = cover_rows(lenses, intervals)
        for labels in _labels(vectors, rows, [one.clusterer for one in members], seed):
            nodes = number_nodes(rows, labels)
            edges = nerve(nodes.member_offsets, nodes.members)
            yield Resample(
                dataclasses.replace(
                    graph,
                    intervals=intervals,
                    eps=np.empty(0),
                    node_interval=nodes.interval,
                    node_cluster=nodes.cluster,
                    member_offsets=nodes.member_offsets,
                    members=nodes.members,
                    edges=edges.edges,
                    shared=edges.shared,
                    jaccard=edges.jaccard,
                )
            )
            progress.advance()
    progress.finish()


def neighbouring_covers(mapper: Mapper) -> list[Mapper]:
    """Return settled settings with each cover of the family, the graph's own first."""
    changes = [(1.0, 0.0)]
    changes += [(factor, 0.0) for factor in INTERVAL_FACTORS]
    changes += [(1.0, step) for step in OVERLAP_STEPS]
    covers = []
    for factor, step in changes:
        second = mapper.second_cover and _moved(mapper.second_cover, factor, step)
        update = {"cover": _moved(mapper.cover, factor, step), "second_cover": second}
        covers.append(mapper.model_copy(update=update))
    return covers


def _moved(cover: Cover, factor: float, step: float) -> Cover:
    n_intervals = max(round(int(cover.n_intervals) * factor), 1)
    overlap = cover.overlap
    if step:
        overlap = min(max(round(overlap + step, 6), 0.0), max(LARGEST_OVERLAP, overlap))
    return cover.model_copy(update={"n_intervals": n_intervals, "overlap": overlap})


def _with_own_radius(clusterer: Clusterer, eps: Float64) -> Clusterer:
    """Return a clusterer with the radius that its "auto" came out at."""
    if isinstance(clusterer, Dbscan) and clusterer.eps == "auto":
        return clusterer.model_copy(update={"eps": float(eps[0])})
    if isinstance(clusterer, Agglomerative) and clusterer.distance_threshold == "auto":
        return clusterer.model_copy(update={"distance_threshold": float(eps[0])})
    return clusterer


def _clusterers(clusterer: Clusterer, eps: Float64) -> list[Clusterer]:
    own = _with_own_radius(clusterer, eps)
    if isinstance(own, Dbscan) and isinstance(own.eps, float):
        return [own.model_copy(update={"eps": own.eps * factor}) for factor in EPS_FACTORS]
    if isinstance(own, Dbscan):
        quantiles = [float(own.eps_quantile) + step for step in QUANTILE_STEPS]
        chosen = [round(min(max(one, QUANTILES[0]), QUANTILES[1]), 6) for one in quantiles]
        return [own.model_copy(update={"eps_quantile": quantile}) for quantile in chosen]
    if isinstance(own, Agglomerative):
        threshold = float(own.distance_threshold)
        return [
            own.model_copy(update={"distance_threshold": threshold * factor})
            for factor in EPS_FACTORS
        ]
    return [own]


def _labels(
    vectors: Float32, rows: Sequence[Int64], clusterers: Sequence[Clusterer], seed: int
) -> Iterator[Sequence[Int32]]:
    radii = [choose_radius(vectors, rows, one, seed=seed)[0] for one in clusterers]
    first = clusterers[0]
    if isinstance(first, Dbscan):
        # Per interval the labels at each radius; wanted is per radius those of each interval.
        each = [
            _dbscan(vectors, own, first, [float(radius[k]) for radius in radii])
            for k, own in enumerate(rows)
        ]
        yield from zip(*each, strict=True)
        return
    for clusterer, radius in zip(clusterers, radii, strict=True):
        yield CLUSTERERS[clusterer.kind](vectors, rows, radius, clusterer, SILENT)


def _dbscan(vectors: Float32, rows: Int64, settings: Dbscan, radii: Sequence[float]) -> list[Int32]:
    """Return the labels of the rows of one interval at each radius."""
    metric = METRICS[settings.metric]
    points = metric.points(vectors[rows])
    once = np.ones(len(rows))
    found = []
    for near in neighbourhoods(points, [metric.to_euclidean(radius) for radius in radii]):
        core = near.counts(once[:, None])[:, 0] >= settings.min_samples
        found.append(near.clusters(core, once > 0))
    return found
