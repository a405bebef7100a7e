"""eps next to one distance after another: labels turn on the rounding that each limit covers.

Without a bound at least one case fails: the error of projected rows, that of products and
COSINE_SINGLE (tight), TINY (vanishing), gamma of float32 distances (wide), of float64 ones (all).
"""

import numpy as np
import pytest

from topopress.mapper.exact.engine import dbscan_interval
from topopress.mapper.exact.plain import plain_dbscan
from topopress.mapper.exact.points import POINTS
from topopress.mapper.exact.projection import SAMPLE, project
from topopress.mapper.metrics import METRICS

N_ROWS = 16
FACTORS = 1 + np.array([-1e-7, -1e-8, -1e-9, 1e-9, 1e-8, 1e-7])
CLOSEST = 1 + np.array([-(2.0**-52), 0, 2.0**-52])
"""For some pairs only: the plain path decides these by fractions, which takes time."""


class FirstRows:
    """Stands in for a generator: the sample is the first rows."""

    def choice(self, _n, *, size, replace):
        assert not replace
        return np.arange(size)


def tight(rng):
    """Rows in groups, each far from the centre and narrow."""
    centres = 100 * rng.normal(size=(3, 40))
    return centres[np.arange(N_ROWS) % 3] + 1e-2 * rng.normal(size=(N_ROWS, 40))


def vanishing(rng):
    """A last row that the sample misses, and next to which squares of the others underflow."""
    rows = rng.normal(size=(SAMPLE + 1, 100))
    rows[SAMPLE] *= 2.0**70
    return rows


def wide(rng):
    """Distances as long as the rows."""
    return rng.normal(size=(N_ROWS, 64)) + 3


CASES = [(tight, "euclidean"), (tight, "cosine"), (vanishing, "euclidean"), (wide, "euclidean")]


@pytest.mark.parametrize(("kind", "metric"), CASES)
def test_every_pair_a_tie(kind, metric):
    vectors = kind(np.random.default_rng(1)).astype(np.float32)
    projection = project(POINTS[metric](vectors), rng=FirstRows())
    points = METRICS[metric].points(vectors[:N_ROWS])
    for first in range(N_ROWS):
        for second in range(first + 1, N_ROWS):
            pair = np.array([first, second])
            distance = np.linalg.norm(points[first] - points[second])
            factors = FACTORS if first else np.append(FACTORS, CLOSEST)
            for eps in (distance * factors).tolist():
                found = dbscan_interval(projection, pair, eps, 2)
                assert np.array_equal(found, plain_dbscan(points[pair], [eps], 2)[0]), (pair, eps)
