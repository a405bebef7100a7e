"""Figures of classes on planted graphs and answers."""

import numpy as np
import pytest

from topopress.analysis.predictions import predictions
from topopress.bundle.class_figures import Answers, LayerRecords, class_figures
from topopress.mapper.stages import NetworkClasses
from topopress.network.types import ClassOutputs
from topopress.samples.types import Labels
from topopress.visuals.types import Attribution, ExemplarRows
from unit.diagnosis.test_class_counts import graph

CLASSES = ("ant", "bee", "cow")
# Ten samples of each of two labels; two of the bees are answered with the ant.
LABELS = Labels(("Ant", "bee"), np.repeat([0, 1], 10).astype(np.int32))
OUTPUTS = np.zeros((20, 3), np.float32)
OUTPUTS[:12, 0], OUTPUTS[12:, 1] = 4, 6
OUTPUTS[11, 0] = 9


def answers(labels=LABELS):
    network = NetworkClasses(CLASSES)
    return Answers(CLASSES, predictions(labels, network, ClassOutputs(OUTPUTS)), OUTPUTS)


def layer(nodes, attribution=None):
    """Return a layer with one row for each sample, whose exemplars are the first two members."""
    rows = np.concatenate([node[:2] for node in nodes]).astype(np.int32)
    exemplars = ExemplarRows(
        offsets=np.arange(len(nodes) + 1) * 2,
        kind=np.zeros(len(rows), np.uint8),
        row=rows,
        similarity=np.ones(len(rows)),
    )
    return LayerRecords(graph(nodes), np.arange(30, dtype=np.int32), exemplars, attribution)


MIXED = layer([[*range(0, 20, 2)], [*range(1, 20, 2)]])
PARTED = layer(
    [[*range(10)], [*range(10, 20)]],
    Attribution(
        offsets=np.array([0, 2, 3]),
        output=np.array([0, 1, 1], np.int32),
        value=np.array([1.5, -0.5, 2], np.float32),
        exemplar_output=np.empty(0, np.int32),
        exemplar_value=np.empty(0, np.float32),
        agreement=1.0,
        way="forward mode",
    ),
)


def found(least=5, labels=LABELS, given=None):
    return class_figures(labels, given or answers(labels), [MIXED, PARTED], least)


def test_labels_and_answers_of_the_network():
    ant, bee = found()
    assert (ant.samples, ant.right, ant.answered) == (10, 10, 12)
    assert (bee.samples, bee.right, bee.answered) == (10, 8, 8)
    assert bee.counted == (("bee", 8), ("ant", 2))
    assert [(one.sample, one.answer) for one in bee.failed] == [(11, "ant"), (10, "ant")]


def test_purity_through_the_layers():
    ant, _ = found()
    assert [layer.own.share for layer in ant.layers] == [0.5, 1]
    (other,) = ant.others
    assert (other.name, other.relation, other.since) == ("bee", "neither", 0)


def test_nodes_that_speak_for_a_class():
    _, bee = found()
    (node,) = [one for one in bee.layers[1].nodes if one.members]
    assert (node.node, node.members, node.size, node.attribution) == (1, 10, 10, 2)
    # The logits of samples 10 and 11 above the mean of their classes.
    assert node.logit_share is None
    assert node.exemplars == (2, 3)
    ant, _ = found()
    first = ant.layers[1].nodes[0]
    assert first.logit_share == pytest.approx(1.5 / (4 - 4 / 3))


def test_answers_that_are_no_labels_are_classes_too():
    rest = Labels(("first half",), np.zeros(20, np.int32))
    half, ant, bee = found(labels=rest)
    assert (half.source, half.right) == ("label", None)
    assert half.counted == (("ant", 12), ("bee", 8))
    assert (ant.name, ant.source, ant.samples, ant.total) == ("ant", "answer", 12, 20)
    assert ant.counted == (("first half", 12),)
    assert bee.failed == ()


def test_small_classes_have_no_page():
    rest = Labels((), np.full(20, -1, np.int32))
    assert [one.name for one in found(9, rest)] == ["ant"]
    assert [one.name for one in found(13, rest)] == []


def test_labels_without_a_network():
    ant, bee = class_figures(LABELS, None, [PARTED], 5)
    assert (ant.right, ant.counted, ant.failed) == (None, (), ())
    assert bee.layers[0].nodes[0].attribution is None


def test_classes_are_apart_from_a_layer_on():
    halves = Labels(("a", "b"), np.repeat([0, 1], 15).astype(np.int32))
    mixed = layer([[*range(0, 30, 2)], [*range(1, 30, 2)]])
    parted = layer([[*range(15)], [*range(15, 30)]])
    one, _ = class_figures(halves, None, [mixed, parted, parted], 5)
    (other,) = one.others
    assert (other.relation, other.since) == ("apart", 1)
    one, _ = class_figures(halves, None, [parted, parted, mixed], 5)
    assert one.others[0].relation == "neither"
