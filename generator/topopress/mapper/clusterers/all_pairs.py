"""Shared by the clusterers that keep the distances of all pairs of rows of an interval.

They are scikit-learn's and SciPy's. Their memory grows with the square of the rows of an interval.
"""

from collections.abc import Callable

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64
from topopress.core.errors import ConfigError
from topopress.core.progress import Progress
from topopress.mapper.clusterers.base import Labels
from topopress.mapper.metrics import METRICS
from topopress.mapper.types import NOISE, Rows

MOST_ROWS = 10_000
"""Largest number of rows of an interval; with so many, a clusterer takes 2.5 GB."""


def cluster_each(
    kind: str,
    interval_rows: Rows,
    cluster: Callable[[int, Int64], Int32],
    progress: Progress,
) -> Labels:
    """Cluster each interval, and number its clusters by their smallest row.

    ``cluster`` returns the labels of an interval, given its number and its rows.

    Raises:
        ConfigError: if an interval has more than ``MOST_ROWS`` rows.
    """
    _require_few(interval_rows, kind)
    labels = []
    for interval, rows in enumerate(interval_rows):
        labels.append(numbered_by_first_row(cluster(interval, rows)))
        progress.advance(len(rows))
    return tuple(labels)


def all_distances(points: Float64, metric: str) -> Float64:
    """Return the distance of each two points in units of the metric, shape (n, n)."""
    from scipy.spatial.distance import squareform

    distances: Float64 = squareform(condensed_distances(points, metric))
    return distances


def condensed_distances(points: Float64, metric: str) -> Float64:
    """Return the distance of each two points once, in SciPy's order, shape (n * (n - 1) / 2,)."""
    from scipy.spatial.distance import pdist

    return METRICS[metric].from_euclidean(pdist(points))


def _require_few(interval_rows: Rows, kind: str) -> None:
    sizes = np.array([len(rows) for rows in interval_rows])
    crowded = int(sizes.argmax())
    if sizes[crowded] > MOST_ROWS:
        raise ConfigError(
            f"mapper.clusterer: {kind!r} takes at most {MOST_ROWS:,} rows in an interval, because "
            f"its memory grows with their square; interval {crowded} has {sizes[crowded]:,}. Take "
            'more intervals, less overlap, a cover of kind "balanced", or the clusterer "dbscan"'
        )


def numbered_by_first_row(labels: Int32) -> Int32:
    """Number clusters 0, 1, ... in the order of their smallest row; noise stays."""
    found, first = np.unique(labels, return_index=True)
    order = found[np.argsort(first)]
    order = order[order != NOISE]
    number = np.full(int(labels.max(initial=NOISE)) + 2, NOISE, dtype=np.int32)
    number[order] = np.arange(len(order))
    return number[labels]
