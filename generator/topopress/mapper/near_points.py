"""The nearest others of each row, and the graph that connects each row with them.

Equal rows are one point. Points are numbered in the order of their bytes, so that nothing depends
on the order of the rows. ``docs/mapper.md`` has the definition.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from topopress.core.arrays import Flags, Float32, Float64, Int64
from topopress.mapper.metrics import METRICS

POINTS_AT_ONCE = 512
SPARE = 8
"""Further points that are compared exactly, because products round."""


@dataclass(frozen=True, slots=True, eq=False)
class NearPoints:
    """The nearest others of each point, nearest first.

    Attributes:
        point: Number of each row's point, shape (n_rows,).
        points: Shape (n_points, n_dimensions), distinct, in the order of their bytes.
        near: The nearest others of each point, shape (n_points, depth). Of equally near ones the
            smaller numbers come first.
    """

    point: Int64
    points: Float64
    near: Int64

    @classmethod
    def of(cls, vectors: Float32, metric: str, depth: int) -> "NearPoints":
        """Find the nearest points of rows, as many as ``depth`` if there are so many.

        Args:
            vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
            metric: Their distance.
            depth: How many, at least 1.
        """
        # Adding 0 turns -0 into 0, which is equal to it and has other bytes.
        every = np.ascontiguousarray(METRICS[metric].points(np.asarray(vectors))) + 0.0
        as_bytes = every.view(np.dtype((np.void, every.dtype.itemsize * every.shape[1])))[:, 0]
        _, first, point = np.unique(as_bytes, return_index=True, return_inverse=True)
        points = every[first]
        asked = np.arange(len(points))
        return cls(point.astype(np.int64), points, _nearest(points, asked, asked, depth))

    def graph(self, neighbours: int, rows: Int64 | None = None) -> "NeighbourGraph":
        """Connect each point with its nearest others, and with those that it is a nearest of.

        With ``rows``, only the points of some rows count, and their nearest are sought among these.
        """
        n_points = len(self.points)
        if rows is None:
            near = self.near[:, :neighbours]
            pairs = np.repeat(np.arange(n_points), near.shape[1]), near.ravel()
        else:
            pairs = self._among(np.unique(self.point[rows]), neighbours)
        return NeighbourGraph.of(self.point, n_points, *pairs)

    def _among(self, drawn: Int64, neighbours: int) -> tuple[Int64, Int64]:
        """Return pairs of some points and their nearest among these."""
        inside = np.zeros(len(self.points), np.bool_)
        inside[drawn] = True
        near = self.near[drawn]
        wanted = min(neighbours, len(drawn) - 1)
        there = inside[near]
        taken = there & (np.cumsum(there, axis=1) <= wanted)
        # The list of a point may be too short where many of its nearest were not drawn.
        short = np.flatnonzero(taken.sum(axis=1) < wanted)
        taken[short] = False
        which, place = np.nonzero(taken)
        again = _nearest(self.points, drawn[short], drawn, wanted)
        return (
            np.concatenate([drawn[which], np.repeat(drawn[short], again.shape[1])]),
            np.concatenate([near[which, place], again.ravel()]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class NeighbourGraph:
    """Connections of points.

    Attributes:
        point: Number of each row's point, shape (n_rows,).
        links: 1 where two points are connected, and for each point with itself, because equal rows
            are; shape (n_points, n_points).
    """

    point: Int64
    links: csr_array

    @classmethod
    def of(cls, point: Int64, n_points: int, first: Int64, second: Int64) -> "NeighbourGraph":
        """Connect pairs of points, in both directions."""
        itself = np.arange(n_points)
        row = np.concatenate([first, second, itself])
        column = np.concatenate([second, first, itself])
        both = csr_array((np.ones(len(row), np.int32), (row, column)), shape=(n_points,) * 2)
        both.data[:] = 1
        both.sort_indices()
        return cls(point, both)

    def components(self, rows: Int64) -> list[Int64]:
        """Return the connected parts of some rows, by their smallest point, rows ascending."""
        here, place = np.unique(self.point[rows], return_inverse=True)
        label = _labels(self._links_within(here))[place]
        order = np.lexsort((rows, label))
        bounds = np.flatnonzero(np.diff(label[order])) + 1
        return np.split(rows[order], bounds)

    def _links_within(self, here: Int64) -> csr_array:
        """Return the links between some points, ascending, numbered anew."""
        starts, others = self.links.indptr, self.links.indices
        counts = (starts[here + 1] - starts[here]).astype(np.int64)
        row = np.repeat(np.arange(len(here)), counts)
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        other = others[np.repeat(starts[here].astype(np.int64), counts) + within]
        column = np.minimum(np.searchsorted(here, other), len(here) - 1)
        inside = here[column] == other
        size = (len(here), len(here))
        return csr_array((np.ones(inside.sum()), (row[inside], column[inside])), shape=size)


def _labels(links: csr_array) -> Int64:
    """Return the component of each point, numbered by their smallest points."""
    _, label = connected_components(links, directed=False)
    _, first, number = np.unique(label, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[number], np.int64)


def _nearest(points: Float64, asked: Int64, among: Int64, count: int) -> Int64:
    """Return the nearest others of some points among some, which hold them, ascending.

    They are found by products; their distances are those of the differences of the points.
    """
    count = min(count, len(among) - 1)
    if count <= 0 or not len(asked):
        return np.empty((len(asked), max(count, 0)), np.int64)
    found = []
    kept = min(count + SPARE, len(among) - 1)
    for block, squared in _squared(points, asked, among):
        candidates = np.sort(among[np.argpartition(squared, kept - 1, axis=1)[:, :kept]], axis=1)
        exact = np.column_stack(
            [((points[block] - points[column]) ** 2).sum(axis=1) for column in candidates.T]
        )
        order = np.argsort(exact, axis=1, kind="stable")[:, :count]
        found.append(np.take_along_axis(candidates, order, axis=1))
    return np.concatenate(found)


def _squared(points: Float64, asked: Int64, among: Int64) -> Iterator[tuple[Int64, Float64]]:
    """Yield some points and their squared distances to others; that to itself is infinite."""
    # Products lose fewer digits around the middle.
    middle = points[among].mean(axis=0)
    others = points[among] - middle
    squares = np.einsum("ij,ij->i", others, others)
    for start in range(0, len(asked), POINTS_AT_ONCE):
        block = asked[start : start + POINTS_AT_ONCE]
        mine = points[block] - middle
        squared = mine @ others.T
        squared *= -2
        squared += squares
        itself: Flags = among[None, :] == block[:, None]
        squared[itself] = np.inf
        yield block, squared
