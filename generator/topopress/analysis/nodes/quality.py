"""Figures of a whole graph, and the notice for a graph that is a chain."""

import numpy as np

from topopress.analysis.nodes.types import GraphQuality, NodeStatistics
from topopress.core.arrays import Int64
from topopress.core.language import gettext
from topopress.mapper.types import MapperGraph

DOMINANT = 0.9
"""Share of an interval's clustered rows from which its largest node is dominant."""
CHAIN = 0.8
"""Share of intervals with a dominant node from which build and page call the graph a chain."""
AGAINST_A_CHAIN = 'Try metric = "cosine", a smaller eps or eps_quantile, or eps = "adaptive".'
"""Advice to the author beside the notice."""
BRANCHING_DEGREE = 3


def graph_quality(graph: MapperGraph, statistics: NodeStatistics | None = None) -> GraphQuality:
    """Return the figures of a graph; ``GraphQuality`` defines each.

    An empty graph has coverage 0, no components and no dominant node. Without the statistics of its
    nodes there is no purity.
    """
    # Costly to import, and a finished build needs none of it.
    from topopress.mapper.layout import connected_nodes

    sizes = np.diff(graph.member_offsets)
    n_rows = len(graph.lens)
    components = len(connected_nodes(graph))
    degree = np.bincount(graph.edges.ravel(), minlength=graph.n_nodes)
    purity = statistics.purity if statistics else np.empty(0)
    known = purity[~np.isnan(purity)]
    return GraphQuality(
        coverage=len(np.unique(graph.members)) / n_rows,
        purity=float(known.mean()) if len(known) else None,
        components=components,
        branching=int((degree >= BRANCHING_DEGREE).sum()),
        loops=len(graph.edges) - graph.n_nodes + components,
        largest=int(sizes.max(initial=0)) / n_rows,
        dominant_share=_dominant_share(graph, sizes),
    )


def chain_notice(quality: GraphQuality) -> str | None:
    """Return the notice for a graph that is one dominant node per interval, or None."""
    if quality.dominant_share is None or quality.dominant_share < CHAIN:
        return None
    share = f"{100 * quality.dominant_share:.0f}\u00a0%"
    return gettext(
        "in {share} of the intervals a single node holds nine tenths of the clustered rows: the "
        "graph is a chain along the lens, which says more about the settings than about the data.",
        share=share,
    )


def _dominant_share(graph: MapperGraph, sizes: Int64) -> float | None:
    """Return the share of the intervals with a node in which one node is dominant.

    None for elements that lie along no lens: unknown ones, balls, and parts that are one node each.
    """
    if graph.n_nodes and not graph.intervals:
        return None
    whole = (
        not any(interval.bounds for interval in graph.intervals) and not graph.node_cluster.any()
    )
    if graph.ball_radius or (graph.n_nodes and whole):
        return None
    clustered, largest = np.zeros(len(graph.intervals)), np.zeros(len(graph.intervals))
    np.add.at(clustered, graph.node_interval, sizes)
    np.maximum.at(largest, graph.node_interval, sizes)
    filled = clustered > 0
    dominant = largest[filled] >= DOMINANT * clustered[filled]
    return float(dominant.mean()) if filled.any() else 0.0
