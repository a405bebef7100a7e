"""Rows without group means and position: against plain numpy, in order and out of it, streamed."""

import tracemalloc

import numpy as np
import pytest

from topopress.analysis.preparation.means import (
    LEAST_ROWS,
    large_groups,
    without_group_means,
    without_mean,
)
from topopress.analysis.preparation.position import FEW, orthonormal_terms, remove_position

CHANNELS = 6


def rows(n=300, seed=0, channels=CHANNELS):
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(n, channels)) * 3 + 10).astype(np.float32)


def groups(n=300, seed=1):
    """Groups of very different sizes, some with fewer than five rows, some rows in none."""
    rng = np.random.default_rng(seed)
    return np.minimum(rng.geometric(0.15, n), 30).astype(np.int32) - 2


def centred(vectors):
    out = np.empty_like(vectors)
    without_mean(vectors, out)
    return out


def by_group(vectors, group):
    out = np.empty_like(vectors)
    without_group_means(vectors, group, out)
    return out


def without_position(vectors, position):
    out = vectors.copy()
    remove_position(out, position)
    return out


def test_the_mean_of_all_rows_is_taken_away():
    x = rows()
    assert np.allclose(centred(x), x - x.mean(axis=0, dtype=np.float64), atol=1e-5)


def test_each_large_group_loses_its_own_mean_and_the_others_that_of_all():
    x, group = rows(), groups()
    expected = x - x.mean(axis=0, dtype=np.float64)
    sizes = {number: int((group == number).sum()) for number in set(group.tolist())}
    for number, size in sizes.items():
        if number >= 0 and size >= LEAST_ROWS:
            expected[group == number] = x[group == number] - x[group == number].mean(axis=0)
    assert min(sizes.values()) < LEAST_ROWS <= max(sizes.values())
    assert sizes[-1] >= LEAST_ROWS
    assert np.allclose(by_group(x, group), expected, atol=1e-5)


def test_without_any_large_group_it_is_the_mean_of_all():
    x = rows(40)
    for group in (np.full(40, -1), np.arange(40)):
        assert np.array_equal(by_group(x, group.astype(np.int32)), centred(x))


@pytest.mark.parametrize(("n", "degree"), [(FEW - 1, 2), (FEW, 4), (500, 4)])
def test_position_is_what_least_squares_explain(n, degree):
    x, position = rows(n), np.random.default_rng(2).integers(0, 60, n).astype(float)
    scale = np.log1p(position)
    scale = (scale - scale.mean()) / scale.std()
    terms = np.stack([scale**k for k in range(degree + 1)], axis=1)
    explained = terms @ np.linalg.lstsq(terms, x.astype(np.float64), rcond=None)[0]
    assert np.allclose(without_position(x, position), x - explained, atol=1e-4)


def test_a_trend_with_the_position_goes_and_what_does_not_follow_it_stays():
    n = 400
    position = np.random.default_rng(3).integers(0, 40, n).astype(float)
    trend = np.log1p(position)[:, None] * np.arange(1, CHANNELS + 1)
    own = rows(n)
    found = without_position((own + trend).astype(np.float32), position)
    assert np.allclose(found, without_position(own, position), atol=1e-3)
    assert all(abs(np.corrcoef(position, channel)[0, 1]) < 0.1 for channel in found.T)


@pytest.mark.parametrize("position", [np.zeros(50), np.full(50, 7.0), np.repeat([0.0, 3.0], 25)])
def test_few_distinct_positions_leave_no_more_terms_than_they_can_tell(position):
    terms = orthonormal_terms(position, 4)
    assert terms.shape[1] == len(np.unique(position))
    x = rows(50)
    found = without_position(x, position)
    for place in np.unique(position):
        assert np.allclose(found[position == place].mean(axis=0), 0, atol=1e-4)


def test_equal_rows_of_a_group_and_place_stay_equal():
    x = np.repeat(rows(40), 25, axis=0)
    group, position = (np.repeat(np.arange(40) % k, 25) for k in (8, 5))
    found = without_position(by_group(x, group.astype(np.int32)), position.astype(float))
    assert np.allclose(found, np.repeat(found[::25], 25, axis=0), atol=1e-5)


def test_the_order_of_the_rows_does_not_matter():
    x, group = rows(), groups()
    position = np.random.default_rng(4).integers(0, 40, len(x)).astype(float)
    order = np.random.default_rng(5).permutation(len(x))
    found = without_position(by_group(x, group), position)
    turned = without_position(by_group(x[order], group[order]), position[order])
    assert np.allclose(turned, found[order], atol=1e-4)
    assert [sorted(order[rows]) for rows in large_groups(group[order])] == [
        rows.tolist() for rows in large_groups(group)
    ]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_next_to_no_row(n):
    x = rows(n)
    assert by_group(x, np.zeros(n, np.int32)).shape == (n, CHANNELS)
    if n:
        assert np.allclose(without_position(centred(x), np.arange(n, dtype=float)), 0, atol=1e-5)


def test_memory_does_not_hold_the_rows(tmp_path):
    n, channels = 60_000, 256
    shape = {"dtype": np.float32, "shape": (n, channels)}
    x = np.memmap(tmp_path / "x", mode="w+", **shape)
    for start in range(0, n, 10_000):
        x[start : start + 10_000] = rows(10_000, start, channels)
    out = np.memmap(tmp_path / "out", mode="w+", **shape)
    group = (np.arange(n) % 3000).astype(np.int32)
    position = np.arange(n) % 50 * 1.0
    tracemalloc.start()
    without_group_means(x, group, out)
    remove_position(out, position)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < x.nbytes / 2
    assert abs(out[group == 7].mean()) < 0.1
