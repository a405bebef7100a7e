"""An interval laid out for products, and the one step that all phases consist of: a tile."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from topopress.artifacts import Float32, Int32, Int64
from topopress.mapper.exact.bounds import LARGEST_EPS, SMALLEST_EPS, Extent, limits, thresholds
from topopress.mapper.exact.kernels import refresh, scan
from topopress.mapper.exact.ordering import AXES, bisection_order
from topopress.mapper.exact.projection import Projection
from topopress.mapper.exact.state import Layout, Limits, State, Tile, fresh_state, reordered

Check = Callable[[], None]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tiling:
    """How pairs are cut into tiles; the result does not depend on it.

    Attributes:
        height: Rows of a tile.
        width: Columns of a tile.
        diagonal: Rows of the tiles of near rows.
        direct: Rows up to which an interval is simply multiplied with itself.
        seeds: Core rows that are multiplied with all.
        large: Core rows that make a component large.
    """

    height: int = 256
    width: int = 2048
    diagonal: int = 1024
    direct: int = 4096
    seeds: int = 1024
    large: int = 512


@dataclass(slots=True, eq=False)
class Interval:
    """The rows of one interval while they are clustered; changes as pairs are looked at.

    Attributes:
        projection: All rows.
        rows: The interval's rows in the order of their places, shape (n,).
        eps: Radius in units of the points.
        state: What is known of the clusters.
        tiling: Sizes of the tiles.
        check: Called before each tile; raises to give up.
        done: True for rows of which no pair among themselves needs a look, shape (n,).
        counts: As ``kernels.scan`` has them, then pairs in products.
    """

    projection: Projection
    rows: Int64
    eps: float
    state: State
    tiling: Tiling
    check: Check
    done: Bools
    counts: Int64 = field(default_factory=lambda: np.zeros(6, dtype=np.int64))
    _layout: Layout = field(init=False)
    _limits: Limits = field(init=False)
    _products: Float32 = field(init=False)

    def __post_init__(self) -> None:
        tiling = self.tiling
        size = max(tiling.height * max(tiling.width, tiling.height), tiling.diagonal**2)
        self._products = np.empty(min(size, max(len(self.rows), 1) ** 2), dtype=np.float32)
        self._lay_out()

    def __len__(self) -> int:
        return len(self.rows)

    def multiply(self, places: Int32, first: int, last: int, *, triangle: bool = False) -> None:
        """Look at the pairs of some places with the places ``first`` ... ``last - 1``."""
        self.check()
        left = self._layout.left[places]
        products = self._products[: len(places) * (last - first)].reshape(len(places), -1)
        np.matmul(left, self._layout.right[first:last].T, out=products)
        tile = Tile(products, places, first, int(triangle))
        scan(tile, self._layout, self.projection.points, self.state, self._limits, self.counts)
        self.counts[5] += products.size

    def refresh(self) -> None:
        """Bring the remembered roots up to date, so that more pairs count as settled."""
        refresh(self.state)

    def reorder(self, order: Int64) -> None:
        """Lay the rows out anew; ``order`` holds old places."""
        self.rows = self.rows[order]
        self.state = reordered(self.state, order)
        self.done = self.done[order]
        self.refresh()
        self._lay_out()

    def _lay_out(self) -> None:
        source, rows = self.projection, self.rows
        k1 = source.k1
        left = np.ones((len(rows), k1 + 2), dtype=np.float32)
        left[:, :k1] = source.coordinates[rows, :k1]
        left[:, k1] = source.near[rows]
        squared = np.einsum("ij,ij->i", left[:, :-1], left[:, :-1], dtype=np.float64)
        right = left.copy()
        right[:, k1 + 1] = -squared / 2
        extent = _extent(source, rows, float(squared.max(initial=0.0)))
        self._limits = limits(self.eps, extent)
        self._layout = Layout(
            row=rows,
            left=left,
            right=right,
            rest=source.coordinates[rows, k1:],
            near=source.near[rows],
            far=source.far[rows],
            squared=squared,
            threshold=thresholds(squared, self.eps, extent),
        )


def opened(
    projection: Projection,
    rows: Int64,
    eps: float,
    min_samples: int,
    *,
    tiling: Tiling,
    check: Check,
) -> Interval:
    """Return an interval of which no pair was looked at; ``rows`` come in any order."""
    eps = min(max(eps, SMALLEST_EPS), LARGEST_EPS)
    rows = rows[bisection_order(projection.coordinates[:, :AXES][rows])]
    state = fresh_state(len(rows), min_samples)
    done = np.zeros(len(rows), dtype=np.bool_)
    return Interval(projection, rows, eps, state, tiling, check, done)


def _extent(source: Projection, rows: Int64, squared: float) -> Extent:
    return Extent(
        n_channels=source.points.vectors.shape[1],
        k1=source.k1,
        k2=source.coordinates.shape[1],
        longest=float(source.length[rows].max(initial=0.0)),
        squared=squared,
        share=source.share,
        scale=source.scale,
        single=source.single,
    )
