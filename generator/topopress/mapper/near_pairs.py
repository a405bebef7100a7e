"""All pairs of rows within a radius, computed once so that many resamples can be clustered.

A resample changes how often a row counts, not the distances between rows. So the pairs are found
once per interval. A resample then needs a weighted count of neighbours and a search for connected
components. Few pairs are kept as lists, many as a matrix of bits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from topopress.core.arrays import Float64, Int32, Int64

NOISE = -1
BLOCK = 512
"""Rows whose distances to all others are computed at a time."""
DENSE = 1 / 32
"""Share of near pairs from which a bit for each pair takes less memory than a list."""

Mask = NDArray[np.bool_]
Words = NDArray[np.uint64]


class NearPairs(Protocol):
    """The pairs of n points within a radius of each other, each point with itself."""

    def counts(self, weights: Float64) -> Float64:
        """Return the sum of the weights within the radius of each point, shape (n, n_resamples).

        Args:
            weights: Weight of each point in each resample, shape (n, n_resamples).
        """

    def clusters(self, core: Mask, drawn: Mask) -> Int32:
        """Return the DBSCAN cluster of each point, -1 for those in none.

        Clusters are numbered by their smallest core point; a border point belongs to the one
        with the smallest number among those it touches.

        Args:
            core: The core points, shape (n,).
            drawn: The points of the resample, shape (n,).
        """


def near_pairs(points: Float64, radii: Sequence[float]) -> list[NearPairs]:
    """Find the pairs of points within each radius of each other, the bound included.

    Squared distances have a rounding error of about 1e-15 of the squared lengths of the points,
    centred at their mean. A pair whose distance is that close to a radius may be near or not.

    Args:
        points: Shape (n, n_coordinates).
        radii: Euclidean radii.
    """
    n = len(points)
    centred = points - points.mean(axis=0) if n else points
    half = np.einsum("ij,ij->i", centred, centred) / 2
    strips: list[list[Words]] = [[np.zeros((0, -(-n // 64)), dtype=np.uint64)] for _ in radii]
    n_pairs = [0] * len(radii)
    for start in range(0, n, BLOCK):
        for level, near in enumerate(_near(centred, half, start, radii)):
            n_pairs[level] += int(near.sum())
            strips[level].append(_packed(near))
    kept = [np.concatenate(each) for each in strips]
    return [
        _listed(bits, n) if 0 < count < DENSE * n * n else _Bits(bits, n)
        for bits, count in zip(kept, n_pairs, strict=True)
    ]


def _near(points: Float64, half: Float64, start: int, radii: Sequence[float]) -> Iterator[Mask]:
    block = slice(start, start + BLOCK)
    product = points[block] @ points.T
    product -= half[block, None]
    product -= half
    within = np.arange(len(product))
    product[within, start + within] = 0.0
    for radius in radii:
        yield product >= -(radius**2) / 2


def _packed(near: Mask) -> Words:
    n_words = -(-near.shape[1] // 64)
    bits = np.zeros((len(near), n_words * 8), dtype=np.uint8)
    found = np.packbits(near, axis=1)
    bits[:, : found.shape[1]] = found
    return bits.view(np.uint64)


def _unpacked(words: Words, n: int) -> Mask:
    return np.unpackbits(words.view(np.uint8), axis=-1, count=n).view(np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class _Listed:
    """The pairs as a sparse matrix of ones."""

    pairs: csr_array

    def counts(self, weights: Float64) -> Float64:
        return np.asarray(self.pairs @ weights, dtype=np.float64)

    def clusters(self, core: Mask, drawn: Mask) -> Int32:
        labels = np.full(len(core), NOISE, dtype=np.int32)
        inner = self.pairs[core][:, core]
        _, part = connected_components(inner, directed=False)
        _, first, number = np.unique(part, return_index=True, return_inverse=True)
        labels[core] = np.argsort(np.argsort(first))[number]
        border = np.flatnonzero(drawn & ~core)
        touching = self.pairs[border][:, core]
        some = np.diff(touching.indptr) > 0
        if some.any():
            touched = labels[core][touching.indices]
            labels[border[some]] = np.minimum.reduceat(touched, touching.indptr[:-1][some])
        return labels


def _listed(bits: Words, n: int) -> _Listed:
    found = []
    for start in range(0, n, BLOCK):
        rows, columns = np.nonzero(_unpacked(bits[start : start + BLOCK], n))
        found.append((rows.astype(np.int32) + start, columns.astype(np.int32)))
    rows, columns = (np.concatenate(each) for each in zip(*found, strict=True))
    ones = np.ones(len(rows), dtype=np.float32)
    return _Listed(coo_array((ones, (rows, columns)), shape=(n, n)).tocsr())


@dataclass(frozen=True, slots=True, eq=False)
class _Bits:
    """A bit for each pair, 64 to a word, row by row."""

    bits: Words
    n: int

    def counts(self, weights: Float64) -> Float64:
        found = np.zeros(weights.shape)
        single = weights.astype(np.float32)
        for start in range(0, self.n, BLOCK):
            strip = _unpacked(self.bits[start : start + BLOCK], self.n)
            found[start : start + BLOCK] = strip.astype(np.float32) @ single
        return found

    def clusters(self, core: Mask, drawn: Mask) -> Int32:
        labels = np.full(self.n, NOISE, dtype=np.int32)
        left, border = core.copy(), drawn & ~core
        for start in np.flatnonzero(core).tolist():
            if left[start]:
                number = labels.max() + 1
                touched = self._spread(start, left)
                labels[touched & border & (labels == NOISE)] = number
                labels[touched & core] = number
        return labels

    def _spread(self, start: int, left: Mask) -> Mask:
        """Return all points within eps of a cluster; its core points are no longer ``left``."""
        reach = np.zeros(self.bits.shape[1], dtype=np.uint64)
        latest: Int64 = np.array([start])
        while len(latest):
            left[latest] = False
            reach |= np.bitwise_or.reduce(self.bits[latest], axis=0)
            touched = _unpacked(reach, self.n)
            latest = np.flatnonzero(touched & left)
        return touched
