"""Gaussian copies: their mean and covariance, groups, seeds, and that they are fair."""

import numpy as np
import pytest

from topopress.analysis.gaussian import gaussian_copies, gaussian_copies_within
from topopress.analysis.null_model import copies, copies_within
from topopress.analysis.null_words import NULL_WORDS
from topopress.analysis.shuffling import shuffled, shuffled_within


def rows_of(n_rows, n_channels, seed=0):
    """Return rows whose channels depend on each other; the first channel is constant."""
    rng = np.random.default_rng(seed)
    mixed = rng.normal(size=(n_rows, n_channels)) @ rng.normal(size=(n_channels, n_channels)) + 3
    mixed[:, 0] = 7
    return mixed.astype(np.float32)


@pytest.mark.parametrize(
    ("n_rows", "n_channels"), [(2, 3), (5, 3), (30, 64), (64, 64), (65, 64), (66, 64), (300, 8)]
)
def test_every_copy_has_the_mean_and_the_covariance_of_the_rows(n_rows, n_channels):
    rows = rows_of(n_rows, n_channels)
    copy = gaussian_copies(rows)(np.random.default_rng(1))
    assert (copy.shape, copy.dtype) == (rows.shape, np.float32)
    np.testing.assert_allclose(copy.mean(axis=0), rows.mean(axis=0), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(np.cov(copy.T), np.cov(rows.T), rtol=1e-4, atol=1e-3)
    assert n_rows == 2 or not np.allclose(np.sort(copy, axis=0), np.sort(rows, axis=0), atol=0.1)


def test_a_copy_of_a_single_row_is_the_row():
    rows = rows_of(1, 4)
    assert np.array_equal(gaussian_copies(rows)(np.random.default_rng(0)), rows)


def test_copies_are_normal_and_rows_do_not_depend_on_their_place():
    two_clouds = np.repeat([[-1.0, 0.0], [1.0, 0.0]], 100, axis=0).astype(np.float32)
    draw = gaussian_copies(two_clouds)
    drawn = np.array([draw(np.random.default_rng(seed))[:, 0] for seed in range(200)])
    scaled = drawn / drawn.std()
    assert abs((scaled**4).mean() - 3) < 0.1
    assert np.abs(drawn.mean(axis=0)).max() < 0.4


def test_rows_of_one_gaussian_are_not_told_from_their_copies():
    """A statistic of the rows ranks anywhere among those of the copies, also of few rows."""
    ranks = []
    for seed in range(60):
        rows = rows_of(12, 20, seed)
        draw = gaussian_copies(rows)
        nulls = [gap(draw(np.random.default_rng([seed, k]))) for k in range(9)]
        ranks.append(sum(gap(rows) > null for null in nulls))
    assert abs(np.mean(ranks) / 9 - 0.5) < 0.12
    assert np.mean(np.array(ranks) == 9) < 0.2


def gap(rows):
    """Return the distance of the nearest two rows over that of the farthest two."""
    squares = ((rows[:, None] - rows[None]) ** 2).sum(axis=2)[np.triu_indices(len(rows), 1)]
    return squares.min() / squares.max()


def test_groups_have_a_gaussian_each_and_small_ones_stay():
    group = np.array([0] * 20 + [1] * 30 + [2] * 4 + [-1] * 6, np.int32)
    rows = rows_of(60, 10) + 50 * group[:, None].astype(np.float32)
    copy = gaussian_copies_within(rows, group)(np.random.default_rng(0))
    for number in (0, 1):
        own = group == number
        np.testing.assert_allclose(copy[own].mean(axis=0), rows[own].mean(axis=0), rtol=1e-4)
        np.testing.assert_allclose(np.cov(copy[own].T), np.cov(rows[own].T), rtol=1e-3, atol=1e-2)
        assert not np.allclose(copy[own], rows[own], atol=0.1)
    assert np.array_equal(copy[50:], rows[50:])


def test_the_generator_alone_decides_a_copy():
    rows, group = rows_of(40, 10), np.repeat([0, 1], 20).astype(np.int32)
    for draw in (copies("gaussian", rows), copies_within("gaussian", rows, group)):
        first, again, other = (draw(np.random.default_rng(seed)) for seed in (0, 0, 1))
        assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_shuffled_copies_are_those_of_the_shuffling():
    rows, group = rows_of(40, 10), np.repeat([0, 1], 20).astype(np.int32)
    drawn = copies("shuffled", rows)(np.random.default_rng(3))
    assert np.array_equal(drawn, shuffled(rows, np.random.default_rng(3)))
    within = copies_within("shuffled", rows, group)(np.random.default_rng(3))
    assert np.array_equal(within, shuffled_within(rows, group, np.random.default_rng(3)))


def test_words_say_which_copies_they_are():
    for model, named in {"shuffled": "shuffled", "gaussian": "drawn from one Gaussian"}.items():
        words = NULL_WORDS[model]
        each = (words.rows, words.within, words.copied, words.short, words.short_within)
        assert all(named in text for text in (*each, words.meaning.replace("that are ", "")))
