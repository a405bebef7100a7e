"""Clusterers: the rows of each interval, split into clusters and noise.

A clusterer gets all intervals at once, so that a faster one may share work between them or
run them side by side; replacing one touches this file only.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from topopress.artifacts import Float32, Float64, Int32, Int64
from topopress.config.schema import Dbscan
from topopress.mapper.hierarchical import agglomerative_each, hdbscan_each
from topopress.mapper.metrics import METRICS
from topopress.progress import Progress

NOISE = -1


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

    The labels are scikit-learn's own. A core row has at least ``min_samples`` rows within eps,
    itself counted and the bound included. A row that is near core rows of several clusters
    belongs to the one with the smallest number.
    """
    labels = []
    for rows, radius in zip(interval_rows, eps.tolist(), strict=True):
        labels.append(_dbscan(vectors, rows, radius, settings))
        progress.advance(len(rows))
    return tuple(labels)


def _dbscan(vectors: Float32, rows: Int64, eps: float, settings: Dbscan) -> Int32:
    from sklearn.cluster import DBSCAN  # a second to import, and a cached build needs none of it

    if len(rows) < settings.min_samples:
        return np.full(len(rows), NOISE, dtype=np.int32)
    metric = METRICS[settings.metric]
    points = metric.points(vectors[rows])
    dbscan = DBSCAN(eps=metric.to_euclidean(eps), min_samples=settings.min_samples)
    labels: Int32 = dbscan.fit_predict(points).astype(np.int32)
    return labels


CLUSTERERS: Mapping[str, Clusterer] = {
    "dbscan": dbscan_each,
    "hdbscan": hdbscan_each,
    "agglomerative": agglomerative_each,
}
