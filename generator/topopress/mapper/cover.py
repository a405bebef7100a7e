"""Covers: the range of a lens, cut into overlapping intervals.

Libraries define "overlap" differently. The definitions here are in ``_uniform`` and ``_balanced``,
and in ``docs/mapper.md``.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, product

import numpy as np

from topopress.config.schema import BalancedCover, UniformCover
from topopress.core.arrays import Float64, Int64
from topopress.mapper.types import Bounds, Interval

CoverSettings = UniformCover | BalancedCover


def cover_lenses(
    lenses: Sequence[Float64], settings: Sequence[CoverSettings]
) -> tuple[Interval, ...]:
    """Cover one lens by intervals, or two by boxes: each interval of one with each of the other.

    Boxes are in the order of the first lens, then of the second. Lens values are finite, each of
    shape (n_rows,), at least one row.
    """
    bounds = [_bounds(lens, chosen) for lens, chosen in zip(lenses, settings, strict=True)]
    return tuple(Interval(index, element) for index, element in enumerate(product(*bounds)))


def cover_rows(lenses: Sequence[Float64], intervals: Sequence[Interval]) -> list[Int64]:
    """Return the rows of each element, ascending: those whose every lens is within its bounds."""
    rows: list[Int64] = []
    first: Bounds | None = None
    within = np.empty(0, np.int64)
    for interval in intervals:
        if interval.bounds[0] != first:
            first, within = interval.bounds[0], interval_rows(lenses[0], interval)
        inside = within
        for lens, (low, high) in zip(lenses[1:], interval.bounds[1:], strict=True):
            inside = inside[(lens[inside] >= low) & (lens[inside] <= high)]
        rows.append(inside)
    return rows


def interval_rows(lens: Float64, interval: Interval) -> Int64:
    """Return the rows whose first lens is within an element's bounds, ascending."""
    return np.flatnonzero((lens >= interval.low) & (lens <= interval.high))


def _bounds(lens: Float64, settings: CoverSettings) -> list[Bounds]:
    if settings.n_intervals == "auto":
        raise ValueError('n_intervals = "auto" has to be chosen before a lens can be covered')
    return _KINDS[settings.kind](lens, settings)


def _uniform(lens: Float64, settings: UniformCover) -> list[Bounds]:
    """Cover the range of a lens by closed intervals of one length, ascending.

    With n intervals, overlap p, smallest lens value a and range R:

    * ``centred``: centres ``a + R (k + 1/2) / n``, length ``R / (n (1 - p))``. The first and the
      last extend beyond the range. This is KeplerMapper's cover.
    * ``inside``: length ``R / (n - (n - 1) p)``, and each starts ``length (1 - p)`` after the one
      before. The first starts at a, the last ends at a + R. This is Mapper Interactive's cover.

    In both, adjacent intervals share the fraction p of their length. Bounds are moved apart by the
    rounding error where needed: there is no gap between intervals, and the smallest and the largest
    value are inside. A lens whose range is too small to be divided, a constant one above all, has
    one interval: the whole range.
    """
    first, last, n_intervals = float(lens.min()), float(lens.max()), int(settings.n_intervals)
    if _indivisible(first, last, n_intervals):
        return [(first, last)]
    lows, highs = _PLACEMENTS[settings.placement](first, last, n_intervals, settings.overlap)
    lows[0], highs[-1] = min(lows[0], first), max(highs[-1], last)
    highs[:-1] = np.maximum(highs[:-1], lows[1:])
    return list(zip(lows.tolist(), highs.tolist(), strict=True))


def _indivisible(first: float, last: float, n_intervals: int) -> bool:
    # Below a few units in the last place, adjacent intervals would have equal bounds and equal
    # nodes.
    return last - first <= 4 * n_intervals * math.ulp(max(abs(first), abs(last)))


def _centred(first: float, last: float, n: int, overlap: float) -> tuple[Float64, Float64]:
    # Computed as KeplerMapper does, so that a value on a bound is in the same intervals.
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


_PLACEMENTS = {"centred": _centred, "inside": _inside}


def _balanced(lens: Float64, settings: BalancedCover) -> list[Bounds]:
    """Cover the range of a lens by closed intervals that hold equally many rows, ascending.

    With n intervals, overlap p and N rows in ascending order of the lens, an interval takes
    ``N / (n - (n - 1) p)`` rows and starts the fraction ``1 - p`` of that after the one before,
    both rounded to whole rows: the ``inside`` placement, with rows for a length. It reaches from
    the lens of its first row to that of its last. If that leaves a gap before the next one, both
    reach to the middle of the gap.

    Rows with the same lens are never separated, because intervals are closed. If so many rows have
    one value that an interval would lie within another, it is left out, and there are fewer than n.
    """
    values = np.sort(lens)
    n, n_rows = int(settings.n_intervals), len(values)
    size = n_rows / (n - (n - 1) * settings.overlap)
    starts = np.arange(n) * (size * (1 - settings.overlap))
    first = np.minimum(np.rint(starts).astype(np.int64), n_rows - 1)
    last = np.clip(np.rint(starts + size).astype(np.int64) - 1, first, n_rows - 1)
    last[-1] = n_rows - 1
    lows, highs = values[first], values[last]
    # Several intervals may start with one value: the longest of them holds the others.
    longest = np.append(lows[1:] > lows[:-1], True)
    return _without_gaps(lows[longest], highs[longest])


def _without_gaps(lows: Float64, highs: Float64) -> list[Bounds]:
    """Leave out intervals that end where an earlier one does; close the gaps between the rest."""
    kept = np.append(True, highs[1:] > np.maximum.accumulate(highs)[:-1])
    bounds = [list(pair) for pair in zip(lows[kept].tolist(), highs[kept].tolist(), strict=True)]
    for before, after in pairwise(bounds):
        if before[1] < after[0]:
            before[1] = after[0] = before[1] + (after[0] - before[1]) / 2
    return [(low, high) for low, high in bounds]


_KINDS: Mapping[str, Callable[..., list[Bounds]]] = {"uniform": _uniform, "balanced": _balanced}
