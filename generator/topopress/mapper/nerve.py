"""The nerve: an edge wherever two nodes share rows, a triangle wherever three do.

Its cost is linear in the memberships (times the number of nodes a row is in), not quadratic in
the number of nodes.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64


@dataclass(frozen=True, slots=True, eq=False)
class Nerve:
    """The edges of a graph.

    Attributes:
        edges: Node pairs (source < target), sorted, shape (n_edges, 2).
        shared: Rows in both nodes, shape (n_edges,).
        jaccard: Rows in both nodes over rows in either, shape (n_edges,).
    """

    edges: Int32
    shared: Int32
    jaccard: Float64


@dataclass(frozen=True, slots=True, eq=False)
class Simplices:
    """The 2-simplices of a nerve.

    Attributes:
        triangles: Node triples, each ascending, sorted, shape (n_triangles, 3).
        shared: Rows in all three nodes, shape (n_triangles,).
    """

    triangles: Int32
    shared: Int32


def nerve(member_offsets: Int64, members: Int32) -> Nerve:
    """Return the 1-skeleton of the nerve of the nodes' member sets.

    Args:
        member_offsets: Shape (n_nodes + 1,).
        members: Rows of each node, none twice in a node, shape (n_memberships,).
    """
    sizes = np.diff(member_offsets)
    edges, shared = _counted(_common(member_offsets, members, size=2), len(sizes), size=2)
    union = sizes[edges[:, 0]] + sizes[edges[:, 1]] - shared
    return Nerve(edges, shared, shared / union)


def simplices(member_offsets: Int64, members: Int32) -> Simplices:
    """Return the triangles of the nerve: three nodes that have a row in common.

    Three nodes that share rows two by two but none all together are a cycle, not a triangle.

    Args:
        member_offsets: Shape (n_nodes + 1,), at most two million nodes.
        members: Rows of each node, none twice in a node, shape (n_memberships,).
    """
    n_nodes = len(member_offsets) - 1
    triangles, shared = _counted(_common(member_offsets, members, size=3), n_nodes, size=3)
    return Simplices(triangles, shared)


def _counted(keys: Int64, n_nodes: int, *, size: int) -> tuple[Int32, Int32]:
    """Return the sets that the keys of ``_common`` stand for, and how often each comes."""
    found, shared = np.unique(keys, return_counts=True)
    columns = [found // max(n_nodes, 1) ** place % max(n_nodes, 1) for place in range(size)]
    return np.column_stack(columns[::-1]).astype(np.int32), shared.astype(np.int32)


def _common(member_offsets: Int64, members: Int32, *, size: int) -> Int64:
    """Return a key for each row and each ``size`` nodes that hold it: their numbers as digits."""
    n_nodes = len(member_offsets) - 1
    node = np.repeat(np.arange(n_nodes), np.diff(member_offsets))
    # Stable, so that the nodes of a row stay ascending.
    by_row = np.argsort(members, kind="stable")
    row, node = members[by_row], node[by_row]
    found = [np.empty(0, dtype=np.int64)]
    last = size - 1
    while (row[last:] == row[: len(row) - last]).any():
        # Nodes of one row are neighbours here: if the ends agree, so does what is between.
        start = np.flatnonzero(row[last:] == row[: len(row) - last])
        for between in combinations(range(1, last), size - 2):
            places = (0, *between, last)
            found.append(sum(node[start + k] * n_nodes**p for p, k in enumerate(places[::-1])))
        last += 1
    return np.concatenate(found)
