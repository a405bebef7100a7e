"""The compiled loops that write rows less their centre, and sum their squares."""

import numpy as np

from topopress.core.arrays import Float32, Float64, Int64
from topopress.mapper.exact.compiled import compiled, compiled_any_order
from topopress.mapper.exact.state import Points


@compiled_any_order
def _sum_of_squares(values: Float64) -> float:
    total = 0.0
    for value in values:
        total += value * value
    return total


@compiled_any_order
def squared_lengths(rows: Float32, width: int, squared: Float64) -> None:
    """Write the sum of squares of the first ``width`` entries of each row, in double precision."""
    for k in range(len(rows)):
        total = 0.0
        for value in rows[k, :width]:
            total += np.float64(value) * np.float64(value)
        squared[k] = total


@compiled
def centred(
    points: Points, rows: Int64, centre: Float64, scale: float, out: Float32, squares: Float64
) -> None:
    """Write some points, less the centre and scaled, and their squared lengths.

    Points are without extra coordinates. All is computed in double precision; only what is written
    to ``out`` is rounded to single.

    Args:
        points: All rows.
        rows: Which, shape (n,).
        centre: What is subtracted, shape (n_channels,).
        scale: A power of two.
        out: Its first columns are written, shape (n, at least n_channels).
        squares: Written, shape (n,).
    """
    n_channels = points.vectors.shape[1]
    point = np.empty(n_channels)
    for k in range(len(rows)):
        row = rows[k]
        vector, largest, length = points.vectors[row], points.largest[row], points.length[row]
        if largest == 1.0 and length == 1.0:
            for c in range(n_channels):
                point[c] = (np.float64(vector[c]) - centre[c]) * scale
        else:
            for c in range(n_channels):
                point[c] = (np.float64(vector[c]) / largest / length - centre[c]) * scale
        for c in range(n_channels):
            out[k, c] = point[c]
        squares[k] = _sum_of_squares(point)
