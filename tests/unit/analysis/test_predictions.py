"""What a network predicts for each sample, and whether that is its label."""

import numpy as np
import pytest

from topopress.analysis.predictions import predictions
from topopress.mapper.stages import NetworkClasses
from topopress.network.types import ClassOutputs
from topopress.samples.types import Labels

OUTPUTS = np.array([[0, 4, 0], [9, 0, 0], [0, 0, 0], [0, 1, 2]], np.float32)
CLASSES = NetworkClasses(("tabby cat", "dog", "owl"))


def found(labels, label, network=CLASSES, outputs=OUTPUTS):
    """Return the predictions for four samples."""
    return predictions(Labels(labels, np.array(label, np.int32)), network, ClassOutputs(outputs))


def test_the_class_of_the_largest_output_is_predicted():
    seen = found((), [-1] * 4)
    assert [seen.labels[k] for k in seen.label] == ["dog", "tabby cat", "tabby cat", "owl"]
    assert seen.uncertainty[2] == pytest.approx(1)
    assert seen.confidence[2] == pytest.approx(1 / 3)
    assert set(seen.numbers) == {"confidence", "uncertainty"}


def test_labels_are_compared_with_the_names_of_classes():
    seen = found(("Dog", "Tabby_cat"), [0, 0, 1, -1])
    np.testing.assert_equal(seen.correct, [1, 0, 1, np.nan])


def test_labels_that_are_no_classes_are_neither_right_nor_wrong():
    assert not len(found(("dog", "horse"), [0, 0, 1, -1]).correct)


@pytest.mark.parametrize("network", [None, NetworkClasses(())])
def test_without_names_of_classes_nothing_is_known(network):
    seen = found((), [-1] * 4, network, np.empty((4, 0), np.float32))
    assert seen.numbers == {}
    assert seen.labels == ()


def test_a_certain_probability_has_no_entropy():
    seen = found((), [-1] * 4, outputs=np.eye(3, dtype=np.float32)[[0, 1, 2, 0]])
    assert seen.uncertainty.tolist() == [0, 0, 0, 0]
    assert seen.confidence.tolist() == [1, 1, 1, 1]
