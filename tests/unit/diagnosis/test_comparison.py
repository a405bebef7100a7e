"""Comparisons of networks whose relation is known."""

import numpy as np
import pytest

from topopress.core.progress import SILENT
from topopress.diagnosis.common_rows import LayerNodes
from topopress.diagnosis.compared_networks import ComparedNetwork, common_samples, compare
from topopress.diagnosis.types import NodeMembers, SampleMeans
from topopress.diagnosis.verdicts.two_networks import rarer_classes

N, WIDTH = 400, 16
NAMES = ("a", "b", "c", "d")
LABEL = (np.arange(N) % 4).astype(np.int32)
IDS = tuple(f"s{k:03d}" for k in range(N))


def rows(seed, noise=1.0):
    """Return two layers: noise, then classes that lie apart."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(1).normal(size=(4, WIDTH)) * 4
    return rng.normal(size=(N, WIDTH)), centres[LABEL] + noise * rng.normal(size=(N, WIDTH))


def nodes(groups) -> LayerNodes:
    """Return a graph with one node for each number; each sample has one row."""
    order = np.argsort(groups, kind="stable").astype(np.int32)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(groups))]).astype(np.int64)
    place = np.arange(len(offsets) - 1, dtype=np.int32)
    graph = NodeMembers(place, np.zeros_like(place), offsets, order)
    return LayerNodes(graph, np.arange(len(groups), dtype=np.int32))


def network(first, last, said=LABEL, ids=IDS, groups=LABEL):
    everyone = np.arange(N, dtype=np.int32)
    means = {
        "first": SampleMeans(everyone, first.astype(np.float32)),
        "last": SampleMeans(everyone, last.astype(np.float32)),
    }
    graphs = {"first": nodes(np.arange(len(ids)) % 7), "last": nodes(groups)}
    return ComparedNetwork(means, graphs, ids, said)


def found(one, other, most=1000):
    return compare(one, other, names=NAMES, label=LABEL, most=most, seed=0, progress=SILENT)


def rule(one, other):
    return [each.rule for each in found(one, other).verdicts]


FIRST, LAST = rows(0)
TURN = np.linalg.qr(np.random.default_rng(2).normal(size=(WIDTH, WIDTH)))[0]
ORDER = np.random.default_rng(3).permutation(WIDTH)
SCALE = np.geomspace(0.1, 10, WIDTH)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (LAST, ["permuted"]),
        (LAST[:, ORDER], ["permuted"]),
        (LAST[:, ORDER] * SCALE, ["rescaled"]),
        (LAST @ TURN * 2, ["rotated"]),
        (LAST.astype(np.float16), ["permuted"]),
        (rows(5)[1], ["same_up_to_the_seed"]),
        (rows(5)[0], []),
    ],
    ids=["equal", "permuted", "rescaled", "rotated", "half precision", "seed", "stranger"],
)
def test_the_relation_of_two_networks(other, said):
    assert rule(network(FIRST, LAST), network(FIRST, other)) == said


def test_merged_classes_are_seen_in_the_answers():
    merged = np.where(LABEL == 3, 2, LABEL).astype(np.int32)
    (verdict,) = found(network(FIRST, LAST), network(FIRST, rows(5)[1], merged)).verdicts
    assert (verdict.rule, verdict.of["classes"]) == ("same_but_classes", "d")
    assert verdict.figures["agreement"] == 0.75
    assert rarer_classes(LABEL, LABEL, NAMES) == ()


def test_without_answers_nothing_is_said_of_seeds():
    unknown = network(FIRST, rows(5)[1], np.empty(0, np.int32))
    comparison = found(network(FIRST, LAST), unknown)
    assert comparison.verdicts == ()
    assert comparison.agreement is None
    assert "no_answers" in comparison.untested


def test_layers_of_different_sizes_can_be_compared():
    comparison = found(network(FIRST, LAST), network(FIRST[:, :5], LAST[:, :9]))
    assert comparison.verdicts == ()
    assert "other_size" in comparison.untested
    assert "no_joint" in comparison.untested, "no settings of a graph are given"


def test_matrices_have_a_zero_line_and_both_networks():
    comparison = found(network(FIRST, LAST), network(*rows(5)))
    by_name = {one.measure: one for one in comparison.matrices}
    assert list(by_name) == ["cka", "procrustes", "neighbours", "merge_order", "nodes"]
    for one in by_name.values():
        assert one.values.shape == (4, 4)
        np.testing.assert_array_equal(one.values, one.values.T)
        assert one.values[1, 3] > one.zero + 0.05 or one.measure == "merge_order"
    assert abs(by_name["cka"].zero) < 0.05
    assert abs(by_name["merge_order"].zero) < 0.2
    assert by_name["cka"].spread < 0.1
    assert by_name["nodes"].values[1, 3] == 1
    assert by_name["nodes"].values[0, 1] < 0.3
    assert by_name["nodes"].zero < 0.3
    assert by_name["nodes"].spread is None


def test_samples_are_matched_by_their_ids():
    order = np.random.default_rng(4).permutation(N)
    ids = tuple(IDS[k] for k in order)
    other = network(FIRST[order], LAST[order], LABEL[order], ids, LABEL[order])
    mine, theirs = common_samples(network(FIRST, LAST), other)
    assert [IDS[k] for k in mine] == [other.ids[k] for k in theirs]
    comparison = found(network(FIRST, LAST), other, most=300)
    assert comparison.n_samples == 300
    assert comparison.agreement == 1
    assert comparison.flow.matched == 1
    assert comparison.flow.n_rows == N, "all samples, however few are drawn for vectors"
    assert [one.rule for one in comparison.verdicts] == ["permuted"]


def test_classes_whose_neighbours_changed_come_first():
    moved = rows(5)[1]
    moved[LABEL == 1] = np.random.default_rng(6).normal(size=(N // 4, WIDTH)) * 3
    comparison = found(network(FIRST, LAST), network(FIRST, LAST + 0.01 * moved))
    assert {one.name for one in comparison.classes} == set(NAMES)
    kept = [one.neighbours for one in comparison.classes]
    assert kept == sorted(kept)
    assert all(one.first == one.second == 1 for one in comparison.classes)


def test_a_node_of_one_network_that_splits_in_the_other():
    apart = np.where((LABEL == 3) & (np.arange(N) < 180), 4, LABEL)
    comparison = found(network(FIRST, LAST), network(FIRST, rows(5)[1], groups=apart))
    (change,) = comparison.flow.changes
    assert (change.kind, change.node.nodes, change.moved) == ("splits", ("i3c0",), 45)
    assert change.node.label == "d"
    back = found(network(FIRST, LAST, groups=apart), network(FIRST, rows(5)[1]))
    assert [one.kind for one in back.flow.changes] == ["merges"]
    assert [one.rule for one in comparison.verdicts] == ["same_up_to_the_seed"]


def test_samples_that_moved_are_told_by_the_samples_of_the_first():
    moved = LAST.copy()
    moved[10] = LAST[11]
    comparison = found(network(FIRST, LAST), network(FIRST, moved))
    first = comparison.neighbourhoods.samples[0]
    assert (first.sample, first.label) == (10, NAMES[LABEL[10]])
    assert first.like_before == 1
    assert first.like_after == 0
