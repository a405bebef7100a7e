"""DBSCAN of a few rows in numpy alone, with the same labels as the engine.

Squared distances are computed from products in double precision. If rounding could change the
decision, the pair is decided again: from the difference in double precision; by sums of twice that
precision; exactly.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float64, Int32, Int64, Uint8
from topopress.mapper.exact.bounds import DOUBLE, LARGEST_EPS, SMALLEST_EPS, gamma

ROWS_AT_ONCE = 512
PAIRS_AT_ONCE = 4096
_SPLITTER = 2.0**27 + 1

Bools = NDArray[np.bool_]


def plain_dbscan(points: Float64, radii: Sequence[float], min_samples: int) -> list[Int32]:
    """Return the DBSCAN labels of points at each of some radii; each pair is computed once.

    Memory is n**2 bytes for one radius, twice that for several. There are at most 255 Euclidean
    radii, ascending; points have shape (n, n_coordinates).
    """
    if len(points) < max(min_samples, 1):
        return [np.full(len(points), -1, dtype=np.int32) for _ in radii]
    beyond = _radii_below(points, [min(max(eps, SMALLEST_EPS), LARGEST_EPS) for eps in radii])
    return [_labels(beyond <= k, min_samples) for k in range(len(radii))]


def _labels(near: Bools, min_samples: int) -> Int32:
    core = near.sum(axis=1) >= min_samples
    labels = np.full(len(near), -1, dtype=np.int32)
    number = 0
    for point in np.flatnonzero(core).tolist():
        if labels[point] < 0:
            _grow(point, number, near, core, labels)
            number += 1
    return labels


def _grow(point: int, number: int, near: Bools, core: Bools, labels: Int32) -> None:
    """Label the cluster of a core point. A border point belongs to the first cluster."""
    front = np.array([point])
    labels[point] = number
    while len(front):
        reached = np.flatnonzero(near[front].any(axis=0) & (labels < 0))
        labels[reached] = number
        front = reached[core[reached]]


def _radii_below(points: Float64, radii: Sequence[float]) -> Uint8:
    """Return how many radii are smaller than the distance of each two points, shape (n, n)."""
    n, width = points.shape
    squares = np.einsum("ij,ij->i", points, points)
    slack = 2 * gamma(width + 8, DOUBLE)
    below = np.empty((n, n), dtype=np.uint8)
    for start in range(0, n, ROWS_AT_ONCE):
        stop = min(start + ROWS_AT_ONCE, n)
        lengths = squares[start:stop, None] + squares[start:]
        # Squared distances, in place: the block is the largest array here.
        squared = points[start:stop] @ points[start:].T
        squared *= -2
        squared += lengths
        lengths *= slack
        block = np.zeros(squared.shape, dtype=np.uint8)
        for eps in radii:
            far = squared > eps**2
            unsure = np.nonzero(np.abs(squared - eps**2) <= lengths + slack * eps**2)
            far[unsure] = ~decided(points, unsure[0] + start, unsure[1] + start, eps)
            block += far
        below[start:stop, start:] = block
        below[start:, start:stop] = block.T
    return below


def decided(points: Float64, first: Int64, second: Int64, eps: float) -> Bools:
    """Return which pairs of points, by their numbers, are within eps, as if without rounding."""
    near = np.empty(len(first), dtype=np.bool_)
    for start in range(0, len(first), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        near[part] = _by_difference(points, first[part], second[part], eps)
    return near


def _by_difference(points: Float64, first: Int64, second: Int64, eps: float) -> Bools:
    difference = points[first] - points[second]
    squared = np.einsum("ij,ij->i", difference, difference)
    near: Bools = squared <= eps**2
    share = gamma(points.shape[1] + 8, DOUBLE)
    unsure = np.flatnonzero(np.abs(squared - eps**2) <= 2 * share * eps**2)
    if len(unsure):
        near[unsure] = _by_twofold(points, first[unsure], second[unsure], eps)
    return near


def _by_twofold(points: Float64, first: Int64, second: Int64, eps: float) -> Bools:
    """Decide pairs by sums of pairs of doubles, high and low; exactly where these had to round."""
    high, low = np.zeros(len(first)), np.zeros(len(first))
    rounded = np.zeros(len(first), dtype=np.bool_)
    for x, y in zip(points[first].T, points[second].T, strict=True):
        gap, lost = _sum(x, -y)
        square, below = _product(gap, gap)
        high, carried = _sum(high, square)
        rounded |= lost != 0
        low, missed = _sum(low, below)
        rounded |= missed != 0
        low, missed = _sum(low, carried)
        rounded |= missed != 0
    goal, fine = _product(np.array(eps), np.array(eps))
    over, rest = _sum(high, -goal)
    rest, lost = _sum(rest, -fine)
    total, missed = _sum(low, rest)
    exact = ~rounded & (lost == 0) & (missed == 0)
    near: Bools = over + total <= 0
    for k in np.flatnonzero(~exact).tolist():
        near[k] = _exactly(points[first[k]], points[second[k]], eps)
    return near


def _exactly(x: Float64, y: Float64, eps: float) -> bool:
    gaps = (Fraction(a) - Fraction(b) for a, b in zip(x.tolist(), y.tolist(), strict=True))
    return sum((gap * gap for gap in gaps), Fraction(0)) <= Fraction(eps) ** 2


def _sum(x: Float64, y: Float64) -> tuple[Float64, Float64]:
    high = x + y
    back = high - x
    return high, (x - (high - back)) + (y - back)


def _product(x: Float64, y: Float64) -> tuple[Float64, Float64]:
    p = x * y
    t = _SPLITTER * x
    xh = t - (t - x)
    xl = x - xh
    t = _SPLITTER * y
    yh = t - (t - y)
    yl = y - yh
    return p, ((xh * yh - p) + xh * yl + xl * yh) + xl * yl
