"""Covers: the range of a lens, cut into overlapping intervals.

Mapper clusters the rows of each interval on their own (Singh, Mémoli and Carlsson 2007,
section 3). "Overlap" means different things in different libraries; what it means here is
written out in ``uniform_cover`` and in ``docs/mapper.md``.
"""

import math

import numpy as np

from topopress.artifacts import Float64, Int64, Interval
from topopress.config.schema import UniformCover


def uniform_cover(lens: Float64, settings: UniformCover) -> tuple[Interval, ...]:
    """Cover the range of a lens by closed intervals of one length.

    With n intervals, overlap p, smallest lens value a and range R:

    * ``centred``: centres ``a + R (k + 1/2) / n``, length ``R / (n (1 - p))``. The first and the
      last stick out of the range. This is KeplerMapper's cover.
    * ``inside``: length ``R / (n - (n - 1) p)``, and each starts ``length (1 - p)`` after the one
      before. The first starts at a, the last ends at a + R. This is Mapper Interactive's cover.

    In both, neighbours share the fraction p of their length. Rounding can neither open a gap
    between neighbours nor leave out the smallest or the largest value: bounds are moved apart
    by the rounding error where that is needed.

    Args:
        lens: Lens values, finite, shape (n_rows,), at least one.
        settings: Number of intervals, overlap and placement.

    Returns:
        The intervals, ascending; some may hold no row. A lens whose range is too small to be
        divided, a constant one above all, has one interval: the whole range.
    """
    first, last = float(lens.min()), float(lens.max())
    if _indivisible(first, last, settings.n_intervals):
        return (Interval(0, first, last),)
    lows, highs = _BOUNDS[settings.placement](first, last, settings.n_intervals, settings.overlap)
    lows[0], highs[-1] = min(lows[0], first), max(highs[-1], last)
    highs[:-1] = np.maximum(highs[:-1], lows[1:])
    return tuple(
        Interval(index, float(low), float(high))
        for index, (low, high) in enumerate(zip(lows, highs, strict=True))
    )


def interval_rows(lens: Float64, interval: Interval) -> Int64:
    """Return the rows whose lens value lies in an interval, ascending."""
    return np.flatnonzero((lens >= interval.low) & (lens <= interval.high))


def _indivisible(first: float, last: float, n_intervals: int) -> bool:
    # Below a few units in the last place, neighbouring intervals would have the same bounds and
    # every node would be there several times.
    return last - first <= 4 * n_intervals * math.ulp(max(abs(first), abs(last)))


def _centred(first: float, last: float, n: int, overlap: float) -> tuple[Float64, Float64]:
    # Written exactly as KeplerMapper computes it, so that a value on a bound falls alike.
    span = last - first
    inset = (span - ((n - 1) / n) * span) / 2
    radius = span / (2 * n * (1 - overlap))
    centres = np.linspace(first + inset, last - inset, num=n).astype(np.float64)
    return centres - radius, centres + radius


def _inside(first: float, last: float, n: int, overlap: float) -> tuple[Float64, Float64]:
    length = (last - first) / (n - (n - 1) * overlap)
    lows = first + np.arange(n, dtype=np.float64) * (length * (1 - overlap))
    highs = lows + length
    highs[-1] = last
    return lows, highs


_BOUNDS = {"centred": _centred, "inside": _inside}
