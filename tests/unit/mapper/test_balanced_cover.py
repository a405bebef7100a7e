"""Intervals of equally many rows, and boxes of two lenses: worked examples, and the bounds."""

from itertools import pairwise

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topopress.config.schema import BalancedCover, UniformCover
from topopress.mapper.cover import (
    cover_lenses,
    cover_rows,
    interval_rows,
)
from topopress.mapper.types import Interval


def balanced(n, overlap=0.0):
    return BalancedCover(kind="balanced", n_intervals=n, overlap=overlap)


def bounds(lens, *chosen):
    return [i.bounds[0] for i in cover_lenses([np.array(lens, dtype=float)], [balanced(*chosen)])]


def rows_of(lens, cover):
    return [interval_rows(lens, interval).tolist() for interval in cover]


def test_without_overlap_neighbours_meet_in_the_middle_of_the_gap():
    assert bounds([0, 1, 2, 10, 20, 40], 3) == [(0, 1.5), (1.5, 15), (15, 40)]


def test_half_of_the_rows_in_common():
    # 9 rows, n = 2, p = 1/2: 6 rows each, the second starts after 3.
    lens = np.arange(9.0) ** 2
    cover = cover_lenses([lens], [balanced(2, 0.5)])
    assert [i.bounds[0] for i in cover] == [(0, 25), (9, 64)]
    assert rows_of(lens, cover) == [[0, 1, 2, 3, 4, 5], [3, 4, 5, 6, 7, 8]]


def test_rows_with_one_value_are_never_parted():
    # Without the tie the first interval would hold rows 0 to 2.
    assert bounds([0, 1, 2, 2, 2, 9], 2) == [(0, 2), (2, 9)]
    lens = np.array([0, 1, 2, 2, 2, 9.0])
    assert rows_of(lens, cover_lenses([lens], [balanced(2)])) == [[0, 1, 2, 3, 4], [2, 3, 4, 5]]


def test_intervals_within_another_are_left_out():
    # Of six intervals of one row each, four would be [0, 0].
    assert bounds([0, 0, 0, 0, 5, 7], 6) == [(0, 2.5), (2.5, 6), (6, 7)]
    assert bounds([5, 5, 5], 4, 0.5) == [(5, 5)]
    assert bounds([3], 4, 0.5) == [(3, 3)]


def test_more_intervals_than_rows():
    assert bounds([0, 2, 4], 30) == [(0, 1), (1, 3), (3, 4)]


BALANCED = st.builds(balanced, st.integers(1, 60), st.floats(0, 0.99))
LENSES = st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=80)


@settings(deadline=None)
@given(BALANCED, LENSES)
@example(balanced(3, 0.99), [0.0, 0.0, 1.0])
@example(balanced(60, 0.0), [0.0] * 50 + [1.0])
def test_bounds_ascend_and_leave_no_gap(chosen, values):
    lens = np.array(values, dtype=np.float64)
    cover = cover_lenses([lens], [chosen])
    assert len(cover) <= chosen.n_intervals
    assert (cover[0].low, cover[-1].high) == (lens.min(), lens.max())
    for before, after in pairwise(cover):
        assert before.low < after.low <= before.high < after.high
    assert all(rows_of(lens, cover))
    assert [interval.index for interval in cover] == list(range(len(cover)))


@settings(deadline=None)
@given(BALANCED, st.integers(1, 200))
def test_without_ties_intervals_hold_equally_many_rows(chosen, n_rows):
    lens = np.random.default_rng(n_rows).permutation(n_rows).astype(np.float64) ** 3
    held = [set(rows) for rows in rows_of(lens, cover_lenses([lens], [chosen]))]
    n, p = chosen.n_intervals, chosen.overlap
    size = n_rows / (n - (n - 1) * p)
    assert all(abs(len(rows) - size) <= 1 + 1e-9 for rows in held)
    if len(held) == n:
        assert all(abs(len(a & b) - p * size) <= 1 + 1e-9 for a, b in pairwise(held))


def test_boxes_are_counted_row_by_row_and_hold_what_both_intervals_hold():
    lenses = [np.array([0.0, 6, 12, 12]), np.array([0.0, 10, 1, 5])]
    halves = UniformCover(n_intervals=2, overlap=0.0, placement="inside")
    boxes = cover_lenses(lenses, (halves, balanced(2)))
    assert boxes == (
        Interval(0, ((0, 6), (0, 3))),
        Interval(1, ((0, 6), (3, 10))),
        Interval(2, ((6, 12), (0, 3))),
        Interval(3, ((6, 12), (3, 10))),
    )
    assert [rows.tolist() for rows in cover_rows(lenses, boxes)] == [[0], [1], [2], [1, 3]]


COVERS = st.one_of(
    BALANCED,
    st.builds(
        UniformCover,
        n_intervals=st.integers(1, 12),
        overlap=st.floats(0, 0.9),
        placement=st.sampled_from(["centred", "inside"]),
    ),
)


@settings(deadline=None, max_examples=60)
@given(COVERS, COVERS, st.integers(1, 60))
def test_every_row_is_in_a_box_and_boxes_are_products(first, second, n_rows):
    rng = np.random.default_rng(n_rows)
    lenses = [np.round(rng.normal(size=n_rows), 1), rng.normal(size=n_rows)]
    boxes = cover_lenses(lenses, (first, second))
    rows = cover_rows(lenses, boxes)
    assert set(np.concatenate(rows).tolist()) == set(range(n_rows))
    one, two = (cover_lenses([lens], [c]) for lens, c in zip(lenses, (first, second), strict=True))
    assert [box.bounds for box in boxes] == [(*a.bounds, *b.bounds) for a in one for b in two]
    for k, found in enumerate(rows):
        both = np.intersect1d(
            interval_rows(lenses[0], one[k // len(two)]),
            interval_rows(lenses[1], two[k % len(two)]),
        )
        assert found.tolist() == both.tolist()


def test_one_lens_is_covered_as_before():
    lens = np.random.default_rng(0).normal(size=50)
    chosen = UniformCover(n_intervals=7)
    cover = cover_lenses([lens], [chosen])
    assert cover == cover_lenses([lens], [chosen])
    rows = cover_rows([lens], cover)
    assert [r.tolist() for r in rows] == rows_of(lens, cover)
