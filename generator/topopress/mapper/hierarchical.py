"""The clusterers that build a tree of the rows first: HDBSCAN, and agglomeration.

Both are scikit-learn's, whose memory grows with the square of the rows of an interval; intervals
above ``MOST_ROWS`` are refused before anything is computed.
"""

from collections.abc import Callable, Sequence

import numpy as np

from topopress.config.schema import Agglomerative, Clusterer, Dbscan, Hdbscan
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.errors import ConfigError
from topopress.core.progress import Progress
from topopress.mapper.eps import choose_eps
from topopress.mapper.metrics import METRICS

NOISE = -1
MOST_ROWS = 10_000
"""Rows of an interval at most: with so many, either clusterer takes 2.5 GB."""


def choose_radius(
    vectors: Float32, interval_rows: Sequence[Int64], settings: Clusterer, *, seed: int
) -> tuple[Float64, Float64]:
    """Return the radius in each interval, and the curve it was read off; see ``choose_eps``.

    For agglomeration it is the distance from which clusters stay apart, read off as DBSCAN's eps
    is, with ``min_size`` for ``min_samples``. HDBSCAN has no radius: both arrays are empty.
    """
    if isinstance(settings, Hdbscan):
        return np.empty(0), np.empty(0)
    if isinstance(settings, Agglomerative):
        settings = Dbscan(
            metric=settings.metric,
            eps=settings.distance_threshold,
            eps_quantile=settings.eps_quantile,
            min_samples=settings.min_size,
        )
    return choose_eps(vectors, interval_rows, settings, seed=seed)


def hdbscan_each(
    vectors: Float32,
    interval_rows: Sequence[Int64],
    eps: Float64,
    settings: Hdbscan,
    progress: Progress,
) -> tuple[Int32, ...]:
    """Cluster each interval by HDBSCAN (Campello, Moulavi and Sander 2013); see ``Clusterer``.

    Clusters are chosen by excess of mass, and an interval is never one cluster as a whole: those
    are scikit-learn's defaults. They are numbered by their smallest row.

    Raises:
        ConfigError: if an interval has more than ``MOST_ROWS`` rows.
    """
    _require_few(interval_rows, settings.kind)

    def cluster(rows: Int64) -> Int32:
        return _hdbscan(_points(vectors, rows, settings.metric), settings)

    return _each(interval_rows, cluster, progress)


def agglomerative_each(
    vectors: Float32,
    interval_rows: Sequence[Int64],
    eps: Float64,
    settings: Agglomerative,
    progress: Progress,
) -> tuple[Int32, ...]:
    """Join the rows of each interval bottom-up, up to the distance eps; see ``Clusterer``.

    Clusters farther apart than eps, or as far, stay apart. Rows of clusters with fewer than
    ``min_size`` rows are noise: agglomeration itself knows none, and leaves outliers as clusters
    of their own. Clusters are numbered by their smallest row.

    Raises:
        ConfigError: if an interval has more than ``MOST_ROWS`` rows.
    """
    _require_few(interval_rows, settings.kind)
    radius = iter(eps.tolist())

    def cluster(rows: Int64) -> Int32:
        return _agglomerative(vectors[rows], next(radius), settings)

    return _each(interval_rows, cluster, progress)


def _each(
    interval_rows: Sequence[Int64], cluster: Callable[[Int64], Int32], progress: Progress
) -> tuple[Int32, ...]:
    labels = []
    for rows in interval_rows:
        labels.append(_numbered_by_first_row(cluster(rows)))
        progress.advance(len(rows))
    return tuple(labels)


def _require_few(interval_rows: Sequence[Int64], kind: str) -> None:
    sizes = np.array([len(rows) for rows in interval_rows])
    crowded = int(sizes.argmax())
    if sizes[crowded] > MOST_ROWS:
        raise ConfigError(
            f"mapper.clusterer: {kind!r} takes at most {MOST_ROWS:,} rows in an interval, because "
            f"its memory grows with their square; interval {crowded} has {sizes[crowded]:,}. Take "
            'more intervals, less overlap, a cover of kind "balanced", or the clusterer "dbscan"'
        )


def _points(vectors: Float32, rows: Int64, metric: str) -> Float64:
    return METRICS[metric].points(vectors[rows])


def _hdbscan(points: Float64, settings: Hdbscan) -> Int32:
    from sklearn.cluster import HDBSCAN  # a second to import, and a cached build needs none of it

    if len(points) < max(settings.min_cluster_size, settings.min_samples):
        return np.full(len(points), NOISE, dtype=np.int32)
    # Cosine distance grows with the points' Euclidean distance, but not in proportion, and the
    # excess of mass depends on that: it needs the metric's own distances.
    distances = _own_distances(points, settings.metric)
    hdbscan = HDBSCAN(
        min_cluster_size=settings.min_cluster_size,
        min_samples=settings.min_samples,
        metric="precomputed",
        copy=False,
    )
    labels: Int32 = hdbscan.fit_predict(distances).astype(np.int32)
    return labels


def _own_distances(points: Float64, metric: str) -> Float64:
    from scipy.spatial.distance import pdist, squareform

    distances: Float64 = squareform(METRICS[metric].from_euclidean(pdist(points)))
    return distances


def _agglomerative(vectors: Float32, eps: float, settings: Agglomerative) -> Int32:
    from sklearn.cluster import AgglomerativeClustering

    n_rows = len(vectors)
    if n_rows < max(settings.min_size, 2):
        return np.full(n_rows, NOISE if n_rows < settings.min_size else 0, dtype=np.int32)
    joined = AgglomerativeClustering(
        n_clusters=None,
        distance_threshold=eps,
        linkage=settings.linkage,
        metric="precomputed",
    ).fit_predict(_own_distances(METRICS[settings.metric].points(vectors), settings.metric))
    large = np.bincount(joined) >= settings.min_size
    return np.where(large[joined], joined, NOISE).astype(np.int32)


def _numbered_by_first_row(labels: Int32) -> Int32:
    """Number clusters 0, 1, ... in the order of their smallest row; noise stays."""
    found, first = np.unique(labels, return_index=True)
    order = found[np.argsort(first)]
    order = order[order != NOISE]
    number = np.full(int(labels.max(initial=NOISE)) + 2, NOISE, dtype=np.int32)
    number[order] = np.arange(len(order))
    return number[labels]
