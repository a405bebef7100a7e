"""Measures of layers on made-up rows whose answers are known."""

import numpy as np
import pytest

from topopress.diagnosis.measures.channel_match import matched_channels
from topopress.diagnosis.measures.neighbours import overlap, two_nn
from topopress.diagnosis.measures.paired import Difference, difference
from topopress.diagnosis.measures.probe import folds, probed
from topopress.diagnosis.measures.ridge import fitted
from topopress.diagnosis.measures.similarity import debiased_cka, linear_r2, procrustes
from topopress.diagnosis.measures.spectrum import spectrum
from topopress.diagnosis.nearest import nearest

RNG = np.random.default_rng(0)
ROWS = RNG.normal(size=(600, 12))
TURN = np.linalg.qr(RNG.normal(size=(12, 12)))[0]


def test_a_probe_reads_what_is_linear_and_nothing_else():
    label = (ROWS[:, 0] > 0).astype(np.int32)
    fold = folds(len(ROWS), np.random.default_rng(1))
    assert (probed(ROWS, label, fold) == label).mean() > 0.95
    exchanged = RNG.permutation(label)
    assert (probed(ROWS, exchanged, fold) == exchanged).mean() < 0.6
    ring = (np.hypot(ROWS[:, 0], ROWS[:, 1]) > 1.18).astype(np.int32)
    assert (probed(ROWS, ring, fold) == ring).mean() < 0.6


def test_the_dual_form_gives_the_same_map():
    few = ROWS[:10]
    wide = np.hstack([few, RNG.normal(size=(10, 30))])
    targets = RNG.normal(size=(10, 2))
    dual = fitted(wide, targets, penalty=0.1)
    standard = (wide - dual.mean) / dual.deviation
    gram = standard.T @ standard + 0.1 * 10 * np.eye(42)
    primal = np.linalg.solve(gram, standard.T @ (targets - targets.mean(0)))
    np.testing.assert_allclose(dual.weights, primal, atol=1e-10)


def test_differences_are_paired():
    first, second = np.array([1, 1, 1, 0], bool), np.array([1, 0, 1, 0], bool)
    found = difference(first, second)
    assert (found.value, found.n_rows) == (0.25, 4)
    assert found.error == pytest.approx(np.std([0, 1, 0, 0]) / 2)
    assert Difference(-0.01, 0.007, 200).at_most == 0.015, "less than 0 is chance"
    same = difference(np.ones(1000, bool), np.ones(1000, bool))
    assert (same.value, same.error, same.at_most) == (0, 0, 0.003)


def test_overlap_is_the_share_of_common_neighbours():
    first = np.array([[1, 2], [0, 2], [0, 1]], np.int32)
    second = np.array([[2, 1], [3, 0], [3, 4]], np.int32)
    np.testing.assert_array_equal(overlap(first, second), [1, 0.5, 0])


@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_the_dimension_is_that_of_the_rows(dimension):
    rows = RNG.normal(size=(1000, dimension)) @ RNG.normal(size=(dimension, 20))
    assert two_nn(nearest(rows, 2).distance) == pytest.approx(dimension, rel=0.15)


def test_equal_rows_do_not_count_for_the_dimension():
    rows = RNG.normal(size=(500, 3))
    twice = np.concatenate([rows, rows[:200]])
    once = two_nn(nearest(rows, 10).distance)
    assert two_nn(nearest(twice, 10).distance) == pytest.approx(once, rel=0.15)
    assert two_nn(nearest(np.zeros((50, 3)), 10).distance) == 0


def test_similarities_do_not_see_a_rotation():
    turned = 3 * ROWS @ TURN
    assert debiased_cka(ROWS, turned) == pytest.approx(1)
    assert procrustes(ROWS, turned) == pytest.approx(1)
    assert linear_r2(ROWS, turned, np.random.default_rng(0)) == pytest.approx(1, abs=1e-3)


def test_similarities_of_what_is_unrelated_are_near_their_zero():
    other = RNG.normal(size=(600, 300))
    assert abs(debiased_cka(ROWS, other)) < 0.05
    assert linear_r2(other, ROWS, np.random.default_rng(0)) < 0.05
    few = RNG.normal(size=(20, 300))
    assert abs(debiased_cka(ROWS[:20], few)) < 0.3, "the biased estimate is near 1 here"


def test_a_layer_that_never_varies_is_like_none():
    still = np.zeros((600, 4))
    assert debiased_cka(ROWS, still) == 0
    assert procrustes(ROWS, still) == 0
    assert linear_r2(ROWS, still, np.random.default_rng(0)) == 0


def test_directions_of_a_layer():
    equal = spectrum(RNG.normal(size=(5000, 8)))
    assert equal.rank == pytest.approx(8, rel=0.02)
    assert (equal.saturation, equal.dead) == (1, 0)
    flat = np.zeros((100, 10))
    flat[:, 3] = RNG.normal(size=100)
    found = spectrum(flat)
    assert found.rank == pytest.approx(1)
    assert (found.saturation, found.dead) == (0.1, 0.9)
    assert spectrum(np.zeros((10, 4))).dead == 1


def test_permuted_channels_are_matched_and_rotated_ones_are_not():
    order = RNG.permutation(12)
    assert matched_channels(ROWS, 2 * ROWS[:, order]).min() > 0.999
    assert np.quantile(matched_channels(ROWS, ROWS @ TURN), 0.1) < 0.9
