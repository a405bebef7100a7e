"""Principal coordinates and residual norms: a few numbers per row, which bound every distance.

For an orthonormal basis with residuals r, and any two points x and y with coordinates z:
|z_x - z_y|^2 + (r_x - r_y)^2 <= |x - y|^2 <= |z_x - z_y|^2 + (r_x + r_y)^2. The basis is computed
from a sample. The bounds hold for any basis; a better basis makes them tighter.
"""

import math
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64, Int64
from topopress.mapper.exact.bounds import coordinate_errors, row_errors
from topopress.mapper.exact.centring import centred
from topopress.mapper.exact.points import chosen, extremes
from topopress.mapper.exact.state import Points

SAMPLE = 4000
"""Rows from which the basis is computed."""
FIRST, ALL = 128, 224
"""Most coordinates in a product, and in total. With 96 in a product, three times as many pairs need
further coordinates (100,000 rows of 832 channels), which costs more than the product saves."""
FEWEST_FIRST, FEWEST = 64, 128
"""Fewest coordinates in a product, and in total, unless there are fewer channels."""
FLAT, AXES = 0.75, 24
"""Where the coordinates have a smaller share of the variance than this they decide too few pairs:
then there are only so many, by which rows are ordered, and products are of all channels."""
ROWS_AT_ONCE = 512
"""Rows projected at once, few enough that their coordinates stay in the cache."""
CHUNK = 52
"""Channels multiplied at once in single precision; the error grows with their number."""
COARSE = 0.002
"""Rows whose error is a larger share of their length are projected in double precision."""


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """The rows in principal coordinates, scaled by a power of two to lengths of at most 1.

    Attributes:
        points: The projected points.
        first: ``Layout.first`` of all rows, shape (n_rows, k1 + 2).
        rest: Further coordinates, shape (n_rows, k2 - k1).
        squared: ``Layout.squared`` of all rows, shape (n_rows,).
        far: Residual after all, shape (n_rows,).
        error: Length of the error of coordinates and a residual, shape (n_rows,).
        k1: Coordinates that go into products.
        scale: The power of two.
        centre: What was subtracted from the points, shape (n_channels,).
        single: As in ``bounds.Extent``.
        flat: Whether products of all channels cost less than the coordinates save.
    """

    points: Points
    first: Float32
    rest: Float32
    squared: Float64
    far: Float32
    error: Float32
    k1: int
    scale: float
    centre: Float64
    single: float
    flat: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Axes:
    """The axes on which rows are projected.

    Attributes:
        centre: Shape (n_channels,).
        double: Nearly orthonormal columns, shape (n_channels, k2).
        single: The same, rounded.
        errors: Those of ``coordinate_errors``.
        flat: Whether all channels have about the same variance, in every direction.
    """

    centre: Float64
    double: Float64
    single: Float32
    errors: tuple[float, float]
    flat: bool


def project(points: Points, *, rng: np.random.Generator) -> Projection:
    """Project all rows on the principal axes of a sample; reads the rows in blocks."""
    n = len(points.vectors)
    axes = _axes(points, rng)
    k2 = axes.double.shape[1]
    k1 = min(_n_coordinates(axes.double.shape[0])[0], k2)
    longest, single = extremes(points)
    projection = Projection(
        points=points,
        first=np.empty((n, k1 + 2), dtype=np.float32),
        rest=np.empty((n, k2 - k1), dtype=np.float32),
        squared=np.empty(n),
        far=np.empty(n, dtype=np.float32),
        error=np.empty(n, dtype=np.float32),
        k1=k1,
        scale=2.0 ** -math.ceil(math.log2(max(2 * longest, 2.0**-160))),
        centre=axes.centre,
        single=single,
        flat=axes.flat,
    )
    for start in range(0, n, ROWS_AT_ONCE):
        _project(projection, axes, start, min(start + ROWS_AT_ONCE, n))
    return projection


