"""Records of what forms in the graphs of a network along its training."""

from dataclasses import dataclass

from topopress.core.arrays import Float64, Int32, Int64
from topopress.diagnosis.flow_types import GraphFlow, Neighbourhoods
from topopress.diagnosis.report_types import LayerSummary
from topopress.diagnosis.verdicts.types import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class LabelIslands:
    """The island of each label in a graph: see ``islands.py``.

    Attributes:
        share: Share of the label's rows that its largest region holds, shape (n_labels,).
        n_rows: Rows of the label in that region, shape (n_labels,).
        n_nodes: Nodes of the region, shape (n_labels,).
        node: The node of it with most rows of the label, -1 without any, shape (n_labels,).
        is_island: Whether the region is an island, shape (n_labels,), 1 or 0.
        by_chance: Islands of each label in graphs with labels exchanged at random, shape
            (n_draws, n_labels), 1 or 0.
        part_rows: Rows of each connected part with at least ten, the largest first, (n_parts,).
        held_by: The part that holds each label, -1 for none, shape (n_labels,).
    """

    share: Float64
    n_rows: Int64
    n_nodes: Int64
    node: Int64
    is_island: Int32
    by_chance: Int32
    part_rows: Int64
    held_by: Int64


@dataclass(frozen=True, slots=True)
class Island:
    """An island at a checkpoint; ``nodes`` are its nodes counted, ``node`` the largest of them."""

    label: str
    share: float
    nodes: int
    node: str


@dataclass(frozen=True, slots=True)
class FormedIsland:
    """A label with an island at a checkpoint and at all later ones, and with none just before.

    Attributes:
        label: The label.
        since: The checkpoint; the first one if there was an island all along.
        before: The checkpoint before; empty if there was an island all along.
        share_before: Share of the label's rows in its largest region then; 0 without one.
        share: The share at ``since``.
        last: The share at the last checkpoint.
    """

    label: str
    since: str
    before: str
    share_before: float
    share: float
    last: float


@dataclass(frozen=True, slots=True)
class LabelledPart:
    """A connected part of a graph with at least ten rows, and the labels that it holds."""

    n_rows: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepFigures:
    """A layer at a checkpoint.

    Attributes:
        figures: Measures of the layer and its graph; the name is that of the checkpoint.
        layer: Name under which the layer is published at the checkpoint.
        nodes: Nodes of the graph.
        parts: Connected parts of the graph with at least ten rows, the largest first.
        islands: The islands that are there, those with the largest share first.
        by_chance: Islands with labels exchanged at random, the mean number.
    """

    figures: LayerSummary
    layer: str
    nodes: int
    parts: tuple[LabelledPart, ...]
    islands: tuple[Island, ...]
    by_chance: float

    @property
    def is_apart(self) -> bool:
        """Whether two or more parts hold labels."""
        return sum(bool(part.labels) for part in self.parts) > 1


@dataclass(frozen=True, slots=True)
class LayerStory:
    """What forms in a layer.

    Attributes:
        layer: Its name in the network.
        steps: The layer at each checkpoint, in their order.
        apart: Place of the checkpoint from which on, at all of them, two or more parts hold
            labels; None if they do not at the last.
        formed: The islands that form and stay, in their order.
        partings: Between which checkpoints pairs of classes part, those confused most first.
        flows: What becomes of the nodes from each checkpoint to the next.
        neighbourhoods: How far neighbours of samples stay the same from each to the next.
    """

    layer: str
    steps: tuple[StepFigures, ...]
    apart: int | None
    formed: tuple[FormedIsland, ...]
    partings: tuple[Verdict, ...]
    flows: tuple[GraphFlow, ...]
    neighbourhoods: tuple[Neighbourhoods, ...]


@dataclass(frozen=True, slots=True)
class OwnAccuracy:
    """The network's own accuracy among the labels at a checkpoint, and its standard error."""

    checkpoint: str
    right: float
    error: float


@dataclass(frozen=True, slots=True)
class TrainingStory:
    """What forms along the training of a network.

    Attributes:
        checkpoints: Their names, in the order of training.
        n_samples: Samples that the measures are of.
        chance: Share of the commonest label; None without labels.
        own: The network's own accuracy at each checkpoint; empty where its answers are no labels.
        layers: In forward order.
    """

    checkpoints: tuple[str, ...]
    n_samples: int
    chance: float | None
    own: tuple[OwnAccuracy, ...]
    layers: tuple[LayerStory, ...]
