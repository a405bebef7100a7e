"""Types of a layer's rows and of the range of inputs."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

from topopress.config.schema import Activations
from topopress.core.arrays import Float32, Float64, Int32
from topopress.network.types import LayerInfo, Place
from topopress.samples.types import Sample

if TYPE_CHECKING:
    from topopress.network.loaded import LoadedNetwork

SMALLEST_DEVIATION = 0.02
SMALLEST_SHARE = 0.01
"""Least deviation as a share of the largest value."""
LARGEST = 500.0


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The activation vectors of one layer.

    Attributes:
        layer: Name and shape of the layer.
        vectors: Shape (n_rows, n_channels); may be memory-mapped. Rows of a graph that another
            tool has made may have no vectors: then there are no channels.
        sample: Index of each row's sample, shape (n_rows,).
        place: Kind of place that the vectors are from.
        position: Of cells row and column in the layer's map, of spans the first token and the one
            after the last, shape (n_rows, 2); of whole samples nothing, shape (n_rows, 0).
    """

    layer: LayerInfo
    vectors: Float32
    sample: Int32
    place: Place
    position: Int32

    def cell(self, row: int) -> tuple[int, int] | None:
        """Return the row and the column of a vector in the map; None for a whole sample."""
        if self.place == "whole":
            return None
        row_in_map, column = self.position[row].tolist()
        return row_in_map, column


@dataclass(frozen=True, slots=True, eq=False)
class RowsWithMeans(Rows):
    """Rows, and the mean vector of each sample.

    Attributes:
        mean_of: The samples that have a mean, ascending, shape (n_means,).
        means: Mean over the map of a layer, or over the rows of the sample, shape (n_means,
            n_channels).
    """

    mean_of: Int32
    means: Float32

    @classmethod
    def of(cls, rows: Rows, mean_of: Int32, means: Float32) -> Self:
        """Return rows with means beside them."""
        own = {one.name: getattr(rows, one.name) for one in fields(Rows)}
        return cls(**own, mean_of=mean_of, means=means)


class RowReader(Protocol):
    """Shows samples to a network and keeps rows of its layers."""

    def order(self, samples: Sequence[Sample]) -> Sequence[int]:
        """Return the order in which a network is shown the samples, as places in the sequence.

        Samples that go through a network best at once, such as texts of one length, stand together.
        """

    def collect(
        self,
        network: "LoadedNetwork",
        samples: Sequence[Sample],
        *,
        layers: Sequence[LayerInfo],
        settings: Activations,
        seed: int,
    ) -> list[Rows]:
        """Return each layer's rows for the samples, sample by sample.

        ``sample`` of the rows counts from the first of the samples. A sample can have no row.

        Raises:
            ActivationError: a layer's rows have values that are NaN or infinite.
            DataError: a sample is gone or has changed since it was listed.
        """


@dataclass(frozen=True, slots=True, eq=False)
class RowGroups:
    """Which rows of a layer belong together, and where each is in its sequence.

    Attributes:
        group: Number of each row's group, from 0; -1 for none, shape (n_rows,).
        position: Place of each row in its sequence, from 0, shape (n_rows,); shape (0,) where rows
            are in no sequence.
    """

    group: Int32
    position: Float64


@dataclass(frozen=True, slots=True)
class InputRange:
    """Smallest and largest value of some inputs, and their standard deviation."""

    low: float
    high: float
    deviation: float

    @property
    def notice(self) -> str:
        """What an author should know of it; "" if the inputs look as usual."""
        largest = max(abs(self.low), abs(self.high))
        if largest > LARGEST:
            wrong = "very large"
        elif self.deviation < max(SMALLEST_DEVIATION, SMALLEST_SHARE * largest):
            wrong = "nearly constant"
        else:
            return ""
        return (
            f"the inputs of the network are {wrong}: from {self.low:.4g} to {self.high:.4g}, "
            f"standard deviation {self.deviation:.2g}. The mean, std or value_range of the "
            "preprocessing may be meant for another range of pixels"
        )


def repeated_rows(rows: Rows) -> int:
    """Return how many rows have sample and position of an earlier row."""
    if not rows.position.shape[1]:
        return 0
    places = np.column_stack([rows.sample, rows.position])
    return len(places) - len(np.unique(places, axis=0))


def samples_without_rows(rows: Rows, n_samples: int) -> list[int]:
    """Return the samples that have no row, such as words for which a network has no token."""
    counts = np.bincount(rows.sample, minlength=n_samples)
    return np.flatnonzero(counts == 0).tolist()
