"""Near duplicates: pairs of samples that are nearer to each other than chance allows.

In m dimensions the distance to the nearest over that to the tenth neighbour, to the power m, is the
least of nine uniform numbers. So 1 - (1 - (d / d10)^m)^9 is the chance of a pair so near without
any copy; m is the TwoNN estimate of the layer (Facco et al. 2017).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32
from topopress.diagnosis.nearest import Nearest, nearest

TENTH = 10
EACH = 5
"""Pairs of a row with so many nearest others are looked at."""
_KEPT = 0.9
"""Share of the ratios that the dimension is fitted to: the largest are outliers."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of rows, nearest by the ratio first.

    Attributes:
        first: The smaller row of each pair, shape (n_pairs,).
        second: The larger row.
        ratio: Distance over the larger of the distances to the second neighbours.
        chance: Chance of a row to have such a pair without any copy.
        dimension: TwoNN estimate.
    """

    first: Int32
    second: Int32
    ratio: Float64
    chance: Float64
    dimension: float


def dimension(near: Nearest) -> float:
    """Return the TwoNN estimate: the slope of -log(1 - F) over log(d2 / d1)."""
    first, second = near.distance[:, 0], near.distance[:, 1]
    known = first > 0
    ratios = np.sort(np.log(second[known] / first[known]))
    kept = ratios[: int(_KEPT * len(ratios))]
    if not len(kept) or not kept[-1] > 0:
        return 1.0
    shares = np.arange(1, len(kept) + 1) / (len(ratios) + 1)
    return float(kept @ -np.log(1 - shares) / (kept @ kept))


def near_pairs(vectors: Float32) -> Pairs:
    """Return each row with its five nearest others as pairs; at least 11 rows."""
    near = nearest(vectors, TENTH)
    n, m, each = len(near.row), dimension(near), min(EACH, near.row.shape[1])
    rows, others = np.repeat(np.arange(n), each), near.row[:, :each].ravel().astype(np.int64)
    key, place = np.unique(
        np.minimum(rows, others) * n + np.maximum(rows, others), return_index=True
    )
    first, second = key // n, key % n
    distance = near.distance[:, :each].ravel()[place]
    tenth = np.minimum(near.distance[first, -1], near.distance[second, -1])
    to_second = np.maximum(near.distance[first, 1], near.distance[second, 1])
    uniform = np.minimum(distance / np.maximum(tenth, 1e-300), 1) ** m
    ratio = distance / np.maximum(to_second, 1e-300)
    order = np.lexsort([key, ratio])
    return Pairs(
        first[order].astype(np.int32),
        second[order].astype(np.int32),
        ratio[order],
        (1 - (1 - uniform) ** (TENTH - 1))[order],
        m,
    )


def groups_of(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Return the sets of rows that pairs join, each ascending, in the order of their first rows."""
    leader: dict[int, int] = {}

    def lead(row: int) -> int:
        while leader.setdefault(row, row) != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    for first, second in pairs:
        low, high = sorted((lead(first), lead(second)))
        leader[high] = low
    members: dict[int, list[int]] = {}
    for row in sorted(leader):
        members.setdefault(lead(row), []).append(row)
    return [tuple(rows) for _, rows in sorted(members.items())]
