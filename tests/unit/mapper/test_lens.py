import numpy as np
import pytest

from topopress.errors import ActivationError
from topopress.mapper.lens import ROWS_AT_ONCE, l2_norm, lens_values


def test_l2_norm_of_a_pythagorean_row():
    assert l2_norm(np.array([[3, 4], [0, 0]], dtype=np.float32)).tolist() == [5, 0]


def test_long_rows_neither_overflow_nor_lose_digits():
    assert l2_norm(np.array([[3e30, 4e30]], dtype=np.float32))[0] == pytest.approx(5e30, rel=1e-7)


def test_the_lens_of_a_row_does_not_depend_on_the_rows_around_it(tmp_path):
    vectors = np.random.default_rng(0).normal(size=(ROWS_AT_ONCE + 7, 5)).astype(np.float32)
    np.save(tmp_path / "v.npy", vectors)
    lens = l2_norm(np.load(tmp_path / "v.npy", mmap_mode="r"))
    assert np.array_equal(lens, l2_norm(vectors[::-1])[::-1])
    assert np.array_equal(lens[-3:], l2_norm(vectors[-3:]))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_row_that_is_not_finite_is_named(bad):
    vectors = np.ones((4, 2), dtype=np.float32)
    vectors[2, 1] = bad
    with pytest.raises(ActivationError, match="1 of 4 rows, first in row 2"):
        lens_values(vectors, "l2_norm")


def test_no_rows_is_an_error():
    with pytest.raises(ActivationError, match="at least one sample"):
        lens_values(np.empty((0, 3), dtype=np.float32), "l2_norm")
