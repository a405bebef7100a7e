"""The data of the kernels, as named tuples of arrays and numbers (which numba supports).

All rows here are *places*: 0 ... n - 1 within one interval, in the order of its layout.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32, Int64, Uint8


class Points(NamedTuple):
    """The points of all rows: row / largest / length, and one coordinate more for zero rows.

    Attributes:
        vectors: Shape (n_rows, n_channels), C-contiguous, read-only; may be memory-mapped.
        largest: First divisor of each row, shape (n_rows,); 1 for the Euclidean metric.
        length: Second divisor of each row, shape (n_rows,); 1 for the Euclidean metric.
        inverse: 1 / (largest * length) in single precision, shape (n_rows,).
        zero: 1 for rows that have the extra coordinate, shape (n_rows,).
    """

    vectors: Float32
    largest: Float64
    length: Float64
    inverse: Float32
    zero: Uint8


class State(NamedTuple):
    """The state of the clustering of an interval, in memory O(n * min_samples).

    Attributes:
        parent: Union-find forest of the core rows, shape (n,).
        size: Rows below each root, shape (n,).
        core: 1 for core rows, shape (n,).
        n_known: Number of known neighbours of each row that is not yet a core row, shape (n,).
        known: These neighbours, shape (n, max(min_samples - 1, 1)).
        root: A recent root of each core row; -1 - place for the others; shape (n,).
    """

    parent: Int32
    size: Int32
    core: Uint8
    n_known: Int32
    known: Int32
    root: Int32


class Layout(NamedTuple):
    """The rows of an interval in the order in which they are multiplied.

    Attributes:
        row: Row of each place, shape (n,).
        first: First principal coordinates, first residual, minus half of ``squared``; shape
            (n, k1 + 2). In a product one side has 1 in place of the last.
        rest: Further principal coordinates, shape (n, k2 - k1).
        far: Residual after all coordinates, shape (n,).
        squared: Squared length of coordinates and first residual, shape (n,).
    """

    row: Int64
    first: Float32
    rest: Float32
    far: Float32
    squared: Float64


class Limits(NamedTuple):
    """Squared distances that decide a pair, each widened by the rounding before it.

    Above ``*_far`` a pair is farther than eps, up to ``*_near`` it is not; see ``bounds.py``.
    ``scratch`` is 1 if squared distances are summed from the first coordinate on, because those
    computed from a product are too coarse for a small eps.
    """

    scratch: int
    projected_far: float
    projected_near: float
    single_far: float
    single_near: float
    double_far: float
    double_near: float
    eps: float


class Tile(NamedTuple):
    """Products of some places (rows) with neighbouring places (columns).

    Attributes:
        products: Shape (n_rows, n_columns).
        threshold: Products below this are pairs farther than eps, shape (n_rows,).
        rows: Place of each row, shape (n_rows,).
        first: Place of the first column.
        triangle: 1 if the first columns are the rows and each of their pairs is wanted once.
    """

    products: Float32
    threshold: Float32
    rows: Int32
    first: int
    triangle: int


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The result of a finished interval, its rows ascending; places count these rows.

    Attributes:
        rows: Shape (n,).
        eps: Radius in units of the points.
        core: 1 for core rows, shape (n,).
        root: For each core row the place of a row of its component, shape (n,).
        n_known: Number of kept neighbours of each row that is no core row, shape (n,).
        known: Places of these neighbours, shape (n, max(min_samples - 1, 1)).
    """

    rows: Int64
    eps: float
    core: Uint8
    root: Int32
    n_known: Int32
    known: Int32


def fresh_state(n: int, min_samples: int) -> State:
    """Return the state of ``n`` rows before any pair is processed."""
    alone = min_samples <= 1
    return State(
        parent=np.arange(n, dtype=np.int32),
        size=np.ones(n, dtype=np.int32),
        core=np.full(n, alone, dtype=np.uint8),
        n_known=np.zeros(n, dtype=np.int32),
        known=np.zeros((n, max(min_samples - 1, 1)), dtype=np.int32),
        root=np.arange(n, dtype=np.int32) if alone else -1 - np.arange(n, dtype=np.int32),
    )


def new_places(order: Int64) -> Int32:
    """Return the new place of each old place; ``order`` holds old places."""
    new = np.empty(len(order), dtype=np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    return new


def reordered(state: State, order: Int64) -> State:
    """Return the state of the same rows in another order; ``order`` holds old places."""
    new = new_places(order)
    return State(
        parent=new[state.parent[order]],
        size=state.size[order],
        core=state.core[order],
        n_known=state.n_known[order],
        known=new[state.known[order]],
        root=np.empty(len(order), dtype=np.int32),
    )
