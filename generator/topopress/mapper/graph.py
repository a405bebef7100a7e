"""The Mapper graph of one layer: lens, cover, clusters, nerve."""

from topopress.artifacts import Float32, MapperGraph
from topopress.config.schema import Mapper
from topopress.mapper.clustering import CLUSTERERS
from topopress.mapper.cover import interval_rows, uniform_cover
from topopress.mapper.eps import choose_eps
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
    """
    lens = lens_values(vectors, settings.lens)
    intervals = uniform_cover(lens, settings.cover)
    rows = [interval_rows(lens, interval) for interval in intervals]
    eps, curve = choose_eps(vectors, rows, settings.clusterer, seed=seed)
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
