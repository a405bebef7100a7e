"""The Mapper graph of one layer: lens, cover, clusters, nerve."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from topopress.artifacts import Float32, Int32, Int64, MapperGraph
from topopress.config.schema import Mapper
from topopress.mapper.clustering import CLUSTERERS
from topopress.mapper.cover import interval_rows, uniform_cover
from topopress.mapper.eps import choose_eps
from topopress.mapper.lens import lens_values
from topopress.mapper.nerve import nerve
from topopress.progress import SILENT, Progress


def build_graph(
    vectors: Float32, settings: Mapper, *, seed: int, progress: Progress = SILENT
) -> MapperGraph:
    """Summarise the rows of a layer as a graph (Singh, Mémoli and Carlsson 2007).

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        settings: Lens, cover and clusterer.
        seed: Seed of the query rows from which eps is read off.
        progress: Told of every clustered interval.

    Raises:
        ActivationError: if there is no row, or a row is not finite.
    """
    lens = lens_values(vectors, settings.lens)
    intervals = uniform_cover(lens, settings.cover)
    rows = [interval_rows(lens, interval) for interval in intervals]
    eps, curve = choose_eps(vectors, rows, settings.clusterer, seed=seed)
    progress.start("clustering", sum(map(len, rows)))
    cluster_each = CLUSTERERS[settings.clusterer.kind]
    labels = cluster_each(vectors, rows, eps, settings.clusterer, progress)
    progress.finish()
    nodes = _nodes(rows, labels)
    edges = nerve(nodes.member_offsets, nodes.members)
    return MapperGraph(
        lens=lens,
        intervals=intervals,
        eps=eps,
        node_interval=nodes.interval,
        node_cluster=nodes.cluster,
        member_offsets=nodes.member_offsets,
        members=nodes.members,
        edges=edges.edges,
        shared=edges.shared,
        jaccard=edges.jaccard,
        neighbour_curve=curve,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Nodes:
    interval: Int32
    cluster: Int32
    member_offsets: Int64
    members: Int32


def _nodes(rows: Sequence[Int64], labels: Sequence[Int32]) -> _Nodes:
    """Number the clusters of all intervals, by interval and then by their smallest core row."""
    owner = [(i, c) for i, own in enumerate(labels) for c in range(own.max(initial=-1) + 1)]
    members = [rows[i][labels[i] == c].astype(np.int32) for i, c in owner]
    pairs = np.array(owner, dtype=np.int32).reshape(-1, 2)
    offsets = np.cumsum([0, *map(len, members)], dtype=np.int64)
    return _Nodes(
        interval=pairs[:, 0],
        cluster=pairs[:, 1],
        member_offsets=offsets,
        members=np.concatenate([np.empty(0, dtype=np.int32), *members]),
    )
