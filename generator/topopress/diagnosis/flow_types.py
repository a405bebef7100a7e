"""Records of the flow of rows between the nodes of two graphs, and of samples that moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ChangeKind = Literal["splits", "merges", "dissolves"]
CHANGES: tuple[ChangeKind, ...] = ("splits", "merges", "dissolves")


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Some rows of a graph.

    Attributes:
        nodes: The nodes that hold them, the one with most of them first.
        n_rows: How many they are.
        label: Their commonest label; empty where none has one.
        share: Share of them that have it.
        samples: Some of their samples, those with most rows first.
    """

    nodes: tuple[str, ...]
    n_rows: int
    label: str
    share: float
    samples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NodeChange:
    """What becomes of a node's rows.

    Attributes:
        kind: ``splits`` and ``dissolves`` are of a node of the first graph, by its rows in the
            second; ``merges`` of a node of the second, by its rows in the first.
        node: The node with its rows.
        parts: The parts of the other graph that hold its rows, the largest first.
        moved: Rows outside the largest part; of a node that dissolves, rows in no part.
        in_no_node: Rows of the node that are in no node of the other graph.
    """

    kind: ChangeKind
    node: RowGroup
    parts: tuple[RowGroup, ...]
    moved: int
    in_no_node: int


@dataclass(frozen=True, slots=True)
class GraphFlow:
    """What becomes of the nodes of one graph in another one over the same rows.

    Attributes:
        first: Layer of the first graph.
        second: Layer of the second.
        n_rows: Rows that both have.
        in_no_node: Share of the rows in a node of the first that are in none of the second.
        judged: Nodes of either graph that have enough rows.
        found: Number of changes of each kind.
        by_chance: The same with the rows of the second graph exchanged at random.
        matched: Similarity of the graphs by their matched nodes; 1 for the same nodes.
        matched_by_chance: The same with the rows exchanged.
        changes: Those with the most rows moved of each kind.
    """

    first: str
    second: str
    n_rows: int
    in_no_node: float
    judged: tuple[int, int]
    found: Mapping[ChangeKind, int]
    by_chance: Mapping[ChangeKind, int]
    matched: float
    matched_by_chance: float
    changes: tuple[NodeChange, ...]


@dataclass(frozen=True, slots=True)
class MovedSample:
    """A sample with other nearest neighbours in another layer.

    Attributes:
        sample: The sample.
        label: Its label; empty for none.
        kept: Share of its nearest neighbours that are the same.
        like_before: Share of those in the first layer that have its label; None without a label.
        like_after: The same in the second.
    """

    sample: int
    label: str
    kept: float
    like_before: float | None
    like_after: float | None


@dataclass(frozen=True, slots=True)
class MovedClass:
    """The samples of a label: how many, and the mean share of neighbours that are the same."""

    label: str
    n_samples: int
    kept: float


@dataclass(frozen=True, slots=True)
class Neighbourhoods:
    """How far the neighbours of samples are the same in two layers.

    Attributes:
        first: The one layer.
        second: The other.
        kept: Mean share of the nearest neighbours that are the same.
        classes: By label, the least kept first.
        samples: Those that moved most.
    """

    first: str
    second: str
    kept: float
    classes: tuple[MovedClass, ...]
    samples: tuple[MovedSample, ...]
