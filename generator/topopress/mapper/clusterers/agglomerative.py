"""Agglomerative clustering of the rows of each interval, by SciPy."""

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from topopress.config.base import Neighbours, Quantile, Radius
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.mapper.clusterers.all_pairs import (
    cluster_each,
    condensed_distances,
    numbered_by_first_row,
)
from topopress.mapper.clusterers.base import Clusterer, Labels
from topopress.mapper.metrics import METRICS
from topopress.mapper.types import NOISE, CoreRule, Rows, VerdictRule


class Agglomerative(Clusterer):
    """Clusters joined bottom-up while they are near enough."""

    radius_name = "distance_threshold"
    # In shuffled rows average linkage finds nothing (docs/choice.md).
    verdict = VerdictRule(null="gaussian")

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
            (found,) = self._cut(vectors[rows], [float(radii[interval])])
            return found

        return cluster_each(self.kind, interval_rows, cluster, progress)

    def labels_of_each(
        self, vectors: Float32, interval_rows: Rows, variants: Sequence[Clusterer], *, seed: int
    ) -> Iterator[Labels]:
        """Yield the labels of each variant; the rows of an interval are joined once for all."""
        radii = [variant.radii(vectors, interval_rows, seed=seed) for variant in variants]
        found: list[list[Int32]] = [[] for _ in variants]

        def cluster(interval: int, rows: Int64) -> Int32:
            cuts = self._cut(vectors[rows], [float(radius[interval]) for radius in radii])
            for labels, cut in zip(found, cuts, strict=True):
                labels.append(numbered_by_first_row(cut))
            return found[0][-1]

        cluster_each(self.kind, interval_rows, cluster, SILENT)
        yield from map(tuple, found)

    def _cut(self, vectors: Float32, radii: Sequence[float]) -> list[Int32]:
        """Return the labels of some rows at each radius, in any numbering."""
        from scipy.cluster.hierarchy import fcluster, linkage

        n_rows = len(vectors)
        if n_rows < max(self.min_size, 2):
            label = NOISE if n_rows < self.min_size else 0
            return [np.full(n_rows, label, dtype=np.int32) for _ in radii]
        points = METRICS[self.metric].points(vectors)
        tree = linkage(condensed_distances(points, self.metric), self.linkage)
        # Clusters at the radius itself are not joined.
        cuts = (fcluster(tree, np.nextafter(radius, 0), "distance") - 1 for radius in radii)
        return [self._without_small(cut) for cut in cuts]

    def _without_small(self, labels: Int32) -> Int32:
        large = np.bincount(labels) >= self.min_size
        return np.where(large[labels], labels, NOISE).astype(np.int32)
