"""The cover: worked examples, KeplerMapper's numbers, and the bounds."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topopress.config.schema import UniformCover
from topopress.mapper.cover import cover_lenses, interval_rows

LENS = np.array([0.0, 1.0, 7.0, 12.0])


def bounds(lens, **settings):
    return [(i.low, i.high) for i in cover_lenses([np.asarray(lens)], [UniformCover(**settings)])]


def test_centred_intervals_stick_out_of_the_range():
    assert bounds(LENS, n_intervals=3, overlap=0.5) == [(-2, 6), (2, 10), (6, 14)]


def test_inside_intervals_end_on_the_range():
    found = bounds(LENS, n_intervals=3, overlap=0.5, placement="inside")
    assert found == [(0, 6), (3, 9), (6, 12)]


def test_without_overlap_both_placements_are_equal_bins():
    for placement in ("centred", "inside"):
        found = bounds(LENS, n_intervals=4, overlap=0.0, placement=placement)
        assert found == [(0, 3), (3, 6), (6, 9), (9, 12)]


@pytest.mark.parametrize(("n", "p"), [(1, 0.0), (1, 0.5), (2, 0.5), (10, 0.1), (70, 0.3)])
def test_centred_bounds_are_keplermappers(n, p):
    from kmapper.cover import Cover

    lens = np.random.default_rng(n).normal(100, 30, size=50)
    kepler = Cover(n_cubes=n, perc_overlap=p)
    centres = np.concatenate(kepler.fit(np.column_stack([np.arange(50), lens])))
    low, high = np.array(bounds(lens, n_intervals=n, overlap=p)).T
    if p > 0:
        assert np.array_equal(low, centres - kepler.radius_)
        assert np.array_equal(high, centres + kepler.radius_)
    assert np.allclose(low, centres - kepler.radius_, rtol=1e-12)
    assert np.allclose(high, centres + kepler.radius_, rtol=1e-12)


def test_one_interval_is_the_whole_range():
    assert bounds(LENS, n_intervals=1, overlap=0.3, placement="inside") == [(0, 12)]
    assert bounds(LENS, n_intervals=1, overlap=0.0) == [(0, 12)]


def test_a_constant_lens_has_one_interval():
    assert bounds([5.0, 5.0, 5.0], n_intervals=30, overlap=0.3) == [(5, 5)]
    assert bounds([0.0], n_intervals=30, overlap=0.3) == [(0, 0)]


def test_a_range_of_rounding_errors_has_one_interval():
    lens = [100.0, np.nextafter(100.0, 101)]
    assert bounds(lens, n_intervals=30, overlap=0.3) == [tuple(lens)]


def test_bounds_belong_to_the_interval():
    lens = np.array([2.9, 3.0, 6.0, 6.1])
    settings = UniformCover(n_intervals=3, overlap=0.5, placement="inside")
    middle = cover_lenses([np.array([0.0, 12.0])], [settings])[1]
    assert (middle.low, middle.high) == (3, 9)
    assert interval_rows(lens, middle).tolist() == [1, 2, 3]


COVERS = st.builds(
    UniformCover,
    n_intervals=st.integers(1, 200),
    overlap=st.floats(0, 0.99),
    placement=st.sampled_from(["centred", "inside"]),
)
RANGES = st.tuples(
    st.floats(-1e6, 1e6, allow_subnormal=False), st.floats(1e-6, 1e6, allow_subnormal=False)
)


@settings(deadline=None)
@given(COVERS, RANGES)
@example(UniformCover(n_intervals=7, overlap=0.0, placement="inside"), (0.1, 0.7))
@example(UniformCover(n_intervals=1, overlap=0.0), (0.1, 0.2))
def test_no_gap_opens_at_any_joint(chosen, start_and_range):
    start, size = start_and_range
    lens = np.array([start, start + size])
    cover = cover_lenses([lens], [chosen])
    assert cover[0].low <= lens[0]
    assert cover[-1].high >= lens[1]
    for before, after in pairwise(cover):
        assert after.low <= before.high
        assert before.low < after.low
        assert before.high < after.high


@settings(deadline=None)
@given(COVERS, RANGES)
def test_neighbours_share_the_stated_part_of_their_length(chosen, start_and_range):
    start, size = start_and_range
    cover = cover_lenses([np.array([start, start + size])], [chosen])
    rounding = 1e-12 * (abs(start) + size)
    for before, after in pairwise(cover):
        shared = before.high - after.low
        length = before.high - before.low
        assert abs(shared - chosen.overlap * length) <= 8 * rounding / (1 - chosen.overlap)


@settings(deadline=None)
@given(COVERS, st.lists(st.floats(0, 1e4, width=32), min_size=1, max_size=50))
def test_every_row_is_in_an_interval(chosen, values):
    lens = np.array(values, dtype=np.float64)
    rows = [interval_rows(lens, interval) for interval in cover_lenses([lens], [chosen])]
    assert set(np.concatenate(rows).tolist()) == set(range(len(lens)))
