"""The Mapper graph of one layer: lens, cover, clusters, nerve."""

from collections.abc import Sequence
from dataclasses import replace

from topopress.config.automatic import unresolved
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64
from topopress.core.progress import SILENT, Progress
from topopress.mapper.clustering import CLUSTERERS
from topopress.mapper.clustering import Clusterer as ClusterEach
from topopress.mapper.cover import cover_lenses, cover_rows
from topopress.mapper.hierarchical import choose_radius
from topopress.mapper.lens import Columns, lens_values
from topopress.mapper.nerve import nerve, simplices
from topopress.mapper.nodes import number_nodes
from topopress.mapper.types import MapperGraph


def build_graph(
    vectors: Float32,
    settings: Mapper,
    *,
    seed: int,
    columns: Columns | None = None,
    progress: Progress = SILENT,
    clusterer: ClusterEach | None = None,
) -> MapperGraph:
    """Summarise the rows of a layer as a graph (Singh, Mémoli and Carlsson 2007).

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        settings: Lens, cover and clusterer.
        seed: Seed of the query rows from which eps is read off, and of the rows with which some
            lenses compare.
        columns: Values of the lenses that are no function of the vectors, each of shape (n_rows,),
            by the lens's name.
        progress: Told of every clustered interval.
        clusterer: Clusters in place of the usual one, to the same labels.

    Raises:
        ActivationError: if there is no row, or a row or its lens is not finite.
        ConfigError: if the settings do not fit the rows.
        ValueError: if a setting still says "auto" that has to be chosen before, or a column lacks.
    """
    _require_resolved(settings)
    lenses = graph_lenses(vectors, settings, seed=seed, columns=columns)
    intervals = cover_lenses(lenses, settings.covers)
    rows = cover_rows(lenses, intervals)
    eps, curve = choose_radius(vectors, rows, settings.clusterer, seed=seed)
    progress.start("clustering", sum(map(len, rows)))
    cluster_each = clusterer or CLUSTERERS[settings.clusterer.kind]
    labels = cluster_each(vectors, rows, eps, settings.clusterer, progress)
    progress.finish()
    nodes = number_nodes(rows, labels)
    edges = nerve(nodes.member_offsets, nodes.members)
    graph = MapperGraph(
        lens=lenses[0],
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
    return _on_request(graph, settings, lenses)


def graph_lenses(
    vectors: Float32, settings: Mapper, *, seed: int, columns: Columns | None = None
) -> tuple[Float64, ...]:
    """Return the value of each lens of a graph for each row; see ``build_graph``.

    Lenses that measure distances take the clusterer's metric.
    """
    metric = settings.clusterer.metric
    return tuple(
        lens_values(vectors, name, metric=metric, seed=seed, columns=columns)
        for name in settings.lenses
    )


def _require_resolved(settings: Mapper) -> None:
    if missing := unresolved(settings):
        raise ValueError(f"{', '.join(missing)}: must be chosen before a graph is made")


def _on_request(graph: MapperGraph, settings: Mapper, lenses: Sequence[Float64]) -> MapperGraph:
    """Add the second lens where there is one, and the triangles where they are asked for."""
    if len(lenses) > 1:
        graph = replace(graph, second_lens=lenses[1])
    if settings.max_dimension == 1:
        return graph
    found = simplices(graph.member_offsets, graph.members)
    return replace(graph, triangles=found.triangles, triangle_shared=found.shared)
