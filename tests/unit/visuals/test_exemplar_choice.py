from itertools import pairwise

import numpy as np
import pytest

from graphs import made_graph
from topopress.activations.types import Rows
from topopress.analysis.nodes.types import NodeStatistics
from topopress.config.visuals import Visuals
from topopress.network.types import LayerInfo
from topopress.visuals.exemplar_choice import candidates, choose, nearest, of_each_label, spread
from topopress.visuals.types import KINDS


def matrix_of(angles, samples):
    vectors = np.stack([np.cos(angles), np.sin(angles)], 1).astype(np.float32)
    position = np.array([[k % 4, k // 4 % 4] for k in range(len(angles))], np.int32)
    return Rows(
        LayerInfo.of_map("layer", 2, 4, 4), vectors, np.array(samples, np.int32), "cell", position
    )


def graph_of(*nodes):
    return made_graph(nodes, lens=np.empty(0), node_cluster=np.arange(len(nodes), dtype=np.int32))


def statistics_of(means):
    none, some = np.empty(0), np.empty(0, np.int32)
    mean = np.array(means, np.float32)
    return NodeStatistics(
        mean, none, none, none, none, some, np.empty(0, np.int64), some, some, mean
    )


def direction_of(members):
    vectors = members.vectors[members.row].astype(float)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def members_of(angles, samples=None, labels=None, mean=(1, 0)):
    samples = list(range(len(angles))) if samples is None else samples
    labels = np.full(max(samples) + 1, -1) if labels is None else np.array(labels)
    rows = np.arange(len(angles), dtype=np.int32)
    return candidates(
        matrix_of(angles, samples), rows, np.array(mean, np.float32), labels.astype(np.int32)
    )


def test_the_nearest_come_first():
    members = members_of([0.3, 0.1, -0.2, 0.0])
    places = nearest(members, 3)
    assert places.tolist() == [3, 1, 2]
    np.testing.assert_allclose(members.similarity[places], np.cos([0.0, 0.1, 0.2]), atol=1e-6)


def test_one_row_of_each_sample_while_there_are_enough():
    assert nearest(members_of([0.0, 0.1, 0.2, 0.3], [7, 7, 8, 9]), 3).tolist() == [0, 2, 3]


def test_too_few_samples_are_filled_up_and_stay_in_order():
    assert nearest(members_of([0.0, 0.1, 0.2, 0.3], [7, 7, 7, 9]), 3).tolist() == [0, 1, 3]


def test_ties_go_to_the_smaller_row():
    assert nearest(members_of([0.2, 0.0, -0.2, 0.0]), 4).tolist() == [1, 3, 0, 2]


def test_vectors_and_means_of_zero_have_similarity_zero():
    members = members_of([0.0, 1.0], mean=(0, 0))
    assert members.similarity.tolist() == [0, 0]


def test_the_spread_goes_to_the_ends_and_then_between():
    # From the mean at 0: the far end, the other end, then the middle of the wider gap.
    members = members_of([0.0, 0.1, 0.5, 0.9, -0.7, 0.2])
    assert spread(members, 4).tolist() == [0, 3, 4, 2]


def test_the_spread_takes_new_samples_first():
    members = members_of([0.0, 0.9, 0.1, -0.2], [0, 0, 1, 1])
    assert spread(members, 2).tolist() == [0, 3]
    assert spread(members, 9).tolist() == [0, 3, 1, 2]


def test_the_spread_is_no_nearer_than_the_last_of_the_nearest():
    rng = np.random.default_rng(3)
    for _ in range(20):
        members = members_of(rng.uniform(-1.5, 1.5, 30))
        chosen = direction_of(members)[spread(members, 6)]
        gaps = 1 - chosen @ chosen.T + 2 * np.eye(6)
        rest = 1 - direction_of(members) @ chosen.T
        # Greedy farthest points: nothing left over is farther from them than they are apart.
        assert rest.min(axis=1).max() <= gaps.min() + 1e-12


@pytest.mark.parametrize("choice", [nearest, spread])
def test_no_more_than_asked_for_and_than_there_are(choice):
    members = members_of([0.0, 1.0, 0.5])
    assert [len(choice(members, count)) for count in (0, 1, 2, 3, 9)] == [0, 1, 2, 3, 3]
    assert sorted(choice(members, 9)) == [0, 1, 2]


def test_equal_vectors_can_be_spread():
    assert spread(members_of([0.4, 0.4, 0.4]), 3).tolist() == [0, 1, 2]


def test_the_nearest_of_each_label_by_frequency():
    members = members_of([0.3, 0.2, 0.1, 0.6, 0.5], labels=[2, 2, 1, 0, 1])
    # Labels 1 and 2 are equally frequent; the smaller comes first, and 0 last.
    assert of_each_label(members, 6).tolist() == [2, 1, 3]
    assert of_each_label(members, 2).tolist() == [2, 1]


def test_one_label_alone_is_no_kind_of_its_own():
    assert of_each_label(members_of([0.1, 0.2], labels=[4, 4]), 6).tolist() == []
    assert of_each_label(members_of([0.1, 0.2], labels=[4, -1]), 6).tolist() == []


def test_all_nodes_kind_by_kind():
    matrix = matrix_of([0.0, 0.4, -0.3, 0.1], [0, 1, 2, 3])
    settings = Visuals(exemplars=2, spread_exemplars=2, label_exemplars=2)
    labels = np.array([0, 1, 0, -1], np.int32)
    chosen = choose(
        matrix, graph_of([0, 1, 2], [1, 3]), statistics_of([[1, 0], [1, 0]]), labels=labels,
        settings=settings,
    )  # fmt: skip
    of = {
        (node, kind): chosen.row[chosen.of_kind(node, kind)].tolist()
        for node in (0, 1)
        for kind in KINDS
        if kind != "member"  # of a graph without vectors
    }
    assert of == {
        (0, "nearest"): [0, 2], (0, "spread"): [0, 1], (0, "label"): [0, 1],
        (1, "nearest"): [3, 1], (1, "spread"): [3, 1], (1, "label"): [],
    }  # fmt: skip
    assert all(chosen.kind[a:b].tolist() == sorted(chosen.kind[a:b])
               for a, b in pairwise(chosen.offsets))  # fmt: skip
