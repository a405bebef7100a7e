"""Figures by which a graph can be judged, and the warning when it says nothing."""

import numpy as np

from topopress.artifacts import GraphQuality, MapperGraph, NodeStatistics

BLOB = 0.9
"""Share of an interval's clustered rows from which its largest node is a blob."""
BLOB_WARNING = 0.8
"""Share of intervals with a blob from which a build warns."""
BRANCHING_DEGREE = 3


def graph_quality(graph: MapperGraph, statistics: NodeStatistics) -> GraphQuality:
    """Judge a graph; each figure is defined in ``GraphQuality``.

    An empty graph has coverage 0, no components and no blobs.
    """
    sizes = np.diff(graph.member_offsets)
    n_rows = len(graph.lens)
    components = _components(graph)
    degree = np.bincount(graph.edges.ravel(), minlength=graph.n_nodes)
    known = statistics.purity[~np.isnan(statistics.purity)]
    return GraphQuality(
        coverage=len(np.unique(graph.members)) / n_rows,
        purity=float(known.mean()) if len(known) else None,
        components=components,
        branching=int((degree >= BRANCHING_DEGREE).sum()),
        loops=len(graph.edges) - graph.n_nodes + components,
        largest=int(sizes.max(initial=0)) / n_rows,
        blob_share=_blob_share(graph),
    )


def blob_warning(quality: GraphQuality) -> str | None:
    """Return what a build says of a graph that is one blob per interval, or None."""
    if quality.blob_share < BLOB_WARNING:
        return None
    return (
        f"in {quality.blob_share:.0%} of the intervals a single node holds nine tenths of the "
        "clustered rows: the graph is a chain along the lens, which says more about the settings "
        'than about the network. Try metric = "cosine", a smaller eps or eps_quantile, or '
        'eps = "adaptive".'
    )


def _components(graph: MapperGraph) -> int:
    # Half a second to import, and a build in which everything is finished needs none of it.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = (graph.edges[:, 0], graph.edges[:, 1])
    shape = (graph.n_nodes, graph.n_nodes)
    linked = coo_array((np.ones(len(graph.edges)), ends), shape=shape)
    return int(connected_components(linked, directed=False)[0]) if graph.n_nodes else 0


def _blob_share(graph: MapperGraph) -> float:
    sizes = np.diff(graph.member_offsets)
    clustered = np.zeros(len(graph.intervals))
    largest = np.zeros(len(graph.intervals))
    np.add.at(clustered, graph.node_interval, sizes)
    np.maximum.at(largest, graph.node_interval, sizes)
    filled = clustered > 0
    return float((largest[filled] >= BLOB * clustered[filled]).mean()) if filled.any() else 0.0
