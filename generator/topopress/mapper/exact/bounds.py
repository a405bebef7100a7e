"""Bounds of the rounding error of computed distances. The proof: docs/exactness.md.

Unit roundoffs and the usual constant ``gamma(n) = n u / (1 - n u)`` (Higham 2002, chapter 3),
which bounds the relative error of n roundings, and with it that of sums and products in any
order and with fused multiply-adds.
"""

import math
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64
from topopress.mapper.exact.state import Limits

SINGLE = 2.0**-24
"""Unit roundoff of float32."""
DOUBLE = 2.0**-53
"""Unit roundoff of float64."""
TINY = 2.0**-100
"""A bound of what underflows in a product or in a sum of squares, in single precision."""
SMALLEST_EPS, LARGEST_EPS = 2.0**-160, 2.0**200
"""eps is limited to this range. Different float32 rows are more than 2**-150 and less than 2**200
apart, so this changes no Euclidean neighbourhood."""
COSINE_SINGLE = 5 * SINGLE
"""Error of the difference of two unit vectors that are scaled in single precision."""
FAINT = 2.0**-80
"""A bound of the effect of underflow on a projected row, its coordinates and residual."""
LARGEST_SINGLE = 2.0**127
SAFE = 2.0**40
"""Squares of lengths between 1/SAFE and SAFE neither overflow nor vanish in float32."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The numbers, besides eps, on which the limits of an interval depend.

    Attributes:
        n_channels: Length of a row.
        k1: Coordinates in a product.
        k2: Coordinates in all.
        error: Largest ``Projection.error``.
        squared: Largest ``Layout.squared``.
        scale: Power of two by which projections are scaled.
        single: Error of a single-precision difference of points, unscaled; negative where
            single precision could overflow or underflow.
    """

    n_channels: int
    k1: int
    k2: int
    error: float
    squared: float
    scale: float
    single: float


def gamma(n: int, unit: float) -> float:
    """Return the bound of n relative rounding errors, itself rounded up."""
    return 1.0001 * n * unit / (1 - n * unit)


def coordinate_errors(double: Float64, single: Float32, chunk: int) -> tuple[float, float]:
    """Return the error of coordinates as shares of the length of a row: zeta in docs/exactness.md.

    Args:
        double: Nearly orthonormal columns, shape (n_channels, k2), for products in double.
        single: The same columns, rounded, for products in single.
        chunk: Channels that are multiplied at once in single precision.
    """
    n_channels, k = double.shape
    skew = float(np.linalg.norm(double.T @ double - np.eye(k)))
    omega = skew + 2 * k * gamma(n_channels + 2, DOUBLE)
    rounded = 1.01 * float(np.linalg.norm(single - double))
    sums = min(chunk, n_channels) + -(-n_channels // chunk) + 1
    product = gamma(sums, SINGLE) * math.sqrt(k) + 2 * SINGLE
    return (
        omega + 2 * gamma(n_channels + 1, DOUBLE) * math.sqrt(k),
        omega + rounded + 1.01 * (1 + omega + rounded) * product,
    )


def row_errors(lengths: Float64, far: Float64 | None, zeta: float, n_numbers: int) -> Float32:
    """Return the length of the error of the coordinates and residual of each row, rounded up.

    It is kappa in docs/exactness.md.

    Args:
        lengths: Computed distances from the centre, shape (n,).
        far: Computed residuals after all coordinates; None where these are known exactly.
        zeta: Error of the coordinates, as a share of the length.
        n_numbers: Channels and coordinates together.
    """
    residual = zeta * lengths
    if far is not None:
        eta = 3 * gamma(n_numbers + 8, DOUBLE) + (2.05 + zeta) * zeta
        # The root loses half of the digits only if the square is almost zero.
        steep = np.maximum(far, math.sqrt(eta) * lengths)
        residual = eta * lengths**2 / np.maximum(steep, FAINT)
    found = 1.02 * ((zeta + 2 * SINGLE) * lengths + residual) + FAINT
    return np.asarray(found, dtype=np.float32)


def product_error(k1: int, squared: float) -> float:
    """Return tau: the error of a squared distance from a single-precision product."""
    return 1.01 * (3 * gamma(k1 + 2, SINGLE) + 2 * SINGLE) * squared + TINY


def thresholds(squared: Float64, eps: float, extent: Extent) -> Float32:
    """Return the products below which pairs are farther than eps, rounded down."""
    far = (eps * extent.scale + 2 * extent.error) ** 2
    exact = (squared - far - product_error(extent.k1, extent.squared)) / 2
    single = np.maximum(exact, -LARGEST_SINGLE).astype(np.float32)
    return np.nextafter(single, np.float32(-np.inf))


def limits(eps: float, extent: Extent) -> Limits:
    """Return the limits of an interval; eps is in units of the points."""
    slack = 2 * extent.error
    tau = product_error(extent.k1, extent.squared)
    scaled = eps * extent.scale
    # Starting the sum from the product saves work, but adds tau.
    scratch = tau > 0.002 * scaled**2
    tau = 0.0 if scratch else tau
    projected, single = gamma(extent.k2 + 32, SINGLE), gamma(extent.n_channels + 32, SINGLE)
    double = gamma(extent.n_channels + 8, DOUBLE)
    projected_near = (max(scaled - slack, 0.0) ** 2 - tau) * (1 - projected) - TINY
    single_far, single_near = _single_limits(eps, extent.single, single)
    return Limits(
        scratch=int(scratch),
        projected_far=_up(((scaled + slack) ** 2 + tau) * (1 + projected) + TINY),
        projected_near=projected_near if scaled > slack else -1.0,
        single_far=single_far,
        single_near=single_near,
        double_far=eps**2 * (1 + double),
        double_near=eps**2 * (1 - double),
        eps=eps,
    )


def _single_limits(eps: float, error: float, share: float) -> tuple[float, float]:
    if error < 0 or not 1 / SAFE < eps < SAFE:
        return np.inf, -1.0
    near = (max(eps - error, 0.0) ** 2) * (1 - share) - TINY
    return _up((eps + error) ** 2 * (1 + share) + TINY), near


def _up(limit: float) -> float:
    """Round a limit up to single precision, in which it is compared."""
    if limit > LARGEST_SINGLE:
        return np.inf
    return float(np.nextafter(np.float32(limit), np.float32(np.inf)))
