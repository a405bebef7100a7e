"""The nerve: an edge wherever two nodes share rows.

Its cost is linear in the memberships (times the number of nodes a row is in), not quadratic in
the number of nodes.
"""

from dataclasses import dataclass

import numpy as np

from topopress.artifacts import Float64, Int32, Int64


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


def nerve(member_offsets: Int64, members: Int32) -> Nerve:
    """Return the 1-skeleton of the nerve of the nodes' member sets.

    Args:
        member_offsets: Shape (n_nodes + 1,).
        members: Rows of each node, none twice in a node, shape (n_memberships,).
    """
    sizes = np.diff(member_offsets)
    n_nodes = len(sizes)
    pairs, shared = np.unique(_common(member_offsets, members), return_counts=True)
    edges = np.column_stack(np.divmod(pairs, max(n_nodes, 1)))
    union = sizes[edges[:, 0]] + sizes[edges[:, 1]] - shared
    return Nerve(edges.astype(np.int32), shared.astype(np.int32), shared / union)


def _common(member_offsets: Int64, members: Int32) -> Int64:
    """Return ``source * n_nodes + target`` once for each row that two nodes share."""
    n_nodes = len(member_offsets) - 1
    node = np.repeat(np.arange(n_nodes), np.diff(member_offsets))
    # Stable, so that the nodes of a row stay ascending.
    by_row = np.argsort(members, kind="stable")
    row, node = members[by_row], node[by_row]
    found = [np.empty(0, dtype=np.int64)]
    for step in range(1, len(row)):
        same = row[step:] == row[:-step]
        if not same.any():
            break
        found.append(node[:-step][same] * n_nodes + node[step:][same])
    return np.concatenate(found)
