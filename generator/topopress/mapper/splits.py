"""Parts of rows by recursive splitting along class probabilities.

After Liu, Dey and Gleich 2023, "Topological structure of complex predictions" (GTDA). The graph of
nearest neighbours holds the rows together; ``docs/mapper.md`` has the definition, and says where it
differs from theirs. Memory is bounded but for the rows of the parts.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from topopress.config.limits import MOST_ELEMENTS
from topopress.config.splits import SplitCover
from topopress.core.arrays import Float32, Float64, Int64
from topopress.core.errors import ConfigError
from topopress.mapper.near_points import NearPoints, NeighbourGraph

PROBABILITIES = "class probabilities"
"""Name of the column with the class probabilities of each row, shape (n_rows, n_classes)."""
MOST_ROWS = 100_000
"""Rows at most, because each is compared with all others."""
MOST_MEMBERSHIPS = 50_000_000
"""Rows in parts at most, a row in two parts counted twice."""
DEEPER = 3
"""How many times as many neighbours are looked up where some of the rows are drawn later."""


@dataclass(frozen=True, slots=True, eq=False)
class SplitRows:
    """Rows to be split, once or several times: under other settings, or some rows alone.

    Attributes:
        near: The nearest others of each row.
        probabilities: Shape (n_rows, n_classes).
    """

    near: NearPoints
    probabilities: Float64

    @classmethod
    def of(
        cls, vectors: Float32, metric: str, probabilities: Float64, neighbours: int
    ) -> "SplitRows":
        """Look up the nearest others of rows, as many as the most that will be asked.

        Raises:
            ConfigError: there are too many rows to compare each with all others.
        """
        if len(vectors) > MOST_ROWS:
            raise ConfigError(
                f"mapper.cover: a cover of kind 'split' compares each row with all others, and "
                f"takes {MOST_ROWS:,} rows at most, not {len(vectors):,}; show the network fewer "
                "samples or positions, or take another cover"
            )
        return cls(NearPoints.of(vectors, metric, neighbours), probabilities)

    def parts(self, cover: SplitCover, drawn: Int64 | None = None) -> list[Int64]:
        """Return the rows of each part, ascending; of some rows alone if these are given.

        Args:
            cover: The settings; no more neighbours than were looked up.
            drawn: Rows, ascending.

        Raises:
            ConfigError: there would be too many parts, or too many rows in them.
        """
        rows = np.arange(len(self.near.point)) if drawn is None else drawn
        graph = self.near.graph(cover.neighbours, drawn)
        whole = [each for each in graph.components(rows) if len(each) >= cover.least_rows]
        parts, small = _split(graph, whole, self.probabilities, cover)
        return _with_small(graph, parts, small)


def _split(
    graph: NeighbourGraph, whole: list[Int64], probabilities: Float64, cover: SplitCover
) -> tuple[list[Int64], list[Int64]]:
    """Split components until their parts are small or alike; return parts and too small ones.

    A part whose halves have no connected piece of enough rows stays whole.
    """
    parts: list[Int64] = []
    small: list[Int64] = []
    waiting = whole[::-1]
    memberships = 0
    while waiting:
        rows = waiting.pop()
        pieces = [
            piece
            for half in _halves(rows, probabilities, cover)
            for piece in graph.components(half)
        ]
        large = [piece for piece in pieces if len(piece) >= cover.least_rows]
        if large:
            waiting += large[::-1]
            small += [piece for piece in pieces if len(piece) < cover.least_rows]
            continue
        parts.append(rows)
        memberships += len(rows)
        if len(parts) > MOST_ELEMENTS or memberships > MOST_MEMBERSHIPS:
            raise ConfigError(
                "mapper.cover: the rows are split into too many parts, "
                f"more than {MOST_ELEMENTS:,} or with more than {MOST_MEMBERSHIPS:,} rows in them; "
                "a larger spread or number of rows, or a smaller overlap, makes fewer"
            )
    return parts, small


def _halves(rows: Int64, probabilities: Float64, cover: SplitCover) -> tuple[Int64, ...]:
    """Cut rows along the class whose probability differs most; nothing if they stay whole.

    With the smallest probability a, the range R and the overlap p, the halves are the closed
    intervals from a and to a + R, of length R / (2 - p). The first of equal classes is taken.
    """
    if len(rows) <= cover.rows:
        return ()
    values = probabilities[rows]
    lows, highs = values.min(axis=0), values.max(axis=0)
    widest = int((highs - lows).argmax())
    low, high = float(lows[widest]), float(highs[widest])
    if high - low <= cover.spread:
        return ()
    length = (high - low) / (2 - cover.overlap)
    along = values[:, widest]
    # Rounding must not leave a row between the halves.
    begins = min(high - length, low + length)
    return rows[along <= low + length], rows[along >= begins]


def _with_small(graph: NeighbourGraph, parts: list[Int64], small: list[Int64]) -> list[Int64]:
    """Add rows that are in no part to the part with which their piece has most connections.

    Pieces without a connection to any part wait until one of their neighbours has joined. Of parts
    with equally many the one with most rows is taken, then the first.
    """
    waiting = small
    while True:
        inside = np.zeros(len(graph.point), np.bool_)
        for rows in parts:
            inside[rows] = True
        waiting = [left for rows in waiting if len(left := rows[~inside[rows]])]
        if not waiting or not parts:
            return parts
        joined = _joined(graph, parts, waiting)
        if not joined:
            return parts
        for part, pieces in joined.items():
            parts[part] = np.unique(np.concatenate([parts[part], *pieces]))


def _joined(
    graph: NeighbourGraph, parts: list[Int64], pieces: list[Int64]
) -> dict[int, list[Int64]]:
    """Return the pieces that join each part."""
    connections = _incidence(graph, pieces) @ graph.links @ _incidence(graph, parts).T
    connections = csr_array(connections)
    found: dict[int, list[Int64]] = {}
    for number, piece in enumerate(pieces):
        some = slice(connections.indptr[number], connections.indptr[number + 1])
        counts, candidates = connections.data[some], connections.indices[some]
        if len(candidates):
            sizes = np.array([len(parts[part]) for part in candidates.tolist()])
            best = np.lexsort((candidates, -sizes, -counts))[0]
            found.setdefault(int(candidates[best]), []).append(piece)
    return found


def _incidence(graph: NeighbourGraph, sets: list[Int64]) -> csr_array:
    """Return which points are in which of some sets of rows, shape (n_sets, n_points)."""
    points = [np.unique(graph.point[rows]) for rows in sets]
    starts = np.cumsum([0, *map(len, points)])
    columns = np.concatenate([np.empty(0, np.int64), *points])
    shape = (len(sets), graph.links.shape[0])
    return csr_array((np.ones(len(columns), np.int32), columns, starts), shape=shape)
