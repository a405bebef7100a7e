"""What the page of a class shows."""

from dataclasses import dataclass
from typing import Literal

from topopress.diagnosis.class_relations import Beside, Relation


@dataclass(frozen=True, slots=True)
class ClassNode:
    """A node that speaks for a class.

    Attributes:
        node: Number of the node in its layer.
        members: Members of the class.
        size: Members that have a class.
        attribution: Mean class attribution of its nearest exemplars, in logits above the mean of
            all classes; None where it is unknown or not among the node's strongest.
        logit_share: The same as a share of the logit that the network gives their samples.
        exemplars: Those of its exemplars that are of the class, by their number in the layer.
    """

    node: int
    members: int
    size: int
    attribution: float | None
    logit_share: float | None
    exemplars: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClassLayer:
    """A class in one layer; ``own`` is None where no node has members of it."""

    own: Beside | None
    nodes: tuple[ClassNode, ...]


@dataclass(frozen=True, slots=True)
class OtherClass:
    """Another class in the nodes of a class, layer by layer.

    ``relation`` is that in the last layer, and in all from the layer ``since`` on.
    """

    name: str
    layers: tuple[Beside | None, ...]
    relation: Relation
    since: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A sample of a class that the network answers with another one."""

    sample: int
    answer: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """Everything that the page of a class shows, but for pictures.

    Attributes:
        name: The label, or the name of the network's class.
        source: Whether samples are of the class by their label or by the network's answer.
        samples: How many samples these are.
        total: Samples that have a label, or an answer.
        right: Samples with this label and answer; None where the label is no class of the network.
        answered: Samples with this answer; None as well.
        counted: Of the samples with the label, the commonest answers, or of those with the answer,
            the commonest labels, with their numbers.
        layers: The class in each layer, in forward order.
        others: Other classes: those that the network answers, then those that share its nodes most.
        failed: Samples with another answer, the most confident answers first; a few.
    """

    name: str
    source: Literal["label", "answer"]
    samples: int
    total: int
    right: int | None
    answered: int | None
    counted: tuple[tuple[str, int], ...]
    layers: tuple[ClassLayer, ...]
    others: tuple[OtherClass, ...]
    failed: tuple[Failed, ...]
