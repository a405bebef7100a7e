"""Positions: interior, the same place in every layer, and nobody else's business."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from topopress.activations.sampling import positions
from topopress.config.schema import Activations
from topopress.network.types import LayerInfo


def layer(side, channels=1):
    return LayerInfo.of_map(f"l{side}", channels, side, side)


def draw(side, sample_id="a", seed=0, **settings):
    return positions(Activations(**settings), layer(side), sample_id=sample_id, seed=seed)


@given(side=st.integers(1, 130), seed=st.integers(0, 2**32), name=st.text(max_size=8))
def test_random_positions_lie_off_the_border_where_there_is_an_interior(side, seed, name):
    found = draw(side, name, seed, per_sample=3)
    border = 1 if side >= 3 else 0
    assert found.shape == (3, 2)
    assert found.min() >= border
    assert found.max() <= side - 1 - border


def test_a_place_is_the_same_in_every_layer():
    for name in map(str, range(50)):
        for coarse in (7, 14, 28):
            for times in (2, 4):
                assert np.array_equal(draw(coarse * times, name) // times, draw(coarse, name))


def test_positions_in_a_small_map_are_equally_likely():
    drawn = np.concatenate([draw(7, str(i)) for i in range(3000)])
    counts = np.bincount(drawn[:, 0] * 7 + drawn[:, 1], minlength=49).reshape(7, 7)
    assert counts[1:6, 1:6].sum() == 3000
    assert counts[1:6, 1:6].min() > 80  # 120 expected at each of 25 positions


def test_more_positions_keep_the_first_ones():
    assert np.array_equal(draw(14, per_sample=5)[:2], draw(14, per_sample=2))


def test_positions_depend_on_seed_and_sample():
    base = draw(56, per_sample=4)
    assert not np.array_equal(base, draw(56, seed=1, per_sample=4))
    assert not np.array_equal(base, draw(56, "b", per_sample=4))


def test_centre_all_and_mean():
    assert draw(7, positions="centre").tolist() == [[3, 3]]
    assert draw(14, positions="centre").tolist() == [[7, 7]]
    assert draw(2, positions="all").tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert draw(9, positions="mean").shape == (1, 0)
