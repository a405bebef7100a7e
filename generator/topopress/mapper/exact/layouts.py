"""How the rows of an interval are laid out for products: by a few coordinates, or by all channels.

A few principal coordinates decide most pairs where they hold most of the distances. Where noise is
as large in every channel they decide few, and each of the others costs a whole comparison of two
rows. Then products of all channels cost less.
"""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Int64
from topopress.mapper.exact.bounds import DOUBLE, Extent, gamma, row_errors
from topopress.mapper.exact.centring import centred, squared_lengths
from topopress.mapper.exact.projection import Projection
from topopress.mapper.exact.state import Layout

COORDINATE_SECONDS = 2.6e-11
"""Measured cost of a coordinate of a pair in a product."""
REFINED_SECONDS, CHANNEL_SECONDS = 4.0e-8, 5.0e-10
"""Measured cost of a pair's further coordinates, and of each channel of a pair of whole rows."""
LAYOUT_SECONDS = 1.5e-9
"""Measured cost of a channel of a row in a new layout."""
PROBED = 8192
"""Pairs of an interval after each of which the layout is judged, at first."""
LOSS = 0.05
"""Loss at which the layout is changed, as a share of what wider products of all pairs cost."""


@dataclass(slots=True, eq=False)
class Loss:
    """What is lost by a layout with a few coordinates, so far, in seconds of measured costs.

    It grows by what pairs cost after their product, and shrinks, down to 0, by what products of
    all channels would have cost more. It decides the cost alone, never a result.
    """

    n_rows: int
    n_channels: int
    k1: int
    seconds: float = 0.0
    pairs: int = 0

    def add(self, pairs: int, refined: int, compared: int) -> None:
        """Add a tile: its pairs, those refined by further coordinates, and those of whole rows."""
        self.pairs += pairs
        after = refined * REFINED_SECONDS + compared * self.n_channels * CHANNEL_SECONDS
        self.seconds = max(self.seconds + after - pairs * self._wider, 0.0)

    @property
    def is_unknown(self) -> bool:
        """Whether few pairs were processed so far."""
        return self.pairs < 16 * PROBED

    @property
    def is_large(self) -> bool:
        """Whether products of all channels are worth laying out the rows anew."""
        new_layout = self.n_rows * self.n_channels * LAYOUT_SECONDS
        worth = new_layout + LOSS * self._wider * self.n_rows**2 / 2
        return self.n_channels > self.k1 and self.seconds > worth

    @property
    def _wider(self) -> float:
        """Seconds by which a product of all channels costs more, for each pair."""
        return (self.n_channels - self.k1) * COORDINATE_SECONDS


def projected_layout(source: Projection, rows: Int64) -> tuple[Layout, Extent]:
    """Lay out some rows by their principal coordinates."""
    layout = Layout(
        rows,
        np.take(source.first, rows, axis=0),
        np.take(source.rest, rows, axis=0),
        source.far[rows],
        source.squared[rows],
    )
    return layout, _extent(source, layout, float(source.error[rows].max(initial=0.0)))


def whole_layout(source: Projection, rows: Int64) -> tuple[Layout, Extent]:
    """Lay out some rows by all their channels, centred and scaled as the projection is.

    The axes are those of the channels, which are orthonormal without error, and span everything.
    """
    points = source.points
    n_channels = points.vectors.shape[1]
    first = np.empty((len(rows), n_channels + 2), dtype=np.float32)
    squared = np.empty(len(rows))
    centred(points, rows, source.centre, source.scale, first, squared)
    extra = (points.zero[rows] * source.scale).astype(np.float32)
    first[:, -2] = extra
    # Of the rounded rows, as they are multiplied.
    squared_lengths(first, n_channels + 1, squared)
    first[:, -1] = -squared / 2
    error = row_errors(np.sqrt(squared), None, gamma(2, DOUBLE), 2 * n_channels)
    layout = Layout(rows, first, np.empty((len(rows), 0), np.float32), extra, squared)
    return layout, _extent(source, layout, float(error.max(initial=0.0)))


def _extent(source: Projection, layout: Layout, error: float) -> Extent:
    k1 = layout.first.shape[1] - 2
    return Extent(
        n_channels=source.points.vectors.shape[1],
        k1=k1,
        k2=k1 + layout.rest.shape[1],
        error=error,
        squared=float(layout.squared.max(initial=0.0)),
        scale=source.scale,
        single=source.single,
    )
