"""Rows as points whose Euclidean distances a metric needs, without a copy of the rows."""

import math
from collections.abc import Callable, Mapping

import numpy as np

from topopress.core.arrays import Float32, Float64
from topopress.mapper.exact.bounds import COSINE_SINGLE, SAFE
from topopress.mapper.exact.state import Points

ROWS_AT_ONCE = 256


def euclidean_points(vectors: Float32) -> Points:
    """Return the rows as they are."""
    ones = np.ones(len(vectors))
    return Points(
        _plain(vectors), ones, ones, ones.astype(np.float32), np.zeros(len(ones), dtype=np.uint8)
    )


def cosine_points(vectors: Float32) -> Points:
    """Return the rows scaled to length 1; computed exactly as ``metrics.unit_vectors`` does."""
    vectors = _plain(vectors)
    n = len(vectors)
    largest, length = np.ones(n), np.ones(n)
    zero = np.zeros(n, dtype=np.uint8)
    for start in range(0, n, ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        block = np.asarray(vectors[part], dtype=np.float64)
        found = np.abs(block).max(axis=1, initial=0.0)
        empty = found == 0
        zero[part] = empty
        largest[part] = np.where(empty, 1.0, found)
        norms = np.linalg.norm(block / largest[part, None], axis=1)
        length[part] = np.where(empty, 1.0, norms)
    size = np.clip(largest * length, 1 / SAFE, SAFE)
    return Points(vectors, largest, length, (1 / size).astype(np.float32), zero)


POINTS: Mapping[str, Callable[[Float32], Points]] = {
    "euclidean": euclidean_points,
    "cosine": cosine_points,
}


def chosen(points: Points, rows: slice | np.ndarray) -> Float64:
    """Return some points without their extra coordinate, as doubles."""
    block = np.asarray(points.vectors[rows], dtype=np.float64)
    if points.largest is not points.length:
        block = block / points.largest[rows, None]
        block /= points.length[rows, None]
    return block


def extremes(points: Points) -> tuple[float, float]:
    """Return a bound of the length of every point, and the error of a single-precision difference.

    The bound excludes extra coordinates. The error is negative if lengths are so extreme that
    single precision could overflow or underflow.
    """
    if points.largest is not points.length:
        size = points.largest * points.length
        safe = bool(((size > 1 / SAFE) & (size < SAFE)).all())
        return 1.001, COSINE_SINGLE if safe else -1.0
    largest = 0.0
    for start in range(0, len(points.vectors), ROWS_AT_ONCE):
        block = points.vectors[start : start + ROWS_AT_ONCE]
        largest = max(largest, float(block.max(initial=0.0)), -float(block.min(initial=0.0)))
    longest = 1.001 * largest * math.sqrt(points.vectors.shape[1])
    return longest, 0.0 if largest < SAFE else -1.0


def _plain(vectors: Float32) -> Float32:
    # A view that is always of one type, so that the kernels are compiled once.
    plain = np.ascontiguousarray(np.asarray(vectors), dtype=np.float32).view()
    plain.flags.writeable = False
    return plain
