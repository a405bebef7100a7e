"""What the nodes of an edge share, for the edges that a graph has."""

import numpy as np
from scipy.sparse import csr_array

from topopress.core.arrays import Float64, Int32
from topopress.exchange.types import GivenGraph

_AT_ONCE = 1 << 22
"""Memberships that are compared at once, at least those of one edge."""


def shared_rows(graph: GivenGraph) -> Int32:
    """Return the number of rows that the nodes of each edge share, shape (n_edges,).

    The cost is that of the members of the nodes of all edges; what is no edge costs nothing.
    """
    sizes = np.diff(graph.member_offsets)
    rows = csr_array(
        (np.ones(len(graph.members), np.int32), graph.members, graph.member_offsets),
        shape=(graph.n_nodes, graph.n_rows),
    )
    work = np.cumsum(sizes[graph.edges].sum(axis=1))
    shared = np.empty(graph.n_edges, np.int32)
    start = 0
    while start < graph.n_edges:
        done = work[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(work, done + _AT_ONCE)))
        one, other = graph.edges[start:end].T
        shared[start:end] = (rows[one] * rows[other]).sum(axis=1)
        start = end
    return shared


def jaccard_of(graph: GivenGraph, shared: Int32) -> Float64:
    """Return shared rows over rows in either node of each edge, shape (n_edges,); 0 for none."""
    sizes = np.diff(graph.member_offsets)
    either = sizes[graph.edges].sum(axis=1) - shared
    return np.asarray(shared / np.maximum(either, 1))
