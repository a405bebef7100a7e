"""The nerve: two nodes have an edge if they share rows.

The time is linear in the memberships, times the number of nodes that a row is in; the memory is
linear in the memberships and the edges.
"""

import numpy as np
from scipy.sparse import csr_array

from topopress.core.arrays import Float64, Int32, Int64


def nerve(member_offsets: Int64, members: Int32) -> tuple[Int32, Int32, Float64]:
    """Return the ``edges``, ``shared`` and ``jaccard`` of a ``MapperGraph`` from its members."""
    sizes = np.diff(member_offsets)
    shape = (len(sizes), int(members.max(initial=-1)) + 1)
    ones = np.ones(len(members), dtype=np.int32)
    nodes = csr_array((ones, members, member_offsets), shape=shape)
    both = (nodes @ nodes.T).tocoo()
    once = both.row < both.col
    first, second, count = both.row[once], both.col[once], both.data[once]
    order = np.lexsort((second, first))
    edges = np.column_stack([first[order], second[order]]).astype(np.int32)
    shared = count[order].astype(np.int32)
    union = sizes[edges[:, 0]] + sizes[edges[:, 1]] - shared
    return edges, shared, shared / union
