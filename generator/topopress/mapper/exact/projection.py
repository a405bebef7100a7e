"""Principal coordinates and residual norms: a few numbers per row that bound every distance.

For an orthonormal basis with residuals r, and any two points x and y with coordinates z:
|z_x - z_y|^2 + (r_x - r_y)^2 <= |x - y|^2 <= |z_x - z_y|^2 + (r_x + r_y)^2. The basis comes from a
sample; whichever it is, the bounds hold, they are only more or less tight.
"""

import math
from dataclasses import dataclass

import numpy as np

from topopress.artifacts import Float32, Float64
from topopress.mapper.exact.bounds import projection_error
from topopress.mapper.exact.points import blocks, chosen, longest_possible, single_error
from topopress.mapper.exact.state import Points

SAMPLE = 4000
"""Rows from which the basis is computed."""
FIRST, ALL = 128, 224
"""Coordinates in a product, and in all. With 96 in a product three times as many pairs need a
second look (100,000 rows of 832 channels), which costs more than the narrower product saves."""


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """The rows in principal coordinates, scaled by a power of two to lengths of at most 1.

    Attributes:
        points: What was projected.
        coordinates: Shape (n_rows, k2).
        near: Residual after the first k1 coordinates, shape (n_rows,).
        far: Residual after all, shape (n_rows,).
        length: Distance from the centre, rounded up, shape (n_rows,).
        k1: Coordinates that go into products.
        scale: The power of two.
        share: Error bound of a row, as a share of its length; kappa in docs/exactness.md.
        single: As ``bounds.Extent`` has it.
    """

    points: Points
    coordinates: Float32
    near: Float32
    far: Float32
    length: Float64
    k1: int
    scale: float
    share: float
    single: float


def project(points: Points, *, rng: np.random.Generator) -> Projection:
    """Project all rows on the principal axes of a sample; reads the rows in blocks."""
    n = len(points.vectors)
    centre, basis = _axes(points, rng)
    k2 = basis.shape[1]
    k1 = min(FIRST, k2)
    scale = 2.0 ** -math.ceil(math.log2(max(2 * longest_possible(points), 2.0**-160)))
    coordinates = np.empty((n, k2), dtype=np.float32)
    near, far = np.empty(n, dtype=np.float32), np.empty(n, dtype=np.float32)
    length = np.empty(n)
    for start, stop, block in blocks(points):
        centred = (block - centre) * scale
        found = centred @ basis
        coordinates[start:stop] = found
        whole = np.einsum("ij,ij->i", centred, centred) + points.zero[start:stop] * scale**2
        first = np.einsum("ij,ij->i", found[:, :k1], found[:, :k1])
        rest = np.einsum("ij,ij->i", found[:, k1:], found[:, k1:])
        near[start:stop] = np.sqrt(np.maximum(whole - first, 0))
        far[start:stop] = np.sqrt(np.maximum(whole - (first + rest), 0))
        length[start:stop] = np.sqrt(whole) * (1 + 1e-6)
    return Projection(
        points,
        coordinates,
        near,
        far,
        length,
        k1,
        scale,
        projection_error(basis),
        single_error(points),
    )


def _axes(points: Points, rng: np.random.Generator) -> tuple[Float64, Float64]:
    """Return the mean of a sample and its leading principal axes, shape (n_channels, k2)."""
    n, n_channels = points.vectors.shape
    rows = np.sort(rng.choice(n, size=min(SAMPLE, n), replace=False))
    sample = chosen(points, rows)
    centre = sample.sum(axis=0) / max(len(sample), 1)
    sample -= centre
    # Entries near the limits of float32 would overflow when squared a few times.
    sample /= max(float(np.abs(sample).max(initial=0.0)), 2.0**-160)
    k2 = min(ALL, n_channels)
    _, vectors = np.linalg.eigh(sample.T @ sample)
    return centre, np.ascontiguousarray(vectors[:, ::-1][:, :k2])
