"""The Mapper graph of one layer: lens, cover, clusters, nerve."""

from topopress.artifacts import Float32, MapperGraph
from topopress.config.automatic import unresolved
from topopress.config.schema import Mapper
from topopress.mapper.clustering import CLUSTERERS
from topopress.mapper.cover import cover_lenses, cover_rows
from topopress.mapper.hierarchical import choose_radius
from topopress.mapper.lens import lens_values
from topopress.mapper.nerve import nerve
from topopress.mapper.nodes import number_nodes
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
        ValueError: if a setting still says "auto" that has to be chosen before.
    """
    _require_resolved(settings)
    lens = lens_values(vectors, settings.lenses[0])
    intervals = cover_lenses([lens], settings.covers)
    rows = cover_rows([lens], intervals)
    eps, curve = choose_radius(vectors, rows, settings.clusterer, seed=seed)
    progress.start("clustering", sum(map(len, rows)))
    cluster_each = CLUSTERERS[settings.clusterer.kind]
    labels = cluster_each(vectors, rows, eps, settings.clusterer, progress)
    progress.finish()
    nodes = number_nodes(rows, labels)
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


def _require_resolved(settings: Mapper) -> None:
    if missing := unresolved(settings):
        raise ValueError(f"{', '.join(missing)}: must be chosen before a graph is made")
