"""Figures by which a graph can be judged, and the warning when it says nothing."""

import numpy as np

from topopress.analysis.nodes.types import GraphQuality, NodeStatistics
from topopress.core.arrays import Int32, Int64
from topopress.mapper.types import MapperGraph

BLOB = 0.9
"""Share of an interval's clustered rows from which its largest node is a blob."""
CHAIN = 0.8
"""Share of intervals with a blob from which build and page say that the graph is a chain."""
AGAINST_A_CHAIN = 'Try metric = "cosine", a smaller eps or eps_quantile, or eps = "adaptive".'
"""What a build says to the author beside the notice."""
BRANCHING_DEGREE = 3


def graph_quality(graph: MapperGraph, statistics: NodeStatistics) -> GraphQuality:
    """Judge a graph; each figure is defined in ``GraphQuality``.

    An empty graph has coverage 0, no components and no blobs.
    """
    sizes = np.diff(graph.member_offsets)
    n_rows = len(graph.lens)
    components = count_components(graph.edges, graph.n_nodes)
    degree = np.bincount(graph.edges.ravel(), minlength=graph.n_nodes)
    known = statistics.purity[~np.isnan(statistics.purity)]
    return GraphQuality(
        coverage=len(np.unique(graph.members)) / n_rows,
        purity=float(known.mean()) if len(known) else None,
        components=components,
        branching=int((degree >= BRANCHING_DEGREE).sum()),
        loops=len(graph.edges) - graph.n_nodes + components,
        largest=int(sizes.max(initial=0)) / n_rows,
        blob_share=blob_share(sizes, graph.node_interval, len(graph.intervals)),
    )


def chain_notice(quality: GraphQuality) -> str | None:
    """Return what build and page say of a graph that is one blob per interval, or None."""
    if quality.blob_share < CHAIN:
        return None
    share = f"{100 * quality.blob_share:.0f}\u00a0%"
    return (
        f"in {share} of the intervals a single node holds nine tenths of the clustered rows: the "
        "graph is a chain along the lens, which says more about the settings than about the "
        "network."
    )


def count_components(edges: Int32, n_nodes: int) -> int:
    """Return the number of connected components.

    Args:
        edges: Pairs of nodes, shape (n_edges, 2).
        n_nodes: Number of nodes.
    """
    # Half a second to import, and a build in which everything is finished needs none of it.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if n_nodes == 0:
        return 0
    ends = (edges[:, 0], edges[:, 1])
    linked = coo_array((np.ones(len(edges)), ends), shape=(n_nodes, n_nodes))
    return int(connected_components(linked, directed=False)[0])


def blob_share(sizes: Int64, node_interval: Int32, n_intervals: int) -> float:
    """Return the share of the intervals with a node in which one node is a blob.

    Args:
        sizes: Rows of each node, shape (n_nodes,).
        node_interval: Interval of each node, shape (n_nodes,).
        n_intervals: Number of intervals.
    """
    clustered = np.zeros(n_intervals)
    largest = np.zeros(n_intervals)
    np.add.at(clustered, node_interval, sizes)
    np.maximum.at(largest, node_interval, sizes)
    filled = clustered > 0
    return float((largest[filled] >= BLOB * clustered[filled]).mean()) if filled.any() else 0.0
