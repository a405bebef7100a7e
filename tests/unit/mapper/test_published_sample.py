"""A published sample keeps the shares of the lens."""

import numpy as np
import pytest

from topopress.mapper.published_sample import published_sample


@pytest.mark.parametrize("n_rows", [0, 1, 99, 100])
def test_few_rows_are_all_published(n_rows):
    lens = np.linspace(1, 0, n_rows)
    np.testing.assert_array_equal(published_sample(lens, 100, 0), np.arange(n_rows))


@pytest.mark.parametrize("kind", ["long tail", "constant", "two values"])
def test_every_part_of_the_lens_keeps_its_share(kind):
    rng = np.random.default_rng(1)
    lens = {
        "long tail": rng.gamma(1, 1, 5003),
        "constant": np.ones(5003),
        "two values": rng.choice([1.0, 2.0], 5003, p=[0.99, 0.01]),
    }[kind]
    rows = published_sample(lens, 700, 0)
    assert len(rows) == 700
    assert (np.diff(rows) > 0).all()
    for low, high in np.quantile(lens, rng.random((50, 2))):
        share = ((lens >= low) & (lens <= high)).mean() * 700
        assert abs(((lens[rows] >= low) & (lens[rows] <= high)).sum() - share) <= 2


def test_the_seed_decides():
    lens = np.random.default_rng(0).random(1000)
    np.testing.assert_array_equal(published_sample(lens, 50, 1), published_sample(lens, 50, 1))
    assert not np.array_equal(published_sample(lens, 50, 1), published_sample(lens, 50, 2))
