"""DBSCAN of one interval by tiles of products, with scikit-learn's labels for any tiles.

A tile is skipped only if all its pairs are settled: core rows of one component. The order of the
tiles changes the cost, not the result (``kernels.connect``):

1. Near rows, which are adjacent: most rows become core rows, most neighbours one component.
2. Some core rows against all rows: components that touch are joined.
3. The rows that are still unsettled (no core row, or in a small component) against all rows, and
   each large component against the other large ones.

An interval may start from the results for fewer rows or a smaller eps (``resume.py``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Int32, Int64
from topopress.mapper.exact.blocks import Check, Interval, Tiling
from topopress.mapper.exact.kernels import cluster_numbers
from topopress.mapper.exact.projection import Projection
from topopress.mapper.exact.resume import absorb
from topopress.mapper.exact.state import Outcome

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
        check: Called before each tile; raises if the work is to end.
    """
    if len(rows) < max(min_samples, 1):
        return np.full(len(rows), -1, dtype=np.int32)
    interval = Interval(projection, rows, [eps], min_samples, tiling, check)
    look_at_all_pairs(interval)
    return labels(interval)[0]


def labels(interval: Interval) -> list[Int32]:
    """Return the labels of a finished interval at each eps, its rows ascending."""
    order = np.argsort(interval.rows)
    return [cluster_numbers(state, order) for state in interval.states]


def look_at_all_pairs(interval: Interval, earlier: Sequence[Outcome] = ()) -> None:
    """Process every unsettled pair; start from earlier results with the same ``min_samples``."""
    if earlier:
        absorb(interval, earlier)
    if len(interval) <= interval.tiling.direct:
        _multiply_with_itself(interval)
    else:
        _join_near_rows(interval)
        _join_by_seeds(interval)
        interval.rise()
        _finish(interval, _grouped(interval))
    interval.rise()


def _multiply_with_itself(interval: Interval) -> None:
    for places in _runs(0, len(interval), interval.tiling.height):
        _multiply_within(interval, places, len(interval))
        interval.refresh()


def _join_near_rows(interval: Interval) -> None:
    n, tiling = len(interval), interval.tiling
    for start in range(0, n, tiling.diagonal):
        stop = min(start + tiling.diagonal, n)
        for places in _runs(start, stop, tiling.height):
            interval.multiply(places, int(places[0]), stop, triangle=True)
    interval.refresh()


def _join_by_seeds(interval: Interval) -> None:
    n, tiling = len(interval), interval.tiling
    cores = np.flatnonzero(interval.lowest.core)
    wanted = min(tiling.seeds, max(tiling.height, n // 50), len(cores))
    # Evenly spaced in the order, which follows space, so that no random numbers are needed.
    seeds = cores[np.linspace(0, len(cores) - 1, wanted).astype(np.int64)].astype(np.int32)
    for start in range(0, len(seeds), tiling.height):
        for first in range(0, n, tiling.width):
            last = min(first + tiling.width, n)
            interval.multiply(seeds[start : start + tiling.height], first, last)
    interval.refresh()


@dataclass(frozen=True, slots=True)
class _Group:
    """The places ``start`` ... ``stop - 1``: a part of a large component, or unsettled (0).

    Pairs of two groups that are ``done`` need not be processed.
    """

    start: int
    stop: int
    component: int
    done: bool


def _grouped(interval: Interval) -> list[_Group]:
    """Put the unsettled rows first, then each large component, by decreasing size."""
    component = _large_components(interval)
    keys = 2 * component + interval.done
    order = np.argsort(keys, kind="stable")
    interval.reorder(order)
    found, starts = np.unique(keys[order], return_index=True)
    stops = [*starts[1:].tolist(), len(interval)]
    return [
        _Group(start, stop, key // 2, bool(key % 2))
        for start, stop, key in zip(starts.tolist(), stops, found.tolist(), strict=True)
    ]


def _large_components(interval: Interval) -> Int64:
    """Return 1, 2, ... for the rows of large components, the largest first; 0 for the others."""
    core = interval.lowest.core == 1
    root = np.where(core, interval.lowest.root, 0)
    sizes = np.bincount(root[core], minlength=len(interval))
    large = np.flatnonzero(sizes >= interval.tiling.large)
    large = large[np.argsort(-sizes[large], kind="stable")]
    rank = np.zeros(len(interval), dtype=np.int64)
    rank[large] = np.arange(1, len(large) + 1)
    return np.where(core, rank[root], 0)


def _finish(interval: Interval, groups: Sequence[_Group]) -> None:
    for k, group in enumerate(groups):
        later = [other for other in groups[k + 1 :] if not (group.done and other.done)]
        within = group.component == 0 and not group.done
        for places in _runs(group.start, group.stop, interval.tiling.height):
            if within:
                _multiply_within(interval, places, group.stop)
            for other in later:
                _multiply_across(interval, places, group, other)
            if within or later:
                interval.refresh()


def _multiply_within(interval: Interval, places: Int32, stop: int) -> None:
    start, width = int(places[0]), max(interval.tiling.width, len(places))
    for first in range(start, stop, width):
        interval.multiply(places, first, min(first + width, stop), triangle=first == start)


def _multiply_across(interval: Interval, places: Int32, group: _Group, other: _Group) -> None:
    root = interval.lowest.root
    if group.component > 0 and root[group.start] == root[other.start]:
        return
    for first in range(other.start, other.stop, interval.tiling.width):
        interval.multiply(places, first, min(first + interval.tiling.width, other.stop))


def _runs(start: int, stop: int, size: int) -> Iterator[Int32]:
    for first in range(start, stop, size):
        yield np.arange(first, min(first + size, stop), dtype=np.int32)
