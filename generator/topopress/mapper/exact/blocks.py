"""The layout of an interval for products, and the step of which all phases consist: a tile."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float32, Int32, Int64
from topopress.mapper.exact.bounds import LARGEST_EPS, SMALLEST_EPS, limits, thresholds
from topopress.mapper.exact.kernels import crown, refresh, scan
from topopress.mapper.exact.layouts import PROBED, Loss, projected_layout, whole_layout
from topopress.mapper.exact.projection import AXES, Projection
from topopress.mapper.exact.state import Layout, Limits, State, Tile, fresh_state, reordered

Check = Callable[[], None]
Bools = NDArray[np.bool_]

LEAF = 256
"""Largest number of rows whose order is left as it is."""
PROBES = 512
"""Rows by which the widest coordinate of a part is estimated."""


@dataclass(frozen=True, slots=True)
class Tiling:
    """The sizes of tiles; the result does not depend on them.

    Attributes:
        height: Rows of a tile.
        width: Columns of a tile.
        diagonal: Rows of the tiles of near rows.
        direct: Largest number of rows for which an interval is multiplied with itself.
        seeds: Core rows that are multiplied with all rows.
        large: Smallest number of core rows of a large component.
    """

    height: int = 256
    width: int = 2048
    diagonal: int = 512
    direct: int = 6144
    seeds: int = 1024
    large: int = 512


class _Room(threading.local):
    """Memory of a thread for one tile; new memory for each interval would cost more to obtain."""

    def __init__(self) -> None:
        self._left = self._products = np.empty(0, dtype=np.float32)

    def left(self, height: int, width: int) -> Float32:
        """Return room for the left side of a product."""
        self._left = _at_least(self._left, height * width)
        return self._left[: height * width].reshape(height, width)

    def products(self, height: int, width: int) -> Float32:
        """Return room for the products of a tile."""
        self._products = _at_least(self._products, height * width)
        return self._products[: height * width].reshape(height, width)


def _at_least(room: Float32, size: int) -> Float32:
    return room if len(room) >= size else np.empty(size, dtype=np.float32)


_ROOM = _Room()


@dataclass(slots=True, eq=False)
class Interval:
    """The rows of one interval while they are clustered; it changes as pairs are processed.

    Attributes:
        projection: All rows.
        rows: The interval's rows in the order of their places, shape (n,).
        radii: Each eps at which they are clustered, ascending, in units of the points.
        min_samples: Rows within eps, the row itself counted, that make a core row.
        tiling: Sizes of the tiles.
        check: Called before each tile; raises if the work is to end.
        states: State of the clusters at each eps.
        done: True for rows whose pairs among themselves need not be processed, shape (n,).
        counts: Those of ``kernels.scan``.
    """

    projection: Projection
    rows: Int64
    radii: Sequence[float]
    min_samples: int
    tiling: Tiling
    check: Check
    states: list[State] = field(init=False)
    done: Bools = field(init=False)
    counts: Int64 = field(default_factory=lambda: np.zeros(5, dtype=np.int64))
    _layout: Layout = field(init=False)
    _limits: list[Limits] = field(init=False)
    _thresholds: list[Float32] = field(init=False)
    _loss: Loss | None = field(init=False)

    def __post_init__(self) -> None:
        n = len(self)
        self.radii = [min(max(eps, SMALLEST_EPS), LARGEST_EPS) for eps in self.radii]
        source = self.projection
        leading = np.ascontiguousarray(source.first[:, : min(AXES, source.k1)][self.rows])
        self.rows = self.rows[_bisection_order(leading)]
        self.states = [fresh_state(n, self.min_samples) for _ in self.radii]
        self.done = np.zeros(n, dtype=np.bool_)
        n_channels = source.points.vectors.shape[1]
        self._loss = None if source.flat else Loss(n, n_channels, source.k1)
        self._lay_out()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def lowest(self) -> State:
        """The state at the smallest eps: a pair that is settled there is settled at every eps."""
        return self.states[0]

    def multiply(self, places: Int32, first: int, last: int, *, triangle: bool = False) -> None:
        """Process the pairs of some places with the places ``first`` ... ``last - 1``.

        With ``triangle`` the places are the first of these.
        """
        start = 0
        while start < len(places):
            # The first pairs come few at a time: they can tell that the layout does not fit.
            few = self._loss is not None and self._loss.is_unknown
            stop = start + (max(PROBED // (last - first), 1) if few else len(places))
            self._multiply(places[start:stop], first + start * triangle, last, triangle)
            if self._loss is not None and self._loss.is_large:
                self.widen()
            start = stop

    def _multiply(self, places: Int32, first: int, last: int, triangle: bool) -> None:
        self.check()
        left = _ROOM.left(len(places), self._layout.first.shape[1])
        np.take(self._layout.first, places, axis=0, out=left, mode="clip")
        left[:, -1] = 1
        products = _ROOM.products(len(places), last - first)
        np.matmul(left, self._layout.first[first:last].T, out=products)
        points, layout = self.projection.points, self._layout
        before = self.counts[1:3].copy()
        for state, limit, threshold in zip(
            self.states, self._limits, self._thresholds, strict=True
        ):
            tile = Tile(products, threshold[places], places, first, int(triangle))
            scan(tile, layout, points, state, limit, self.counts)
        if self._loss:
            self._loss.add(products.size, *(self.counts[1:3] - before).tolist())

    def refresh(self) -> None:
        """Update the stored roots, so that more pairs count as settled."""
        for state in self.states:
            refresh(state)

    def rise(self) -> None:
        """Copy core rows and components from each eps to the next larger one."""
        places = np.arange(len(self), dtype=np.int32)
        for lower, upper in pairwise(self.states):
            refresh(lower)
            crown(upper, places, lower.core, np.maximum(lower.root, 0))
        self.refresh()

    def reorder(self, order: Int64) -> None:
        """Change the order of the rows; ``order`` holds old places."""
        self.rows = self.rows[order]
        self.states = [reordered(state, order) for state in self.states]
        self.done = self.done[order]
        self.refresh()
        # Two layouts at once would be the peak of the memory of an interval.
        del self._layout
        self._lay_out()

    def widen(self) -> None:
        """Multiply all channels from now on."""
        self._loss = None
        del self._layout
        self._lay_out()

    def _lay_out(self) -> None:
        lay_out = projected_layout if self._loss else whole_layout
        self._layout, extent = lay_out(self.projection, self.rows)
        self._limits = [limits(eps, extent) for eps in self.radii]
        self._thresholds = [thresholds(self._layout.squared, eps, extent) for eps in self.radii]


def _bisection_order(leading: Float32) -> Int64:
    """Order rows so that near ones are adjacent: halve them at the median of their widest axis.

    Most tiles are then all near or all far.
    """
    ordered = []
    waiting = [np.arange(len(leading))]
    while waiting:
        places = waiting.pop()
        if len(places) <= LEAF or leading.shape[1] == 0:
            ordered.append(places)
            continue
        axis = int(leading[places[:: max(1, len(places) // PROBES)]].var(axis=0).argmax())
        halves = np.argpartition(leading[places, axis], len(places) // 2)
        waiting.append(places[halves[len(places) // 2 :]])
        waiting.append(places[halves[: len(places) // 2]])
    return np.concatenate(ordered)
