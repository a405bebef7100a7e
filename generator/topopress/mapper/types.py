"""The Mapper graph of one layer."""

from dataclasses import dataclass, field

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64

Bounds = tuple[float, float]

"""The smallest and the largest lens value of a closed interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One closed element of a cover: an interval of one lens, or a box of two.

    Attributes:
        index: Number of the element, from 0; boxes count row by row, the second lens fastest.
        bounds: Bounds for each lens: ``low <= lens value <= high``.
    """

    index: int
    bounds: tuple[Bounds, ...]

    @property
    def low(self) -> float:
        """Smallest value of the first lens."""
        return self.bounds[0][0]

    @property
    def high(self) -> float:
        """Largest value of the first lens."""
        return self.bounds[0][1]


def _no_values() -> Float64:
    return np.empty(0)


def _no_triangles() -> Int32:
    return np.empty((0, 3), np.int32)


def _no_counts() -> Int32:
    return np.empty(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class MapperGraph:
    """The Mapper graph of one layer.

    Nodes are numbered by interval, then by the smallest core row of the cluster.

    Attributes:
        lens: Value of the first lens of each row, shape (n_rows,).
        intervals: The cover, ascending; with two lenses all boxes, row by row.
        eps: Neighbourhood radius used in each interval, shape (n_intervals,); shape (0,) where the
            clusterer has none.
        node_interval: Interval of each node, shape (n_nodes,).
        node_cluster: Number of the node within its interval, shape (n_nodes,).
        member_offsets: Shape (n_nodes + 1,).
        members: Rows of each node, ascending within the node, shape (n_memberships,).
        edges: Node pairs (source < target), sorted, shape (n_edges, 2).
        shared: Number of rows an edge's nodes share, shape (n_edges,).
        jaccard: Shared rows over rows in either node, shape (n_edges,).
        neighbour_curve: Sorted distances to the ``min_samples - 1``-th neighbour of the query rows
            from which eps was chosen; empty where eps was given.
        second_lens: Value of the second lens of each row, shape (n_rows,); shape (0,) without one.
        triangles: Triples of nodes that share a row, each ascending, sorted, shape
            (n_triangles, 3); shape (0, 3) where they were not asked for.
        triangle_shared: Number of rows that a triangle's nodes share, shape (n_triangles,).
    """

    lens: Float64
    intervals: tuple[Interval, ...]
    eps: Float64
    node_interval: Int32
    node_cluster: Int32
    member_offsets: Int64
    members: Int32
    edges: Int32
    shared: Int32
    jaccard: Float64
    neighbour_curve: Float64
    second_lens: Float64 = field(default_factory=_no_values)
    triangles: Int32 = field(default_factory=_no_triangles)
    triangle_shared: Int32 = field(default_factory=_no_counts)

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.node_interval)

    def members_of(self, node: int) -> Int32:
        """Return the rows of one node, ascending."""
        return self.members[self.member_offsets[node] : self.member_offsets[node + 1]]

    def node_id(self, node: int) -> str:
        """Return the name of a node that pages and links use, such as ``i12c0``."""
        return f"i{self.node_interval[node]}c{self.node_cluster[node]}"
