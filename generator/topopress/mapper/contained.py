"""Nodes whose rows are all in a neighbour, merged into it."""

from dataclasses import replace

import numpy as np

from topopress.core.arrays import Flags
from topopress.mapper.nerve import nerve
from topopress.mapper.types import MapperGraph


def without_contained(graph: MapperGraph) -> MapperGraph:
    """Return a graph without the nodes that another node contains.

    Of nodes with the same rows the first stays. What a node is merged into contains all its rows,
    so the nodes that stay keep their rows and names, and every row keeps a node.
    """
    contained = contained_nodes(graph)
    if not contained.any():
        return graph
    kept, sizes = ~contained, np.diff(graph.member_offsets)
    members = graph.members[np.repeat(kept, sizes)]
    offsets = np.concatenate([[0], np.cumsum(sizes[kept])]).astype(np.int64)
    edges, shared, jaccard = nerve(offsets, members)
    return replace(
        graph,
        node_interval=graph.node_interval[kept],
        node_cluster=graph.node_cluster[kept],
        member_offsets=offsets,
        members=members,
        edges=edges,
        shared=shared,
        jaccard=jaccard,
        contracted=int(contained.sum()),
    )


def contained_nodes(graph: MapperGraph) -> Flags:
    """Return which nodes have all their rows in a larger node, or in an earlier equal one."""
    sizes = np.diff(graph.member_offsets)
    first, second = graph.edges.T
    found = np.zeros(graph.n_nodes, np.bool_)
    found[second[graph.shared == sizes[second]]] = True
    # Of equal sets only the second of the edge is contained.
    smaller = (graph.shared == sizes[first]) & (sizes[first] < sizes[second])
    found[first[smaller]] = True
    return found
