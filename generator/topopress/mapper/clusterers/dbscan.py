"""DBSCAN of the rows of each interval, with labels that are right without rounding."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from topopress.config.base import Neighbours, Quantile, Radius
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.clusterers.base import QUANTILES, Clusterer, Labels
from topopress.mapper.eps import neighbour_curve
from topopress.mapper.exact.parallel import Check, side_by_side, single_threaded
from topopress.mapper.exact.plain import plain_dbscan
from topopress.mapper.exact.points import POINTS
from topopress.mapper.metrics import METRICS
from topopress.mapper.types import NOISE, CoreRule, Rows

if TYPE_CHECKING:
    from topopress.mapper.exact.projection import Projection

PAIR_SECONDS, CHANNEL_SECONDS = 1.0e-8, 3.0e-11
"""Measured cost of a pair on the plain path, and of each channel of a pair."""
ENGINE_SECONDS = 1.5
"""Measured cost of loading the engine and projecting the rows. Below, the plain path is faster."""
PLAIN_ROWS = 8192
"""Largest number of rows of an interval on the plain path, which needs n**2 bytes."""


class Dbscan(Clusterer):
    """Density-based clustering (Ester, Kriegel, Sander and Xu 1996)."""

    radius_name = "eps"

    kind: Literal["dbscan"] = "dbscan"
    eps: Radius | Literal["auto", "adaptive"] = Field(
        "auto",
        description="Neighbourhood radius: a number; `auto`, a quantile of the distance to the "
        "`min_samples - 1`-th neighbour within the interval, over the rows of all intervals; "
        "`adaptive`, that quantile in each interval.",
    )
    eps_quantile: Quantile = Field(
        "auto",
        description="The quantile that the eps `auto` and `adaptive` take; `auto` chooses it from "
        "the data.",
    )
    min_samples: Neighbours = Field(
        5, description="Rows within eps, the row itself counted, that make a core row."
    )

    @property
    def core_rule(self) -> CoreRule:
        """Metric and ``min_samples``."""
        return CoreRule(self.metric, self.min_samples)

    @property
    def can_be_cut(self) -> bool:
        """Cutting the spanning trees at eps gives the labels of DBSCAN."""
        return True

    def in_words(self, metric: str, radius: str) -> str:
        """Return the settings in one line."""
        return f"DBSCAN, {metric}, eps {radius}, min_samples {self.min_samples}"

    def labels(
        self, vectors: Float32, interval_rows: Rows, radii: Float64, progress: Progress = SILENT
    ) -> Labels:
        """Cluster each interval.

        The labels are scikit-learn's, without rounding (docs/exactness.md). A distance equal to
        eps counts. A row near core rows of several clusters belongs to the smallest number.
        """
        euclidean = [METRICS[self.metric].to_euclidean(radius) for radius in radii.tolist()]
        if is_small(interval_rows, vectors.shape[1]):
            levels = [[radius] for radius in euclidean]
            found = plain_each(vectors, interval_rows, levels, self.core_rule, progress)
            return tuple(labels for (labels,) in found)
        return _engine(vectors, interval_rows, euclidean, self.core_rule, progress)

    def labels_of_each(
        self, vectors: Float32, interval_rows: Rows, variants: Sequence[Clusterer], *, seed: int
    ) -> Iterator[Labels]:
        """Yield the labels of each variant; the distances in an interval are computed once."""
        from topopress.mapper.near_pairs import near_pairs

        metric = METRICS[self.metric]
        radii = [variant.radii(vectors, interval_rows, seed=seed) for variant in variants]
        found: list[list[Int32]] = [[] for _ in variants]
        for interval, rows in enumerate(interval_rows):
            once = np.ones(len(rows))
            euclidean = [metric.to_euclidean(float(radius[interval])) for radius in radii]
            pairs = near_pairs(metric.points(vectors[rows]), euclidean)
            for labels, near in zip(found, pairs, strict=True):
                core = near.counts(once[:, None])[:, 0] >= self.min_samples
                labels.append(near.clusters(core, once > 0))
        yield from map(tuple, found)

    def labels_of_candidates(
        self, vectors: Float32, interval_rows: Rows, variants: Sequence[Clusterer], *, seed: int
    ) -> Iterator[Labels]:
        """Yield the labels of each variant, cut from the same spanning trees.

        A radius "auto" is read off the core distances of all rows in the trees, not of some rows.
        """
        from topopress.mapper.cut import cut
        from topopress.mapper.spanning import spanning_trees

        trees = spanning_trees(vectors, interval_rows, self.core_rule)
        core = trees.core[np.isfinite(trees.core)]
        longest = float(np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64).max()))
        floor = METRICS[self.metric].resolution(longest)
        for variant in variants:
            share = variant.quantile
            read_off = variant.radius_setting == "auto" and self.min_samples > 1
            if read_off and isinstance(share, float):
                quantile = float(np.quantile(core, share)) if len(core) else 0.0
                yield cut(trees, max(quantile, floor))
            else:
                yield cut(trees, variant.radii(vectors, interval_rows, seed=seed))

    def resampled_labels(
        self,
        vectors: Float32,
        interval_rows: Rows,
        radii: Float64,
        counts: Int32,
        progress: Progress = SILENT,
    ) -> list[Int32]:
        """Return the labels of each resample; the pairs within eps are found once for all.

        A row that was drawn k times counts k times towards ``min_samples``.
        """
        return [
            self._resampled(vectors, rows, radius, counts, progress)
            for rows, radius in zip(interval_rows, radii.tolist(), strict=True)
        ]

    def _resampled(
        self, vectors: Float32, rows: Int64, radius: float, counts: Int32, progress: Progress
    ) -> Int32:
        from topopress.mapper.near_pairs import near_pairs

        metric = METRICS[self.metric]
        labels = np.full((len(rows), counts.shape[1]), NOISE, dtype=np.int32)
        if len(rows):
            (near,) = near_pairs(metric.points(vectors[rows]), [metric.to_euclidean(radius)])
            times = counts[rows]
            drawn = times > 0
            core = drawn & (near.counts(times.astype(np.float64)) >= self.min_samples)
            for resample in np.flatnonzero(core.any(axis=0)).tolist():
                labels[:, resample] = near.clusters(core[:, resample], drawn[:, resample])
        progress.advance(len(rows))
        return labels

    def relative_to(self, vectors: Float32, interval_rows: Rows, *, seed: int) -> Clusterer:
        """Return the settings with a given eps as a quantile of the neighbour distances.

        With one eps, shuffled rows would all be noise, or all one cluster.
        """
        if not isinstance(self.eps, float):
            return self
        curve = neighbour_curve(vectors, interval_rows, self.core_rule, seed=seed)
        share = float((curve <= self.eps).mean()) if len(curve) else 0.5
        quantile = min(max(share, QUANTILES[0]), QUANTILES[1])
        return self.model_copy(update={"eps": "auto", "eps_quantile": quantile})


def is_small(interval_rows: Rows, n_channels: int, *, graphs: int = 1) -> bool:
    """Return whether the plain path suffices for memory and is faster for so many such graphs."""
    sizes = np.array([len(rows) for rows in interval_rows], dtype=np.float64)
    seconds = float((sizes**2).sum()) * (PAIR_SECONDS + n_channels * CHANNEL_SECONDS)
    return graphs * seconds < ENGINE_SECONDS and sizes.max(initial=0) <= PLAIN_ROWS


def plain_each(
    vectors: Float32,
    interval_rows: Rows,
    levels: Sequence[Sequence[float]],
    rule: CoreRule,
    progress: Progress,
) -> list[list[Int32]]:
    """Return the labels of each interval at its Euclidean radii, ascending, by the plain path."""
    points = METRICS[rule.metric].points
    labels = []
    for rows, radii in zip(interval_rows, levels, strict=True):
        labels.append(plain_dbscan(points(vectors[rows]), radii, rule.min_samples))
        progress.advance(len(rows))
    return labels


def projected(vectors: Float32, metric: str) -> "Projection":
    """Return the rows as the engine takes them."""
    # Imports numba, which a small site does not need.
    from topopress.mapper.exact.projection import project

    with single_threaded():
        return project(POINTS[metric](vectors), rng=rng_for(0, "projection"))


def _engine(
    vectors: Float32,
    interval_rows: Rows,
    radii: Sequence[float],
    rule: CoreRule,
    progress: Progress,
) -> Labels:
    from topopress.mapper.exact.engine import dbscan_interval

    projection = projected(vectors, rule.metric)

    def cluster(index: int, check: Check) -> Int32:
        rows, radius = interval_rows[index], radii[index]
        return dbscan_interval(projection, rows, radius, rule.min_samples, check=check)

    return side_by_side(cluster, interval_rows, progress)
