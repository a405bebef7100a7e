"""The published chunk of a family of graphs: levels of eps instead of distances.

Each distance of the spanning trees is rounded up to the next published level of eps, so a cut at a
published level is exact. Rows are grouped by the peak that their chain of parents ends at;
``docs/family.md`` says why nothing else of the trees is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.bundle.packing import delta_code
from topopress.bundle.schema import FamilyCover, FamilyHeader
from topopress.core.arrays import Float64, Int64
from topopress.mapper.cut import clusters_at
from topopress.mapper.family import Family
from topopress.mapper.spanning import SpanningTrees, follow

NEVER = 255
Arrays = Mapping[str, NDArray[np.generic]]


def family_chunk(layer: str, family: Family, n_rows: int) -> tuple[FamilyHeader, Arrays]:
    """Return header and arrays of the chunk of a layer's family.

    The family has all of the layer's ``n_rows`` rows, or a sample of them.

    Raises:
        ValueError: if an interval's rows do not follow one another in the order of the lens (as
            with a cover of two lenses), or there are more levels than a byte can tell apart.
    """
    if len(family.levels) > NEVER:
        raise ValueError(f"{len(family.levels)} levels of eps; at most {NEVER} can be published")
    order = np.argsort(family.lens, kind="stable")
    parts = [_cover_arrays(family, order, cover.trees) for cover in family.covers]
    arrays = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    arrays["row"] = _steps(family.rows)
    arrays["order"] = order
    covers = [
        FamilyCover(
            n_intervals=cover.n_intervals,
            overlap=cover.overlap,
            intervals=cover.trees.n_intervals,
            memberships=len(cover.trees.rows),
            peaks=len(part["peak_level"]),
            further=len(part["further_at"]),
        )
        for cover, part in zip(family.covers, parts, strict=True)
    ]
    own = family.own_eps
    header = FamilyHeader(
        kind="family",
        layer=layer,
        n_rows=n_rows,
        min_samples=family.min_samples,
        levels=family.levels.tolist(),
        own=None if own is None else int(np.searchsorted(family.levels, own)),
        covers=covers,
    )
    return header, arrays


def _cover_arrays(family: Family, order: Int64, trees: SpanningTrees) -> dict[str, Int64]:
    core = _level(family.levels, trees.core)
    touch = _level(family.levels, trees.touch)
    start, stop = _ranges(family, order, trees)
    peaks = _Peaks.of(trees)
    at, further, borders = _border_rows(family.levels, trees, touch)
    return {
        "start": start,
        "stop": stop,
        "n_peaks": peaks.count,
        "core": core,
        "lead": core - np.minimum(touch[:, 0], core) if touch.shape[1] else np.zeros_like(core),
        "peak": peaks.number,
        "peak_parent": peaks.parent,
        "peak_level": _level(family.levels, peaks.weight),
        "further_at": _steps(at),
        "further_peak": peaks.number[trees.starts[at] + trees.touched[at, further]],
        "further_level": touch[at, further],
        "borders": borders[:, 0],
        "ambiguous": borders[:, 1],
    }


def _level(levels: Float64, values: Float64) -> Int64:
    found = np.searchsorted(levels, values)
    return np.where(found < len(levels), found, NEVER)


def _steps(values: Int64) -> Int64:
    return delta_code(np.array([0, len(values)]), values)


def _ranges(family: Family, order: Int64, trees: SpanningTrees) -> tuple[Int64, Int64]:
    """Return where the rows of each interval start and stop in the order of the lens."""
    counts = np.diff(trees.offsets)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    own = rank[np.searchsorted(family.rows, trees.rows)]
    start = np.zeros(trees.n_intervals, dtype=np.int64)
    held = np.flatnonzero(counts)
    if len(held):
        start[held] = np.minimum.reduceat(own, trees.offsets[held])
        last = np.maximum.reduceat(own, trees.offsets[held])
        if not np.array_equal(last - start[held] + 1, counts[held]):
            raise ValueError("the rows of an interval do not follow one another along the lens")
    return start, start + counts


@dataclass(frozen=True, slots=True, eq=False)
class _Peaks:
    """The peaks of all intervals, numbered within each in the order of their rows."""

    count: Int64  # of each interval; 0 where it has no core row at any eps
    number: Int64  # of each membership, 0 in intervals without
    parent: Int64  # the peak each peak is joined to, itself for a root
    weight: Float64  # from which eps on

    @classmethod
    def of(cls, trees: SpanningTrees) -> "_Peaks":
        own = np.arange(len(trees.core))
        first = trees.touched[:, 0] if trees.touched.shape[1] else np.full(len(own), -1)
        peak = follow(np.where(first < 0, own, trees.starts + first))
        some = np.isfinite(trees.core)
        peaks = np.flatnonzero(some & (first < 0))
        begin = np.searchsorted(peaks, trees.offsets)
        mine = np.searchsorted(peaks, trees.starts)  # the first peak of each membership's interval
        number = np.where(some, np.searchsorted(peaks, peak) - mine, 0)
        parent = trees.parent[peaks]
        to = np.where(parent < 0, peaks, trees.starts[peaks] + parent)
        return cls(np.diff(begin), number, number[to], trees.weight[peaks])


def _border_rows(levels: Float64, trees: SpanningTrees, touch: Int64) -> tuple[Int64, Int64, Int64]:
    """Return the border rows that touch several clusters, and their counts at each level.

    A further row that is touched counts only if, when it is first touched, it is in none of the
    clusters touched before. Later it could only become one with them.

    Returns:
        Memberships, and for each the column of ``touched`` of a further row; and for each level
        the number of border rows and of those among them that touch several clusters.
    """
    new = np.zeros(touch.shape, dtype=bool)
    counts = []
    for level, eps in enumerate(levels.tolist()):
        found = clusters_at(trees, eps)
        touched = found.touched
        counts.append(found.count_borders())
        begins = (touch == level) & (touched >= 0)
        for column in range(1, touch.shape[1]):
            rows = np.flatnonzero(begins[:, column])
            before = touched[rows, :column] == touched[rows, column, None]
            new[rows, column] = ~before.any(axis=1)
    at, further = np.nonzero(new)
    return at, further, np.array(counts, dtype=np.int64).reshape(-1, 2)
