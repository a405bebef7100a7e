"""The comparison of two networks over the same samples."""

from dataclasses import dataclass
from typing import Literal

from topopress.core.arrays import Float64
from topopress.diagnosis.flow_types import GraphFlow, Neighbourhoods
from topopress.diagnosis.joint.types import JointGraph
from topopress.diagnosis.verdicts.types import Verdict

Measure = Literal["cka", "procrustes", "neighbours", "merge_order", "nodes"]
MEASURES: tuple[Measure, ...] = ("cka", "procrustes", "neighbours", "merge_order", "nodes")


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """One measure of all pairs of layers, those of the first network before those of the second.

    Attributes:
        measure: The measure.
        values: Shape (n_layers, n_layers) of both networks together, symmetric.
        zero: The same measure of the last layers with the rows of one exchanged at random.
        spread: Largest difference between two halves of the rows, for the last layers; None where
            it was not measured.
    """

    measure: Measure
    values: Float64
    zero: float
    spread: float | None


@dataclass(frozen=True, slots=True)
class ClassAnswers:
    """What two networks make of the samples of one label.

    Attributes:
        name: The label.
        n_samples: Samples that have it.
        first: Share for which the first network is right; None where its answers are unknown.
        second: The same of the second.
        agree: Share for which both give the same answer.
        neighbours: Common nearest neighbours in the last layers, on average.
    """

    name: str
    n_samples: int
    first: float | None
    second: float | None
    agree: float | None
    neighbours: float | None


@dataclass(frozen=True, slots=True, eq=False)
class NetworkComparison:
    """Two networks over the same samples.

    Attributes:
        n_samples: Samples that both have and that were compared.
        first: Layers of the first network, in forward order.
        second: Layers of the second.
        matrices: One for each measure.
        verdicts: What rules say.
        agreement: Share of the samples that get the same answer; None where one has no answers.
        classes: By label.
        flow: What becomes of the nodes of the first network's last layer in that of the second.
        neighbourhoods: How far neighbours are the same in the last layers.
        joint: The graph of the rows of both last layers; None where there is none.
        untested: What was not tested, by names that the page has sentences for.
    """

    n_samples: int
    first: tuple[str, ...]
    second: tuple[str, ...]
    matrices: tuple[Matrix, ...]
    verdicts: tuple[Verdict, ...]
    agreement: float | None
    classes: tuple[ClassAnswers, ...]
    flow: GraphFlow
    neighbourhoods: Neighbourhoods
    joint: JointGraph | None
    untested: tuple[str, ...]
