"""Takes the mean of all rows, or of the rows of each group, away from rows."""

from collections.abc import Iterator

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32, Int64

LEAST_ROWS = 5
"""Rows of the smallest group that has a mean of its own."""
ROWS_AT_ONCE = 4096


def without_mean(vectors: Float32, out: Float32) -> None:
    """Write rows without the mean of all rows.

    Arrays have shape (n_rows, n_channels) and may be memory-mapped; only some rows of them are in
    memory. ``out`` is not ``vectors``.
    """
    everything = np.arange(len(vectors))
    _subtract(vectors, everything, _mean(vectors, everything), out)


def without_mean_of(vectors: Float32, new: Float32) -> Float32:
    """Return new rows without the mean of other rows, as ``without_mean`` leaves these."""
    out = np.empty(new.shape, np.float32)
    _subtract(new, np.arange(len(new)), _mean(vectors, np.arange(len(vectors))), out)
    return out


def without_group_means(vectors: Float32, group: Int32, out: Float32) -> None:
    """Write rows without the mean of their group, if it has ``LEAST_ROWS`` rows.

    The rows of smaller groups, and of no group (-1), are without the mean of all rows. ``group``
    has shape (n_rows,); the other arrays are as for ``without_mean``.
    """
    large = list(large_groups(group))
    rest = np.ones(len(vectors), dtype=np.bool_)
    for rows in large:
        rest[rows] = False
        _subtract(vectors, rows, _mean(vectors, rows), out)
    overall = _mean(vectors, np.arange(len(vectors)))
    _subtract(vectors, np.flatnonzero(rest), overall, out)


def large_groups(group: Int32, least: int = LEAST_ROWS) -> Iterator[Int64]:
    """Yield the rows of each group with so many rows or more, ascending."""
    order = np.argsort(group, kind="stable")
    numbers, starts, sizes = np.unique(group[order], return_index=True, return_counts=True)
    for number, start, size in zip(numbers.tolist(), starts.tolist(), sizes.tolist(), strict=True):
        if number >= 0 and size >= least:
            yield order[start : start + size]


def _mean(vectors: Float32, rows: Int64) -> Float64:
    total = np.zeros(vectors.shape[1])
    for some in _blocks(rows):
        total += vectors[some].sum(axis=0, dtype=np.float64)
    return total / max(len(rows), 1)


def _subtract(vectors: Float32, rows: Int64, mean: Float64, out: Float32) -> None:
    for some in _blocks(rows):
        out[some] = vectors[some] - mean


def _blocks(rows: Int64) -> Iterator[Int64]:
    return (rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE))
