"""Which rows are within a radius of some others: blocks in single precision, decided exactly.

A product in single precision leaves a pair undecided where its rounding could matter; such pairs
are decided by ``plain.decided``. So the answer is that of exact arithmetic (docs/exactness.md).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float32, Float64, Int64
from topopress.mapper.exact.bounds import (
    LARGEST_EPS,
    SINGLE,
    SMALLEST_EPS,
    TINY,
    gamma,
)
from topopress.mapper.exact.plain import decided
from topopress.mapper.exact.points import POINTS, chosen
from topopress.mapper.exact.state import Points
from topopress.mapper.metrics import METRICS

PAIRS_AT_ONCE = 2048
BEYOND = 64.0
"""A squared radius from which all pairs are within it: scaled points are at most 2 apart."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some rows, as the product needs them.

    Attributes:
        rows: Their numbers, shape (n,).
        single: Their points, scaled, in single precision, shape (n, n_coordinates).
        half: Half of the squared length of each, scaled, shape (n,).
    """

    rows: Int64
    single: Float32
    half: Float32

    def __getitem__(self, part: slice | Int64 | Bools) -> "Block":
        """Return some of the rows."""
        return Block(self.rows[part], self.single[part], self.half[part])

    def joined(self, other: "Block") -> "Block":
        """Return these rows and others."""
        return Block(
            np.concatenate([self.rows, other.rows]),
            np.concatenate([self.single, other.single]),
            np.concatenate([self.half, other.half]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Closeness:
    """Decides which rows are within a radius of each other.

    Attributes:
        points: The points of all rows.
        radius: Euclidean distance of points.
        scale: Power of two that brings the longest point below 1.
    """

    points: Points
    radius: float
    scale: float

    @classmethod
    def of(cls, vectors: Float32, metric: str, radius: float) -> "Closeness":
        """Prepare rows, shape (n_rows, n_channels), which may be memory-mapped.

        The radius is in units of the metric, above 0.
        """
        points = POINTS[metric](vectors)
        euclidean = METRICS[metric].to_euclidean(radius)
        longest = 2.0 if metric == "cosine" else _longest(points)
        scale = 2.0 ** -np.ceil(np.log2(longest)) if longest > 0 else 1.0
        return cls(points, min(max(euclidean, SMALLEST_EPS), LARGEST_EPS), float(scale))

    def block(self, rows: Int64) -> Block:
        """Return some rows for products."""
        scaled = self._points(rows) * self.scale
        half = np.einsum("ij,ij->i", scaled, scaled) / 2
        return Block(rows, scaled.astype(np.float32), half.astype(np.float32))

    def within(self, some: Block, others: Block) -> Bools:
        """Return which pairs are within the radius, bound included, shape (n_some, n_others)."""
        squared = min((self.radius * self.scale) ** 2, BEYOND)
        # -|x - y|**2 / 2 + radius**2 / 2
        surplus = some.single @ others.single.T
        surplus -= some.half[:, None]
        surplus -= others.half
        surplus += np.float32(squared / 2)
        near = surplus >= 0
        error = self._error(some, squared)[:, None] + self._error(others, squared)
        first, second = np.nonzero(np.abs(surplus, out=surplus) <= error)
        for start in range(0, len(first), PAIRS_AT_ONCE):
            part = slice(start, start + PAIRS_AT_ONCE)
            a, b = first[part], second[part]
            near[a, b] = self._decided(some.rows[a], others.rows[b])
        return near

    def _error(self, block: Block, squared: float) -> Float32:
        """Return each row's part of a bound of the rounding of ``surplus``."""
        # gamma(n + 4) of the product, and at most 14 units of the sums and of rounded halves.
        share = 1.01 * gamma(block.single.shape[1] + 20, SINGLE)
        return (share * (block.half + squared / 4) + TINY).astype(np.float32)

    def _points(self, rows: Int64) -> Float64:
        points = chosen(self.points, rows)
        if self.points.zero.any():
            points = np.column_stack([points, self.points.zero[rows]])
        return points

    def _decided(self, first: Int64, second: Int64) -> Bools:
        pairs = np.concatenate([self._points(first), self._points(second)])
        count = np.arange(len(first))
        return decided(pairs, count, count + len(first), self.radius)


def _longest(points: Points) -> float:
    longest = 0.0
    for start in range(0, len(points.vectors), PAIRS_AT_ONCE):
        block = np.asarray(points.vectors[start : start + PAIRS_AT_ONCE], np.float64)
        longest = max(longest, float(np.einsum("ij,ij->i", block, block).max()))
    return float(np.sqrt(longest))
