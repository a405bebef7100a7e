"""What a network predicts for each sample: a class, how likely, and whether it is the label."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Int32
from topopress.mapper.stages import NetworkClasses
from topopress.network.label_classes import plain_name
from topopress.network.types import ClassOutputs
from topopress.samples.types import Labels


@dataclass(frozen=True, slots=True, eq=False)
class Predictions(Labels):
    """The class of the largest output of each sample, as a label, and figures of the outputs.

    Without a network that has classes, all arrays are empty.

    Attributes:
        confidence: Probability of that class, shape (n_samples,).
        uncertainty: Entropy of the probabilities, from 0 to 1, shape (n_samples,).
        correct: 1 where the class is the sample's label, else 0; NaN without a label. Empty where
            not every label is the name of a class.
    """

    confidence: Float32
    uncertainty: Float32
    correct: Float32

    @property
    def numbers(self) -> dict[str, Float32]:
        """The figures by their names, without those that are unknown."""
        figures = {
            "confidence": self.confidence,
            "correctness": self.correct,
            "uncertainty": self.uncertainty,
        }
        return {name: values for name, values in figures.items() if len(values)}


def predictions(
    labels: Labels, network: NetworkClasses | None, outputs: ClassOutputs
) -> Predictions:
    """Return what a network predicts for each sample, given its outputs.

    Labels and classes are compared by their names, without regard to case and with spaces for
    underscores.
    """
    from topopress.mapper.head import confidence, entropy

    given, classes = outputs.outputs, () if network is None else network.classes
    nothing = np.empty(0, np.float32)
    if len(classes) != given.shape[1] or not classes:
        return Predictions((), np.empty(0, np.int32), nothing, nothing, nothing)
    largest = given.argmax(axis=1)
    names = tuple(sorted({classes[k] for k in np.unique(largest).tolist()}))
    place = {name: k for k, name in enumerate(names)}
    predicted = np.array([place[classes[k]] for k in largest.tolist()], np.int32)
    return Predictions(
        names,
        predicted,
        confidence(given).astype(np.float32),
        entropy(given).astype(np.float32),
        _correct(labels, names, predicted, classes),
    )


def _correct(
    labels: Labels, names: tuple[str, ...], predicted: Int32, classes: tuple[str, ...]
) -> Float32:
    known = set(map(plain_name, classes))
    if not labels.labels or not known.issuperset(map(plain_name, labels.labels)):
        return np.empty(0, np.float32)
    # A label of -1 is the last of these, which no class has.
    wanted = np.array([*map(plain_name, labels.labels), ""])[labels.label]
    same = wanted == np.array([*map(plain_name, names)])[predicted]
    return np.where(labels.label < 0, np.nan, same).astype(np.float32)
