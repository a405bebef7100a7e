"""The base class of the clusterers, with what most of them have in common."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

import numpy as np

from topopress.config.base import ClustererSettings
from topopress.core.arrays import Float32, Float64, Int32
from topopress.core.progress import SILENT, Progress
from topopress.mapper import eps
from topopress.mapper.types import NOISE, CoreRule, Rows, VerdictRule

RADIUS_FACTORS = (0.9, 1.0, 1.1)
"""Factors of a radius in perturbed settings."""
QUANTILE_STEPS = (-0.05, 0.0, 0.05)
"""Steps of the quantile in perturbed settings, where each interval has a radius of its own."""
QUANTILES = (0.01, 0.99)
"""Smallest and largest quantile of perturbed settings."""

Labels = tuple[Int32, ...]
"""For each interval the cluster of each of its rows: -1 for noise, else 0, 1, ... in the order of
the clusters' smallest core rows."""


class Clusterer(ClustererSettings):
    """Settings of a clusterer, and the clusterer itself.

    A new clusterer needs its settings, ``labels`` and ``in_words``. With a radius it also needs
    ``radius_name`` and ``core_rule``. Nothing that has to be chosen from the data is still "auto".

    Attributes:
        verdict: When a graph shows more than chance; measured for each clusterer.
    """

    verdict: ClassVar[VerdictRule] = VerdictRule()

    @property
    def core_rule(self) -> CoreRule:
        """The nearest neighbours whose distances the radius is a quantile of."""
        raise NotImplementedError(f"{self.kind}: has no radius that is read off the data")

    @property
    def can_be_cut(self) -> bool:
        """Whether cutting the spanning trees of ``core_rule`` at a radius gives the labels."""
        return False

    def radii(self, vectors: Float32, interval_rows: Rows, *, seed: int) -> Float64:
        """Return the radius in each interval, shape (n_intervals,); shape (0,) without a radius."""
        given, quantile = self.radius_setting, self.quantile
        if given is None:
            return np.empty(0)
        if isinstance(given, float):
            return np.full(len(interval_rows), given)
        if quantile is None or quantile == "auto":
            raise ValueError('eps_quantile = "auto" has to be chosen before a radius can be read')
        adaptive = given == "adaptive"
        return eps.radii(
            vectors, interval_rows, self.core_rule, quantile, adaptive=adaptive, seed=seed
        )

    @abstractmethod
    def labels(
        self, vectors: Float32, interval_rows: Rows, radii: Float64, progress: Progress = SILENT
    ) -> Labels:
        """Cluster the rows of each interval.

        Args:
            vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
            interval_rows: Rows of each interval, ascending.
            radii: What ``radii`` returned, each above 0.
            progress: Advances by a membership at a time.
        """

    def with_radius(self, radii: Float64) -> Self:
        """Return the settings with the one radius of a graph in place of "auto"."""
        if self.radius_setting != "auto":
            return self
        return self.model_copy(update={self.radius_name: float(radii[0])})

    def perturbed(self) -> tuple[Self, ...]:
        """Return the settings with a smaller, the same and a larger radius.

        "auto" must have been replaced (``with_radius``). Where each interval has a radius of its
        own, the quantile changes instead.
        """
        given, quantile = self.radius_setting, self.quantile
        if isinstance(given, float):
            changes = [{self.radius_name: given * factor} for factor in RADIUS_FACTORS]
        elif isinstance(quantile, float):
            steps = [
                min(max(quantile + step, QUANTILES[0]), QUANTILES[1]) for step in QUANTILE_STEPS
            ]
            changes = [{"eps_quantile": round(step, 6)} for step in steps]
        else:
            changes = [{}]
        return tuple(self.model_copy(update=change) for change in changes)

    def labels_of_each(
        self, vectors: Float32, interval_rows: Rows, variants: Sequence["Clusterer"], *, seed: int
    ) -> Iterator[Labels]:
        """Yield the labels of each variant: this clusterer with another radius or quantile."""
        for variant in variants:
            radii = variant.radii(vectors, interval_rows, seed=seed)
            yield variant.labels(vectors, interval_rows, radii)

    def labels_of_candidates(
        self, vectors: Float32, interval_rows: Rows, variants: Sequence["Clusterer"], *, seed: int
    ) -> Iterator[Labels]:
        """Yield the labels of each variant as ``labels_of_each`` does; for many variants."""
        return self.labels_of_each(vectors, interval_rows, variants, seed=seed)

    def resampled_labels(
        self,
        vectors: Float32,
        interval_rows: Rows,
        radii: Float64,
        counts: Int32,
        progress: Progress = SILENT,
    ) -> list[Int32]:
        """Return the labels of each interval in each resample; rows that were not drawn are noise.

        By default each row is repeated as often as ``counts``, shape (n_rows, n_resamples), says.
        Of the labels of its copies the smallest counts, noise last. The arrays have shape
        (n_interval_rows, n_resamples).
        """
        labels = [np.full((len(rows), counts.shape[1]), NOISE, np.int32) for rows in interval_rows]
        for resample, times in enumerate(counts.T):
            drawn = [np.repeat(rows, times[rows]) for rows in interval_rows]
            found = self.labels(vectors, drawn, radii)
            for rows, target, copies, label in zip(
                interval_rows, labels, drawn, found, strict=True
            ):
                order = np.lexsort((np.where(label < 0, len(label), label), copies))
                once, first = np.unique(copies[order], return_index=True)
                target[np.searchsorted(rows, once), resample] = label[order][first]
        return labels

    def relative_to(self, vectors: Float32, interval_rows: Rows, *, seed: int) -> "Clusterer":
        """Return settings under which rows at other distances can be compared with these."""
        return self


def clusterer_of(settings: ClustererSettings) -> Clusterer:
    """Return the clusterer that some settings are."""
    if not isinstance(settings, Clusterer):
        raise TypeError(f"{type(settings).__name__} is not in mapper.clusterers")
    return settings
