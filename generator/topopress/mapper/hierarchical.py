"""The clusterers that build a tree of the rows first: HDBSCAN, and agglomeration."""

from collections.abc import Sequence

import numpy as np

from topopress.artifacts import Float32, Float64, Int64
from topopress.config.schema import Agglomerative, Clusterer, Dbscan, Hdbscan
from topopress.mapper.eps import choose_eps


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
