"""The rows whose family of graphs is published: all, or a sample if there are too many."""

import numpy as np

from topopress.core.arrays import Float64, Int64
from topopress.core.seeds import rng_for


def published_sample(lens: Float64, limit: int, seed: int) -> Int64:
    """Draw at most ``limit`` rows, so that every part of the range of the lens keeps its share.

    The rows, sorted by lens, are cut into ``limit`` bins of equal size (to within a row), and one
    row is drawn from each. So between any two lens values the sample has its share of the rows to
    within two rows. The rows are returned in ascending order.
    """
    n_rows = len(lens)
    if n_rows <= limit:
        return np.arange(n_rows)
    bounds = np.arange(limit + 1) * n_rows // limit
    drawn = rng_for(seed, "published sample").integers(bounds[:-1], bounds[1:])
    by_lens = np.argsort(lens, kind="stable")
    return np.sort(by_lens[drawn])
