"""The nerve: two nodes have an edge if they share rows.

The cost is linear in the memberships, times the number of nodes that a row is in.
"""

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64


def nerve(member_offsets: Int64, members: Int32) -> tuple[Int32, Int32, Float64]:
    """Return the ``edges``, ``shared`` and ``jaccard`` of a ``MapperGraph`` from its members."""
    sizes = np.diff(member_offsets)
    n_nodes = max(len(sizes), 1)
    found, count = np.unique(_pairs(sizes, members), return_counts=True)
    shared = count.astype(np.int32)
    edges = np.column_stack([found // n_nodes, found % n_nodes]).astype(np.int32)
    union = sizes[edges[:, 0]] + sizes[edges[:, 1]] - shared
    return edges, shared, shared / union


def _pairs(sizes: Int64, members: Int32) -> Int64:
    """Return ``source * n_nodes + target`` for each row and each two nodes that hold it."""
    node = np.repeat(np.arange(len(sizes)), sizes)
    # Stable, so that the nodes of a row stay ascending.
    by_row = np.argsort(members, kind="stable")
    row, node = members[by_row], node[by_row]
    found = [np.empty(0, dtype=np.int64)]
    step = 1
    while (same := row[step:] == row[: len(row) - step]).any():
        first = np.flatnonzero(same)
        found.append(node[first] * len(sizes) + node[first + step])
        step += 1
    return np.concatenate(found)
