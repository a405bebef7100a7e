"""Planted label errors come first, their number is estimated, and clean labels stay silent."""

import numpy as np
import pytest

from topopress.diagnosis.expected import expected_errors
from topopress.diagnosis.intervals import wilson
from topopress.diagnosis.ridge import Smoother, fit, margin, second_pass, smoother


def clusters(n=300, n_labels=5, spread=0.35, seed=0):
    """Return points around the corners of a simplex, and the corner of each."""
    rng = np.random.default_rng(seed)
    label = np.repeat(np.arange(n_labels), n // n_labels)
    points = np.eye(n_labels, 12)[label] + rng.normal(0, spread, (n, 12))
    return points.astype(np.float32), label


def with_errors(label, share, seed=0):
    rng = np.random.default_rng(seed)
    wrong = np.sort(rng.choice(len(label), int(share * len(label)), replace=False))
    given = label.copy()
    n_labels = label.max() + 1
    given[wrong] = (label[wrong] + rng.integers(1, n_labels, len(wrong))) % n_labels
    return given, wrong


def drawn():
    return np.random.default_rng(0)


def test_left_out_predictions_equal_those_of_a_fit_without_the_row():
    points, label = clusters(60)
    smooth, one_hot = smoother(points, drawn()), np.eye(5)[label]
    kernel = smooth.vectors @ (smooth.values[:, None] * smooth.vectors.T)
    found, row = smooth.left_out(one_hot, 0.1), 7
    # The left-out row gets the value that the fit gives it: then the fit does not change.
    changed = one_hot.copy()
    changed[row] = found[row]
    mean = changed.mean(0)
    again = kernel @ np.linalg.solve(kernel + 0.1 * np.eye(60), changed - mean) + mean
    np.testing.assert_allclose(again[row], found[row], atol=1e-8)


def test_planted_errors_come_first():
    points, label = clusters()
    given, wrong = with_errors(label, 0.05)
    smooth = smoother(points, drawn())
    first = fit(smooth, np.eye(5)[given])
    predicted = second_pass(smooth, first, given)
    score = margin(predicted, given)
    assert set(np.argsort(-score)[: len(wrong)]) >= set(wrong[:1])
    assert len(set(np.argsort(-score)[: len(wrong)]) & set(wrong)) >= 0.8 * len(wrong)
    assert (predicted.argmax(1)[wrong] == label[wrong]).mean() >= 0.8


@pytest.mark.parametrize(("share", "low", "high"), [(0.0, 0, 0.01), (0.1, 0.06, 0.14)])
def test_the_number_is_estimated(share, low, high):
    points, label = clusters(500, spread=0.25)
    given, wrong = with_errors(label, share)
    found = expected_errors(fit(smoother(points, drawn()), np.eye(5)[given]).predicted, given)
    assert low <= found.share <= high
    assert found.low <= found.share <= found.high
    assert not found.is_weak
    assert (found.chance[wrong] > 0.5).mean() > 0.7 if share else (found.chance > 0.5).sum() <= 2


def test_overlapping_classes_are_a_weak_layer():
    points, label = clusters(500, spread=1.5)
    found = expected_errors(fit(smoother(points, drawn()), np.eye(5)[label]).predicted, label)
    assert found.is_weak


def test_landmarks_rank_nearly_as_all_rows_do():
    points, label = clusters(2500)
    given, wrong = with_errors(label, 0.05)
    smooth = smoother(points, drawn())
    assert smooth.vectors.shape[0] == 2500
    assert smooth.vectors.shape[1] <= 1000
    score = margin(fit(smooth, np.eye(5)[given]).predicted, given)
    assert len(set(np.argsort(-score)[: len(wrong)]) & set(wrong)) >= 0.8 * len(wrong)


def test_a_constant_layer_says_nothing_and_does_not_fail():
    smooth = smoother(np.ones((30, 4), np.float32), drawn())
    assert isinstance(smooth, Smoother)
    assert np.isfinite(fit(smooth, np.eye(2)[np.arange(30) % 2]).predicted).all()


def test_wilson_is_the_interval_of_the_textbook():
    low, high = wilson(10, 100)
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 50)[0] == 0
