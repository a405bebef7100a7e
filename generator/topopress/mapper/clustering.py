"""Clusterers: the rows of each interval, split into clusters and noise.

A clusterer gets all intervals at once, so that a faster one may share work between them or
run them side by side; replacing one touches this file only.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from topopress.config.schema import Dbscan
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import Progress
from topopress.core.seeds import rng_for
from topopress.mapper.exact.plain import plain_dbscan_each
from topopress.mapper.hierarchical import agglomerative_each, hdbscan_each
from topopress.mapper.metrics import METRICS

NOISE = -1
PAIR_SECONDS, CHANNEL_SECONDS = 1.0e-8, 3.0e-11
"""What a pair costs on the plain path, and each of its channels; measured."""
ENGINE_SECONDS = 1.5
"""What it costs to load the engine and to project the rows; below, the plain path is faster."""
PLAIN_ROWS = 8192
"""Rows of an interval above which the plain path, which keeps n**2 bytes, takes too much memory."""


class Clusterer(Protocol):
    """Clusters the rows of each interval."""

    def __call__(
        self,
        vectors: Float32,
        interval_rows: Sequence[Int64],
        eps: Float64,
        settings: Any,  # noqa: ANN401 - each clusterer has settings of its own
        progress: Progress,
    ) -> tuple[Int32, ...]:
        """Return a cluster number for each row of each interval.

        Args:
            vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
            interval_rows: Rows of each interval, ascending.
            eps: Neighbourhood radius in each interval, shape (n_intervals,), above 0.
            settings: Metric and ``min_samples``.
            progress: Advances by a membership at a time.

        Returns:
            For each interval an array as long as its rows: -1 for noise, else clusters 0, 1, ...
            in the order of their smallest core row.
        """


def dbscan_each(
    vectors: Float32,
    interval_rows: Sequence[Int64],
    eps: Float64,
    settings: Dbscan,
    progress: Progress,
) -> tuple[Int32, ...]:
    """Cluster each interval by DBSCAN (Ester, Kriegel, Sander and Xu 1996); see ``Clusterer``.

    The labels are DBSCAN's by definition, without rounding, numbered as scikit-learn numbers them
    (docs/exactness.md). A core row has at least ``min_samples`` rows within eps, itself counted
    and the bound included. A row that is near core rows of several clusters belongs to the one
    with the smallest number.
    """
    radii = [METRICS[settings.metric].to_euclidean(radius) for radius in eps.tolist()]
    if is_small(interval_rows, vectors.shape[1]):
        found = plain_each(vectors, interval_rows, [[r] for r in radii], settings, progress)
        return tuple(labels for (labels,) in found)
    return _engine(vectors, interval_rows, radii, settings, progress)


def is_small(interval_rows: Sequence[Int64], n_channels: int, *, graphs: int = 1) -> bool:
    """Return whether all pairs of so many graphs cost less than to load and to feed the engine."""
    sizes = np.array([len(rows) for rows in interval_rows], dtype=np.float64)
    seconds = float((sizes**2).sum()) * (PAIR_SECONDS + n_channels * CHANNEL_SECONDS)
    return graphs * seconds < ENGINE_SECONDS and sizes.max(initial=0) <= PLAIN_ROWS


def plain_each(
    vectors: Float32,
    interval_rows: Sequence[Int64],
    radii: Sequence[Sequence[float]],
    settings: Dbscan,
    progress: Progress,
) -> list[list[Int32]]:
    """Return the labels of each interval at each of its radii, by the plain path.

    Args:
        vectors: As in ``Clusterer``.
        interval_rows: As in ``Clusterer``.
        radii: Euclidean, ascending in each interval.
        settings: Metric and ``min_samples``.
        progress: As in ``Clusterer``.
    """
    points = METRICS[settings.metric].points
    labels = []
    for rows, own in zip(interval_rows, radii, strict=True):
        labels.append(plain_dbscan_each(points(vectors[rows]), own, settings.min_samples))
        progress.advance(len(rows))
    return labels


def _engine(
    vectors: Float32,
    interval_rows: Sequence[Int64],
    radii: Sequence[float],
    settings: Dbscan,
    progress: Progress,
) -> tuple[Int32, ...]:
    # Imports numba, which a small site has no use for.
    from topopress.mapper.exact.engine import dbscan_interval
    from topopress.mapper.exact.parallel import Check, side_by_side, single_threaded
    from topopress.mapper.exact.points import POINTS
    from topopress.mapper.exact.projection import project

    with single_threaded():
        projection = project(POINTS[settings.metric](vectors), rng=rng_for(0, "projection"))

    def cluster(index: int, check: Check) -> Int32:
        rows, radius = interval_rows[index], radii[index]
        return dbscan_interval(projection, rows, radius, settings.min_samples, check=check)

    return side_by_side(cluster, interval_rows, progress)


CLUSTERERS: Mapping[str, Clusterer] = {
    "dbscan": dbscan_each,
    "hdbscan": hdbscan_each,
    "agglomerative": agglomerative_each,
}