def _n_coordinates(n_channels: int) -> tuple[int, int]:
    """Return how many coordinates go into a product, and how many there are in total.

    They are a sixth and a third of the channels, in whole vectors of 32: the fewer channels, the
    less a comparison of whole rows costs, which coordinates save.
    """
    first = min(max(-(-n_channels // 6 // 32) * 32, FEWEST_FIRST), FIRST)
    total = min(max(-(-n_channels // 3 // 32) * 32, FEWEST), ALL)
    return min(first, n_channels), min(total, n_channels)


def _project(projection: Projection, axes: _Axes, start: int, stop: int) -> None:
    """Project some rows in single precision, or in double where single is too coarse."""
    rows = np.arange(start, stop)
    block = np.empty((len(rows), len(axes.centre)), dtype=np.float32)
    squares = np.empty(len(rows))
    centred(projection.points, rows, axes.centre, projection.scale, block, squares)
    in_double, in_single = axes.errors
    found = _product_in_single(block, axes.single)
    _write(projection, slice(start, stop), squares, found, in_single)
    # A large error costs time only.
    coarse = np.flatnonzero(projection.error[start:stop] > COARSE * np.sqrt(squares))
    if len(coarse):
        points = (chosen(projection.points, rows[coarse]) - axes.centre) * projection.scale
        _write(projection, rows[coarse], squares[coarse], points @ axes.double, in_double)


def _product_in_single(rows: Float32, basis: Float32) -> Float32:
    found = np.zeros((len(rows), basis.shape[1]), dtype=np.float32)
    for first in range(0, len(basis), CHUNK):
        found += rows[:, first : first + CHUNK] @ basis[first : first + CHUNK]
    return found


def _write(
    projection: Projection,
    rows: slice | Int64,
    squares: Float64,
    found: Float32 | Float64,
    zeta: float,
) -> None:
    """Write the found coordinates of some rows, their residuals, and the error of these.

    Squares are squared distances from the centre, without extra coordinates; zeta is the error of
    the coordinates as a share of that distance.
    """
    extra = projection.points.zero[rows] * projection.scale**2
    first, rest = _squares(found[:, : projection.k1]), _squares(found[:, projection.k1 :])
    n_channels, k2 = projection.points.vectors.shape[1], found.shape[1]
    # With axes that span all channels, the residual of a row is its extra coordinate.
    complete = k2 == n_channels
    far = extra if complete else np.maximum(squares + extra - (first + rest), 0)
    near = extra + rest if complete else np.maximum(squares + extra - first, 0)
    projection.first[rows, :-2] = found[:, : projection.k1]
    projection.first[rows, -2] = np.sqrt(near)
    projection.squared[rows] = _squares(projection.first[rows, :-1])
    projection.first[rows, -1] = -projection.squared[rows] / 2
    projection.rest[rows] = found[:, projection.k1 :]
    projection.far[rows] = np.sqrt(far)
    projection.error[rows] = row_errors(
        np.sqrt(squares + extra), None if complete else np.sqrt(far), zeta, n_channels + k2
    )


def _squares(values: Float32 | Float64) -> Float64:
    """Return the sum of squares of each row, in double precision."""
    wide = np.asarray(values, dtype=np.float64)
    squares: Float64 = np.einsum("ij,ij->i", wide, wide)
    return squares


def _axes(points: Points, rng: np.random.Generator) -> _Axes:
    """Return the mean of a sample and its leading principal axes."""
    n, n_channels = points.vectors.shape
    rows = np.sort(rng.choice(n, size=min(SAMPLE, n), replace=False))
    parts = [rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE)]
    centre, largest = np.zeros(n_channels), 2.0**-160
    for part in parts:
        block = chosen(points, part)
        centre += block.sum(axis=0) / len(rows)
        largest = max(largest, float(block.max(initial=0.0)), -float(block.min(initial=0.0)))
    products = np.zeros((n_channels, n_channels))
    for part in parts:
        # Entries near the limits of float32 would overflow when squared a few times.
        block = ((chosen(points, part) - centre) / (2 * largest)).astype(np.float32)
        products += block.T @ block
    variance, axes = np.linalg.eigh(products)
    flat = bool(variance[::-1][:ALL].sum() < FLAT * variance.sum())
    k2 = AXES if flat else _n_coordinates(n_channels)[1]
    double = np.ascontiguousarray(axes[:, ::-1][:, :k2])
    single = double.astype(np.float32)
    return _Axes(centre, double, single, coordinate_errors(double, single, CHUNK), flat)
