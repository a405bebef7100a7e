"""Distances between activation vectors, each as a Euclidean distance between points.

This package computes Euclidean distances only. A metric maps vectors to points, and converts
between its own distance and the Euclidean distance of the points.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float32, Float64

# Two float32 vectors at a distance below this share of their length count as equal.
RESOLUTION = 1e-6


@dataclass(frozen=True, slots=True)
class Metric:
    """A distance, expressed through Euclidean distance.

    Attributes:
        points: Returns the points of vectors of shape (n, n_channels), as float64 of shape
            (n, n_channels or one more). Their distances order pairs as the metric does.
        to_euclidean: Converts a distance of the metric to the distance of the points.
        from_euclidean: Converts an array of distances of points to distances of the metric.
        resolution: Distance below which vectors of at most the given length count as equal.
    """

    points: Callable[[Float32], Float64]
    to_euclidean: Callable[[float], float]
    from_euclidean: Callable[[Float64], Float64]
    resolution: Callable[[float], float]


def unit_vectors(vectors: Float32) -> Float64:
    """Scale each vector to length 1; zero vectors get a direction of their own.

    For unit vectors ``|x - y|**2 = 2 (1 - x . y)``, twice the cosine distance. A zero vector is at
    right angles to every other vector (cosine distance 1) and equal to other zero vectors. If there
    are any, all points get one more coordinate: 1 for zero vectors and 0 for the others.
    """
    points = np.asarray(vectors, dtype=np.float64)
    # Squares of tiny float64 vectors could underflow. Dividing by the largest entry first keeps
    # every vector that is not zero different from zero.
    largest = np.abs(points).max(axis=1, initial=0.0)
    zero = largest == 0
    points = points / np.where(zero, 1.0, largest)[:, None]
    points /= np.where(zero, 1.0, np.linalg.norm(points, axis=1))[:, None]
    return np.column_stack([points, zero]) if zero.any() else points


def _as_double(vectors: NDArray[np.float32]) -> Float64:
    return np.asarray(vectors, dtype=np.float64)


METRICS: Mapping[str, Metric] = {
    "euclidean": Metric(
        points=_as_double,
        to_euclidean=float,
        from_euclidean=np.copy,
        resolution=lambda length: max(RESOLUTION * length, float(np.finfo(np.float64).tiny)),
    ),
    "cosine": Metric(
        points=unit_vectors,
        to_euclidean=lambda eps: math.sqrt(2 * eps),
        from_euclidean=lambda distances: distances**2 / 2,
        resolution=lambda _length: RESOLUTION**2 / 2,
    ),
}
