"""Clusterers of scikit-learn, one fit for each interval: the slow path.

``DBSCAN`` with Euclidean or cosine distance takes the exact engine instead: its labels are the same
but for pairs within rounding of eps (docs/exactness.md).
"""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from topopress.api.errors import ParameterError
from topopress.config.base import MetricName
from topopress.config.limits import LARGEST_RADIUS, MOST_NEIGHBOURS
from topopress.core.arrays import Float32, Float64, Int32
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import seed_for
from topopress.mapper.clusterers.all_pairs import numbered_by_first_row
from topopress.mapper.clusterers.base import Clusterer, Labels
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.types import NOISE, Rows

ROWS_NEEDED = ("n_clusters", "n_components", "min_cluster_size", "min_samples")
"""Parameters that say how many rows a clusterer needs. KeplerMapper reads them too, all but the
second."""
USUAL_NEED = 2
METRICS: Mapping[str, MetricName] = {
    "euclidean": "euclidean",
    "l2": "euclidean",
    "cosine": "cosine",
}
"""Distances of the exact engine by their names in scikit-learn."""


class Estimator(Clusterer):
    """A clusterer of scikit-learn's kind: an object with ``fit_predict``.

    It is cloned and fitted in each interval that has at least as many rows as the first of its
    parameters ``ROWS_NEEDED`` that is a number says, 2 without one. Smaller intervals have no node.
    Negative labels are noise. Clusters are numbered by their smallest row.
    """

    kind: Literal["scikit-learn"] = "scikit-learn"
    metric: MetricName = "euclidean"
    estimator: Any
    seed: int = 0

    def in_words(self, metric: str, radius: str) -> str:
        """Return the clusterer as it writes itself, in one line."""
        return " ".join(repr(self.estimator).split())

    def labels(
        self, vectors: Float32, interval_rows: Rows, radii: Float64, progress: Progress = SILENT
    ) -> Labels:
        """Fit each interval on its own, in double precision.

        Raises:
            ParameterError: the clusterer fails, or returns no label for each row.
        """
        needed, labels = self._needed(), []
        for interval, rows in enumerate(interval_rows):
            found = np.full(len(rows), NOISE, dtype=np.int32)
            if len(rows) >= needed:
                found = numbered_by_first_row(self._fitted(vectors[rows], interval))
            labels.append(found)
            progress.advance(len(rows))
        return tuple(labels)

    def _needed(self) -> int:
        given = _parameters(self.estimator)
        numbers = (given.get(name) for name in ROWS_NEEDED)
        return next((n for n in numbers if n and isinstance(n, int)), USUAL_NEED)

    def _fitted(self, vectors: Float32, interval: int) -> Int32:
        from sklearn.base import clone

        estimator = clone(self.estimator, safe=False)
        if unseeded := _unseeded(estimator):
            seed = seed_for(self.seed, "scikit-learn", interval) % 2**32
            estimator.set_params(**dict.fromkeys(unseeded, seed))
        name = type(estimator).__name__
        try:
            found = estimator.fit_predict(np.asarray(vectors, dtype=np.float64))
        except Exception as error:
            raise ParameterError(
                f"clusterer: {name} failed in interval {interval}, which has {len(vectors):,} "
                f"rows: {error}"
            ) from error
        return _checked(found, len(vectors), name)


def fast_equivalent(estimator: Any, vectors: Float32) -> Dbscan | None:  # noqa: ANN401
    """Return our DBSCAN in place of scikit-learn's where the labels are the same, else None.

    By cosine distance, scikit-learn sets rows that are 0 apart from each other, and we do not.
    """
    from sklearn.cluster import DBSCAN

    if type(estimator) is not DBSCAN or estimator.metric_params:
        return None
    metric, eps, least = _metric(estimator), estimator.eps, estimator.min_samples
    fits = isinstance(eps, int | float | np.number) and 0 < eps <= LARGEST_RADIUS
    counts = isinstance(least, int | np.integer) and 1 <= least <= MOST_NEIGHBOURS
    if metric is None or not (fits and counts):
        return None
    if metric == "cosine" and not vectors.any(axis=1).all():
        return None
    return Dbscan(metric=metric, eps=float(eps), min_samples=int(least))


def _metric(estimator: Any) -> MetricName | None:  # noqa: ANN401
    named, power = estimator.metric, estimator.p
    if named == "minkowski" and power in (None, 2):
        return "euclidean"
    return METRICS.get(named) if isinstance(named, str) else None


def slow(estimator: object, seed: int) -> Estimator:
    """Return a clusterer that fits a clone of the given one in each interval."""
    named = getattr(estimator, "metric", None)
    metric = METRICS.get(named, "euclidean") if isinstance(named, str) else "euclidean"
    return Estimator(estimator=estimator, metric=metric, seed=seed)


def _parameters(estimator: Any, *, deep: bool = False) -> Mapping[str, Any]:  # noqa: ANN401
    given = getattr(estimator, "get_params", None)
    return given(deep=deep) if callable(given) else {}


def _unseeded(estimator: object) -> list[str]:
    """Return the parameters ``random_state`` of it and of its parts that are None."""
    given = _parameters(estimator, deep=True)
    return [
        name
        for name, value in given.items()
        if value is None and name.rpartition("__")[2] == "random_state"
    ]


def _checked(found: Any, n_rows: int, name: str) -> Int32:  # noqa: ANN401
    labels: NDArray[Any] = np.asarray(found)
    if labels.shape != (n_rows,) or labels.dtype.kind not in "iu":
        raise ParameterError(
            f"clusterer: fit_predict of {name} must return a whole number for each of {n_rows:,} "
            f"rows, got an array of shape {labels.shape} and type {labels.dtype}"
        )
    # Labels can be any numbers; there are no more of them than rows.
    distinct, number = np.unique(labels, return_inverse=True)
    return np.where(distinct[number] < 0, NOISE, number).astype(np.int32)
