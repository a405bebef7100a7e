"""Nearest samples, outliers in a clump, near duplicates with the chance that was asked for."""

import numpy as np
import pytest

from topopress.diagnosis import nearest as nearest_module
from topopress.diagnosis.duplicates import dimension, groups_of, near_pairs
from topopress.diagnosis.failures import failing_nodes
from topopress.diagnosis.nearest import nearest
from topopress.diagnosis.outliers import mean_rank, n_neighbours, neighbourhood


def cloud(n=400, channels=8, seed=0):
    return np.random.default_rng(seed).normal(0, 1, (n, channels)).astype(np.float32)


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_nearest_are_those_of_all_distances_in_blocks(metric, monkeypatch):
    points = cloud(50)
    monkeypatch.setattr(nearest_module, "BLOCK", 7)
    found = nearest(points, 4, metric)
    if metric == "cosine":
        norms = points / np.linalg.norm(points, axis=1, keepdims=True)
        distance = 1 - norms.astype(float) @ norms.astype(float).T
    else:
        distance = np.linalg.norm(points[:, None] - points.astype(float), axis=2)
    np.fill_diagonal(distance, np.inf)
    assert np.array_equal(found.row, np.argsort(distance, axis=1, kind="stable")[:, :4])
    np.testing.assert_allclose(found.distance, np.sort(distance, axis=1)[:, :4], atol=1e-6)


def test_few_rows_have_fewer_neighbours():
    assert nearest(cloud(3), 10).row.shape == (3, 2)
    assert n_neighbours(2) == 1
    assert n_neighbours(1000) == 100
    assert n_neighbours(20_000) == 1000


def test_a_clump_of_outliers_is_found():
    points = cloud(400, 20) + np.array([6] * 10 + [0] * 10, np.float32)
    foreign = cloud(8, 20, seed=1) * 0.05 + np.array([0] * 10 + [5] * 10, np.float32)
    score = neighbourhood(np.concatenate([points, foreign]), 3)[1]
    assert set(np.argsort(-score)[:8]) == set(range(400, 408))


def test_mean_rank_is_from_0_to_1():
    ranks = mean_rank([np.array([3.0, 1, 2]), np.array([30.0, 10, 20])])
    assert ranks.tolist() == [1, 0, 0.5]


def test_false_pairs_are_as_few_as_asked():
    false = [(near_pairs(cloud(1000, 6, seed)).chance < 1e-3).sum() for seed in range(5)]
    assert np.mean(false) <= 2


def test_copies_are_found_in_groups():
    points = cloud(300)
    copies = points[:20] + 1e-4 * cloud(20, seed=1)
    all_points = np.concatenate([points, copies, points[:5], copies[:3] * 1.00001])
    pairs = near_pairs(all_points)
    kept = pairs.chance < 1e-3
    groups = groups_of(zip(pairs.first[kept].tolist(), pairs.second[kept].tolist(), strict=True))
    assert {frozenset(each) for each in groups} >= {frozenset({k, 300 + k}) for k in range(5, 20)}
    assert frozenset({0, 300, 320, 325}) in {frozenset(each) for each in groups}


def test_the_dimension_of_a_plane_is_two():
    plane = np.hstack([cloud(800, 2), np.zeros((800, 5), np.float32)])
    assert 1.7 < dimension(nearest(plane, 2)) < 2.3


def test_copies_of_one_point_have_a_dimension():
    assert dimension(nearest(np.ones((20, 3), np.float32), 2)) == 1.0


def test_groups_join_pairs_that_share_a_row():
    assert groups_of([(4, 2), (7, 8), (2, 9)]) == [(2, 4, 9), (7, 8)]


def test_a_node_in_which_the_network_errs_is_named():
    correct = np.ones(200, np.float32)
    correct[:15] = 0
    correct[100:104] = 0
    correct[199] = np.nan
    offsets = np.array([0, 20, 60, 63], np.int64)
    members = np.array([*range(20), *range(90, 130), 0, 1, 2], np.int32)
    (found,) = failing_nodes(offsets, members, np.arange(200, dtype=np.int32), correct)
    assert (found.node, found.samples, found.errors) == (0, 20, 15)
    assert found.low > found.elsewhere
    assert round(found.elsewhere, 4) == round(4 / 179, 4)


def test_no_node_is_named_where_errors_are_everywhere():
    correct = (np.arange(200) % 4 > 0).astype(np.float32)
    offsets = np.arange(0, 201, 10)
    rows = np.arange(200, dtype=np.int32)
    assert failing_nodes(offsets, rows, rows, correct) == []
