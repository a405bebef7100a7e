"""A Mapper graph that another tool has made, or that is handed to one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64


@dataclass(frozen=True, slots=True, eq=False)
class GivenGraph:
    """Nodes, their members and edges, and what a file says of them beside.

    Attributes:
        nodes: Name of each node as the file has it, each once.
        member_offsets: Where the members of each node start, shape (n_nodes + 1,).
        members: Rows of each node, ascending within the node, shape (n_memberships,).
        edges: Node pairs (source < target), sorted, each once, shape (n_edges, 2). They are those
            of the file, which may leave out pairs of nodes that share members.
        n_rows: Number of rows that the graph was made of; larger than all members.
        row_names: Name of each row, shape (n_rows,); empty where the file names none.
        interval: Number of the cover element of each node, shape (n_nodes,); empty if unknown.
        lens: Lens value of each row, shape (n_rows,); empty if unknown.
        node_values: Further numbers of each node by their name, shape (n_nodes,); NaN if unknown.
        said: What the file says of how the graph was made, such as ``{"lens": "l2norm"}``.
        edge_values: Numbers of each edge by their name, shape (n_edges,); NaN if unknown.
    """

    nodes: tuple[str, ...]
    member_offsets: Int64
    members: Int32
    edges: Int32
    n_rows: int
    row_names: tuple[str, ...] = ()
    interval: Int32 = field(default_factory=lambda: np.empty(0, np.int32))
    lens: Float64 = field(default_factory=lambda: np.empty(0))
    node_values: Mapping[str, Float64] = field(default_factory=dict)
    said: Mapping[str, str | float] = field(default_factory=dict)
    edge_values: Mapping[str, Float64] = field(default_factory=dict)

    @property
    def n_edges(self) -> int:
        """Number of edges."""
        return len(self.edges)

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    def members_of(self, node: int) -> Int32:
        """Return the rows of one node, ascending."""
        return self.members[self.member_offsets[node] : self.member_offsets[node + 1]]
