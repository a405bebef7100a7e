"""Agglomerative clustering of the rows of each interval, by scikit-learn."""

from typing import Literal

import numpy as np
from pydantic import Field

from topopress.config.base import Neighbours, Quantile, Radius
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.mapper.clusterers.all_pairs import all_distances, cluster_each
from topopress.mapper.clusterers.base import Clusterer, Labels
from topopress.mapper.metrics import METRICS
from topopress.mapper.types import NOISE, CoreRule, Rows


class Agglomerative(Clusterer):
    """Clusters joined bottom-up while they are near enough."""

    radius_name = "distance_threshold"

    kind: Literal["agglomerative"]
    linkage: Literal["single", "complete", "average"] = Field(
        "average",
        description="Distance of two clusters: that of their nearest rows, of their farthest, or "
        "the mean over all pairs.",
    )
    distance_threshold: Radius | Literal["auto"] = Field(
        "auto",
        description="Distance from which clusters stay apart: a number; or `auto`, a quantile of "
        "the distance to the `min_size - 1`-th neighbour within the interval, over the rows of all "
        "intervals.",
    )
    eps_quantile: Quantile = Field(
        "auto",
        description="The quantile that the distance_threshold `auto` takes; `auto` chooses it from "
        "the data.",
    )
    min_size: Neighbours = Field(
        5, description="Rows that a cluster needs; those of smaller ones are noise."
    )

    @property
    def core_rule(self) -> CoreRule:
        """Metric and ``min_size``."""
        return CoreRule(self.metric, self.min_size)

    def in_words(self, metric: str, radius: str) -> str:
        """Return the settings in one line."""
        return (
            f"agglomerative, {self.linkage} linkage, {metric}, distance_threshold {radius}, "
            f"min_size {self.min_size}"
        )

    def labels(
        self, vectors: Float32, interval_rows: Rows, radii: Float64, progress: Progress = SILENT
    ) -> Labels:
        """Join the rows of each interval bottom-up; clusters are numbered by their smallest row.

        Clusters at the radius or farther apart are not joined. Rows of clusters with fewer than
        ``min_size`` rows are noise.
        """

        def cluster(interval: int, rows: Int64) -> Int32:
            return self._cluster(vectors[rows], float(radii[interval]))

        return cluster_each(self.kind, interval_rows, cluster, progress)

    def _cluster(self, vectors: Float32, radius: float) -> Int32:
        from sklearn.cluster import AgglomerativeClustering

        n_rows = len(vectors)
        if n_rows < max(self.min_size, 2):
            return np.full(n_rows, NOISE if n_rows < self.min_size else 0, dtype=np.int32)
        joined = AgglomerativeClustering(
            n_clusters=None,
            distance_threshold=radius,
            linkage=self.linkage,
            metric="precomputed",
        ).fit_predict(all_distances(METRICS[self.metric].points(vectors), self.metric))
        large = np.bincount(joined) >= self.min_size
        return np.where(large[joined], joined, NOISE).astype(np.int32)
