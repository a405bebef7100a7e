"""HDBSCAN of the rows of each interval, by scikit-learn."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from topopress.config.base import Neighbours
from topopress.config.limits import MOST_COUNT
from topopress.core.arrays import Float32, Float64, Int32
from topopress.core.progress import SILENT, Progress
from topopress.mapper.clusterers.all_pairs import all_distances, cluster_each
from topopress.mapper.clusterers.base import Clusterer, Labels
from topopress.mapper.metrics import METRICS
from topopress.mapper.types import NOISE, Rows, VerdictRule


class Hdbscan(Clusterer):
    """Density-based clustering without a radius (Campello, Moulavi and Sander 2013)."""

    # In shuffled rows HDBSCAN finds next to nothing (docs/choice.md).
    verdict = VerdictRule(times=3.0, null="gaussian")

    kind: Literal["hdbscan"]
    min_cluster_size: Annotated[int, Field(ge=2, le=MOST_COUNT)] = Field(
        5, description="Rows that a group needs to count as a cluster."
    )
    min_samples: Neighbours = Field(
        5,
        description="A row's core distance is that to its `min_samples`-th nearest row, the row "
        "itself counted.",
    )

    def in_words(self, metric: str, radius: str) -> str:
        """Return the settings in one line."""
        return (
            f"HDBSCAN, {metric}, min_cluster_size {self.min_cluster_size}, "
            f"min_samples {self.min_samples}"
        )

    def labels(
        self, vectors: Float32, interval_rows: Rows, radii: Float64, progress: Progress = SILENT
    ) -> Labels:
        """Cluster each interval by excess of mass; it is never one cluster as a whole."""
        return cluster_each(
            self.kind, interval_rows, lambda _, rows: self._cluster(vectors[rows]), progress
        )

    def _cluster(self, vectors: Float32) -> Int32:
        from sklearn.cluster import HDBSCAN  # takes a second, and a cached build does not need it

        if len(vectors) < max(self.min_cluster_size, self.min_samples):
            return np.full(len(vectors), NOISE, dtype=np.int32)
        hdbscan = HDBSCAN(
            min_cluster_size=self.min_cluster_size,
            min_samples=self.min_samples,
            metric="precomputed",
            copy=False,
        )
        # The metric's own distances: the excess of mass of the points' Euclidean distances differs.
        distances = all_distances(METRICS[self.metric].points(vectors), self.metric)
        labels: Int32 = hdbscan.fit_predict(distances).astype(np.int32)
        return labels
