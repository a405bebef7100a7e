"""Types of new data laid over finished graphs."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.mapper.types import Interval

Nowhere = Literal["outside", "far"]
"""Why a row is in no node: its lens is in no interval that has nodes, or no node is near enough."""
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class FinishedGraph:
    """What of a graph decides where new rows belong; the fields are those of ``MapperGraph``."""

    lens: Float64
    intervals: tuple[Interval, ...]
    eps: Float64
    node_interval: Int32
    node_cluster: Int32
    member_offsets: Int64
    members: Int32
    edges: Int32
    second_lens: Float64
    ball_radius: float | None

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
        """Return the name of a node that pages and links use."""
        return f"i{self.node_interval[node]}c{self.node_cluster[node]}"


@dataclass(frozen=True, slots=True, eq=False)
class Attachment:
    """The nodes that rows belong to.

    Attributes:
        row: A row, once for each of its nodes, ascending, shape (n_memberships,).
        node: The node, shape (n_memberships,).
        nearness: Distance to the nearest member over the radius, the least over the intervals that
            the lens of the row is in; infinite where these have no node; shape (n_rows,).
    """

    row: Int32
    node: Int32
    nearness: Float64

    def nowhere(self) -> Int64:
        """Return the rows that are in no node, ascending."""
        inside = np.zeros(len(self.nearness), np.bool_)
        inside[self.row] = True
        return np.flatnonzero(~inside)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of some rows: such as those in no node."""

    count: int
    total: int


@dataclass(frozen=True, slots=True)
class LabelSpread:
    """Over how many nodes the rows of a label are spread.

    ``label`` is empty for all rows. ``effective`` is one over the chance that two memberships drawn
    at random are in one node, ``own_effective`` the same for the graph's own rows of the label;
    None where no two are in one node.
    """

    label: str
    rows: int
    nowhere: int
    nodes: int
    effective: float | None
    own_rows: int
    own_effective: float | None


@dataclass(frozen=True, slots=True)
class NodeShare:
    """How many of the new rows a node gets, and how many it would get at its own share."""

    node: str
    new: int
    expected: float
    own_label: str
    new_label: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """Labels of new rows against the majority labels of their nodes.

    Attributes:
        labels: Labels of new rows, one for each line.
        answers: Majority labels, one for each column.
        counts: Rows by line and column; after the answers come those whose nodes have no label,
            and those in no node.
        right: Rows whose label is the answer, of those with both.
        own_right: The same for the graph's own rows, each judged without its own sample.
    """

    labels: tuple[str, ...]
    answers: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    right: Counted
    own_right: Counted


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A new row that is in no node; ``nearness`` is None where no node was in question."""

    row: int
    sample: int
    reason: Nowhere
    nearness: float | None


@dataclass(frozen=True, slots=True, eq=False)
class EditedSamples:
    """New samples that are edited copies of the graph's own.

    Attributes:
        original: The sample of the graph of each new sample, -1 for none, shape (n_samples,).
        change: What was changed, an index into ``changes``, -1 for nothing said, same shape.
        changes: The names of the changes.
    """

    original: Int32
    change: Int32
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Return:
    """Where edited copies are, each counted once for each node of its original.

    ``same`` are in that node, ``beside`` in a neighbour of it, ``nowhere`` in no node. ``chance``
    is the mean share of all copies that are in that node or a neighbour.
    """

    change: str
    copies: int
    same: int
    beside: int
    nowhere: int
    chance: float


@dataclass(frozen=True, slots=True)
class NodeReturn:
    """The edited copies of the members of a node."""

    node: str
    copies: Return


@dataclass(frozen=True, slots=True)
class Returns:
    """Where edited copies are: all, by what was changed, and by node, the least robust first."""

    every: Return
    changes: tuple[Return, ...]
    nodes: tuple[NodeReturn, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LayerOverlay:
    """The new rows of a layer over its graph.

    Attributes:
        layer: Name of the layer.
        sample: New sample of each new row, shape (n_rows,).
        row: A new row, once for each of its nodes, ascending.
        node: The node.
        node_ids: Name of each node of the graph.
        answer: Majority label of the nodes of each row; empty for none.
        nowhere: New rows that are in no node.
        own_nowhere: Rows of the graph's own that would be, each without its own sample.
        spreads: All rows, then by label, the most rows first.
        shares: The nodes that get new rows, the largest surplus first, then deficits.
        confusion: None where either has no labels.
        left: The new rows in no node, the farthest first.
        returns: Where edited copies are; None where the new samples are none.
    """

    layer: str
    sample: Int32
    row: Int32
    node: Int32
    node_ids: tuple[str, ...]
    answer: tuple[str, ...]
    nowhere: Counted
    own_nowhere: Counted
    spreads: tuple[LabelSpread, ...]
    shares: tuple[NodeShare, ...]
    confusion: Confusion | None
    left: tuple[LeftRow, ...]
    returns: Returns | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RowsOfSamples:
    """Vectors of a layer and the sample of each, shapes (n_rows, n_channels) and (n_rows,)."""

    vectors: Float32
    sample: Int32


@dataclass(frozen=True, slots=True)
class LeftSample:
    """A new sample that has rows in some layers and none of them in a node.

    ``layers`` are these layers, ``nearness`` is the mean over the rows in question, None where
    no node was in question.
    """

    sample: int
    layers: tuple[str, ...]
    nearness: float | None


@dataclass(frozen=True, slots=True)
class Repeated:
    """A new sample with the same content as one of the graph's own."""

    sample: int
    own: int


@dataclass(frozen=True, slots=True, eq=False)
class LeftSamples:
    """New samples that fit nowhere, and those that are no new ones.

    Attributes:
        left: Those in no node in most layers first, then the farthest.
        repeated: Copies of samples of the graph.
        sample: The samples that a page shows, ascending, shape (n,).
    """

    left: tuple[LeftSample, ...]
    repeated: tuple[Repeated, ...]
    sample: Int32


@dataclass(frozen=True, slots=True, eq=False)
class RowsLeft:
    """What of a layer's overlay says which samples fit nowhere."""

    sample: Int32
    left: tuple[LeftRow, ...]
