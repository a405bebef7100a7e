"""What the members of a class see in their nodes, beside chance."""

import numpy as np
import pytest

from topopress.diagnosis.class_counts import class_counts
from topopress.diagnosis.class_relations import Beside, relation_from
from topopress.mapper.types import MapperGraph
from topopress.samples.types import Labels


def graph(nodes):
    """Return a graph whose nodes have the given rows."""
    offsets = np.cumsum([0, *map(len, nodes)])
    nothing = np.empty(0, np.int32)
    return MapperGraph(
        lens=np.zeros(1),
        intervals=(),
        eps=np.empty(0),
        node_interval=np.arange(len(nodes), dtype=np.int32),
        node_cluster=np.zeros(len(nodes), np.int32),
        member_offsets=offsets,
        members=np.concatenate([np.empty(0), *nodes]).astype(np.int32),
        edges=np.empty((0, 2), np.int32),
        shared=nothing,
        jaccard=np.empty(0),
    )


LABELS = Labels(("cat", "dog", "owl"), np.array([0, 0, 0, 1, 1, 2, -1], np.int32))
NODES = graph([[0, 1, 3], [2, 3, 4, 6], [6]])


def found():
    return class_counts(NODES, np.arange(7, dtype=np.int32), LABELS)


def test_a_worked_example():
    counts = found()
    assert counts.size.tolist() == [3, 3, 0]
    assert [each.tolist() for each in counts.nodes_of(0)] == [[0, 1], [2, 1]]
    # Two cats see 2 of 3 cats, one sees 1 of 3.
    assert counts.beside(0) == pytest.approx([(2 * 2 / 3 + 1 / 3) / 3, (2 / 3 + 2 / 3) / 3, 0])
    assert counts.beside(1).sum() == pytest.approx(1)
    assert np.isnan(counts.beside(2)).all()
    # A cat is a third of its node; of the other five samples two are cats.
    assert counts.chance(0)[:2] == pytest.approx([1 / 3 + 2 / 3 * 2 / 5, 2 / 3 * 2 / 5])


def test_chance_is_what_exchanged_labels_give():
    rng = np.random.default_rng(0)
    sample = np.repeat(np.arange(60), 3).astype(np.int32)
    nodes = graph([np.sort(rng.choice(180, size, replace=False)) for size in (30, 8, 60, 12, 90)])
    given = np.repeat([0, 1, 2], [12, 18, 30]).astype(np.int32)
    own = class_counts(nodes, sample, Labels(("a", "b", "c"), given))
    drawn = []
    for _ in range(1500):
        counts = class_counts(nodes, sample, Labels(("a", "b", "c"), rng.permutation(given)))
        drawn.append([counts.beside(k) for k in range(3)])
    expected = np.mean(drawn, axis=0)
    # The share of its own sample differs a little from class to class.
    assert np.array([own.chance(k) for k in range(3)]) == pytest.approx(expected, abs=0.02)


def test_labels_that_nobody_has_and_graphs_without_nodes():
    empty = class_counts(graph([]), np.arange(7, dtype=np.int32), LABELS)
    assert [len(empty.nodes_of(k)[0]) for k in range(3)] == [0, 0, 0]
    unlabelled = Labels((), np.full(7, -1, np.int32))
    assert len(class_counts(NODES, np.arange(7, dtype=np.int32), unlabelled).samples) == 0


def layers(*pairs, members=100):
    return [Beside(share, chance, members) for share, chance in pairs]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (layers((0.1, 0.1), (0.04, 0.1), (0.0, 0.1)), ("apart", 1)),
        (layers((0.04, 0.1), (0.1, 0.1), (0.0, 0.1)), ("apart", 2)),
        (layers((0.3, 0.1), (0.2, 0.1), (0.5, 0.1)), ("together", 0)),
        (layers((0.1, 0.1), (0.1, 0.1)), ("neither", 0)),
        (layers((0.0, 0.1), members=40), ("neither", 0)),
        (layers((0.5, 0.01), members=9), ("neither", 0)),
    ],
)
def test_apart_and_together_from_a_layer_on(given, said):
    assert relation_from(given) == said
