"""The Mapper graph of one layer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64

Rows = Sequence[Int64]
"""The rows of each interval, ascending."""
NOISE = -1
"""Label of a row that is in no cluster."""
Bounds = tuple[float, float]
"""The smallest and the largest lens value of a closed interval."""
NullModel = Literal["shuffled", "gaussian"]
"""Which copies of the rows show what chance gives: rows with every channel shuffled on its own, or
rows drawn from one Gaussian with the same mean and covariance (``analysis.null_model``)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One closed element of a cover: an interval of one lens, a box of two, or a ball.

    Attributes:
        index: Number of the element, from 0; boxes count row by row, the second lens fastest.
        bounds: Bounds for each lens: ``low <= lens value <= high``. A ball has only some of the
            rows within the bounds, which are those of its rows. Empty where they are unknown, as in
            a graph that another tool has made, and where no lens decides, as in parts of rows that
            class probabilities split.
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


@dataclass(frozen=True, slots=True)
class CoreRule:
    """A core row has ``min_samples`` rows, itself counted, within a radius in a metric."""

    metric: str
    min_samples: int


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """When the score of a graph is above chance (``docs/choice.md``).

    Attributes:
        times: Required ratio of the score to the best score on copies of the rows; 0 if nothing is
            required, because a score would say nothing.
        null: Which copies these are.
    """

    times: float = 2.0
    null: NullModel = "shuffled"


@dataclass(frozen=True, slots=True, eq=False)
class LinkedMembers:
    """The rows of each node of a graph, and its edges; see ``MapperGraph``."""

    member_offsets: Int64
    members: Int32
    edges: Int32


@dataclass(frozen=True, slots=True, eq=False)
class MapperGraph:
    """The Mapper graph of one layer.

    Nodes are numbered by interval, then by the smallest core row of the cluster.

    Attributes:
        lens: Value of the first lens of each row, shape (n_rows,); NaN where another tool made the
            graph and its file names no lens.
        intervals: The cover, ascending; with two lenses all boxes, row by row; balls by the lens
            of their landmarks. Empty where another tool made the graph and its file names no
            elements of a cover.
        eps: Neighbourhood radius used in each interval, shape (n_intervals,); shape (0,) where the
            clusterer has none.
        node_interval: Interval of each node, shape (n_nodes,).
        node_cluster: Number of the node within its interval, shape (n_nodes,).
        member_offsets: Shape (n_nodes + 1,).
        members: Rows of each node, ascending within the node, shape (n_memberships,).
        edges: Node pairs (source < target), sorted, shape (n_edges, 2).
        shared: Number of rows an edge's nodes share, shape (n_edges,).
        jaccard: Shared rows over rows in either node, shape (n_edges,).
        second_lens: Value of the second lens of each row, shape (n_rows,); shape (0,) without one.
        ball_radius: Radius of the elements of the cover, if these are balls.
        contracted: Nodes that were merged into a neighbour that contains them.
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
    second_lens: Float64 = field(default_factory=lambda: np.empty(0))
    ball_radius: float | None = None
    contracted: int = 0

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.node_interval)

    @property
    def lenses(self) -> tuple[Float64, ...]:
        """The values of the one or two lenses."""
        return (self.lens, self.second_lens) if len(self.second_lens) else (self.lens,)

    def members_of(self, node: int) -> Int32:
        """Return the rows of one node, ascending."""
        return self.members[self.member_offsets[node] : self.member_offsets[node + 1]]

    def node_id(self, node: int) -> str:
        """Return the name of a node that pages and links use, such as ``i12c0``."""
        return f"i{self.node_interval[node]}c{self.node_cluster[node]}"
