"""DBSCAN of one interval by tiles of products; labels as scikit-learn's, whatever the tiles.

A tile is left out only if all its pairs are settled, being core rows of one component. Cost
depends on the order of the tiles, the result does not (``kernels.connect``):

1. Near rows, which stand together: most rows become core rows, most neighbours one component.
2. Some core rows against all: components that touch grow together.
3. The rows still unsettled (no core row, or in a small component) against all; and each large
   component against the other large ones.
"""

from collections.abc import Iterator

import numpy as np

from topopress.artifacts import Int32, Int64
from topopress.mapper.exact.blocks import Check, Interval, Tiling, opened
from topopress.mapper.exact.bounds import LARGEST_EPS, SMALLEST_EPS
from topopress.mapper.exact.kernels import cluster_numbers
from topopress.mapper.exact.ordering import bisection_order
from topopress.mapper.exact.projection import Projection

DEFAULT_TILING = Tiling()


def dbscan_interval(
    projection: Projection,
    rows: Int64,
    eps: float,
    min_samples: int,
    *,
    tiling: Tiling = DEFAULT_TILING,
    check: Check = lambda: None,
) -> Int32:
    """Return scikit-learn's DBSCAN labels of some rows.

    Args:
        projection: All rows.
        rows: Rows of the interval, ascending, shape (n,).
        eps: Radius in units of the points.
        min_samples: Rows within eps, the row itself counted, that make a core row.
        tiling: Sizes of the tiles.
        check: Called before each tile; raises to give up.

    Returns:
        Shape (n,): -1 for noise, else clusters 0, 1, ... in the order of their smallest core row.
    """
    if len(rows) < max(min_samples, 1):
        return np.full(len(rows), -1, dtype=np.int32)
    eps = min(max(eps, SMALLEST_EPS), LARGEST_EPS)
    order = bisection_order(projection.coordinates[rows])
    interval = opened(projection, rows[order], eps, min_samples, tiling=tiling, check=check)
    look_at_all_pairs(interval)
    return labels(interval)


def labels(interval: Interval) -> Int32:
    """Return the labels of a finished interval, its rows ascending."""
    return cluster_numbers(interval.state, np.argsort(interval.rows))


def look_at_all_pairs(interval: Interval) -> None:
    """Take in every pair of an interval, or see that it is settled."""
    if len(interval) <= interval.tiling.direct:
        _multiply_with_itself(interval)
        return
    _join_near_rows(interval)
    _join_by_seeds(interval)
    starts = _group(interval)
    _finish_unsettled(interval, starts)
    _finish_large(interval, starts)


def _multiply_with_itself(interval: Interval) -> None:
    n, tiling = len(interval), interval.tiling
    for places in _runs(0, n, tiling.height):
        last = int(places[-1]) + 1
        interval.multiply(places, int(places[0]), last, triangle=True)
        for first in range(last, n, tiling.width):
            interval.multiply(places, first, min(first + tiling.width, n))
        interval.refresh()


def _join_near_rows(interval: Interval) -> None:
    for places in _runs(0, len(interval), interval.tiling.diagonal):
        interval.multiply(places, int(places[0]), int(places[-1]) + 1, triangle=True)
    interval.refresh()


def _join_by_seeds(interval: Interval) -> None:
    n, tiling = len(interval), interval.tiling
    cores = np.flatnonzero(interval.state.core)
    wanted = min(tiling.seeds, max(tiling.height, n // 50), len(cores))
    # Spread over the order, which is spread over space; no chance is needed.
    seeds = cores[np.linspace(0, len(cores) - 1, wanted).astype(np.int64)].astype(np.int32)
    for start in range(0, len(seeds), tiling.height):
        for first in range(0, n, tiling.width):
            last = min(first + tiling.width, n)
            interval.multiply(seeds[start : start + tiling.height], first, last)
    interval.refresh()


def _group(interval: Interval) -> Int64:
    """Lay the unsettled rows out first, then each large component; return where each starts."""
    state = interval.state
    n = len(interval)
    root = np.where(state.core == 1, state.root, 0)
    sizes = np.bincount(root[state.core == 1], minlength=n)
    large = np.flatnonzero(sizes >= interval.tiling.large)
    large = large[np.argsort(-sizes[large], kind="stable")]
    rank = np.zeros(n, dtype=np.int64)
    rank[large] = np.arange(1, len(large) + 1)
    group = np.where(state.core == 1, rank[root], 0)
    order = np.argsort(group, kind="stable")
    interval.reorder(order)
    return np.searchsorted(group[order], np.arange(len(large) + 2))


def _finish_unsettled(interval: Interval, starts: Int64) -> None:
    n, tiling = len(interval), interval.tiling
    for places in _runs(0, int(starts[1]), tiling.height):
        last = int(places[-1]) + 1
        interval.multiply(places, int(places[0]), last, triangle=True)
        for first in range(last, n, tiling.width):
            interval.multiply(places, first, min(first + tiling.width, n))
        interval.refresh()


def _finish_large(interval: Interval, starts: Int64) -> None:
    tiling = interval.tiling
    for own in range(1, len(starts) - 1):
        for other in range(own + 1, len(starts) - 1):
            for places in _runs(int(starts[own]), int(starts[own + 1]), tiling.height):
                if _joined(interval, int(starts[own]), int(starts[other])):
                    break
                for first in range(int(starts[other]), int(starts[other + 1]), tiling.width):
                    last = min(first + tiling.width, int(starts[other + 1]))
                    interval.multiply(places, first, last)
                interval.refresh()


def _joined(interval: Interval, first: int, second: int) -> bool:
    return bool(interval.state.root[first] == interval.state.root[second])


def _runs(start: int, stop: int, size: int) -> Iterator[Int32]:
    for first in range(start, stop, size):
        yield np.arange(first, min(first + size, stop), dtype=np.int32)
