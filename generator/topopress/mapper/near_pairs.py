"""All pairs of rows within a radius, computed once so that many resamples can be clustered.

The pairs are found once per interval, a bit for each. A resample then needs a weighted count of
neighbours and a search for connected components.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float64, Int32, Int64
from topopress.mapper.types import NOISE

BLOCK = 512
"""Rows whose distances to all others are computed at a time; a multiple of the bits of a word."""

Mask = NDArray[np.bool_]
Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class NearPairs:
    """The pairs of n points within a radius of each other, each point with itself.

    There is a bit for each pair, 64 to a word, row by row.
    """

    bits: Words
    n: int

    def counts(self, weights: Float64) -> Float64:
        """Return the sum of the weights (n, n_resamples) within the radius of each point."""
        found = np.zeros(weights.shape)
        single = weights.astype(np.float32)
        for start in range(0, self.n, BLOCK):
            strip = _unpacked(self.bits[start : start + BLOCK], self.n)
            found[start : start + BLOCK] = strip.astype(np.float32) @ single
        return found

    def clusters(self, core: Mask, drawn: Mask) -> Int32:
        """Return the DBSCAN cluster of each point, -1 for those in none.

        Clusters are numbered by their smallest core point; a border point belongs to the one
        with the smallest number among those it touches. Only ``drawn`` points are in the resample.
        """
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
        """Return all points near a cluster; its core points are removed from ``left``."""
        reach = np.zeros(self.bits.shape[1], dtype=np.uint64)
        latest: Int64 = np.array([start])
        while len(latest):
            left[latest] = False
            reach |= np.bitwise_or.reduce(self.bits[latest], axis=0)
            touched = _unpacked(reach, self.n)
            latest = np.flatnonzero(touched & left)
        return touched


def near_pairs(points: Float64, radii: Sequence[float]) -> list[NearPairs]:
    """Find the pairs of points within each radius of each other, the bound included.

    Squared distances have a rounding error of about 1e-15 of the squared lengths of the points,
    centred at their mean. A pair whose distance is that close to a radius may be near or not.
    Each pair is decided once.
    """
    n = len(points)
    centred = points - points.mean(axis=0) if n else points
    half = np.einsum("ij,ij->i", centred, centred) / 2
    found = [np.zeros((n, -(-n // 64)), dtype=np.uint64) for _ in radii]
    for start in range(0, n, BLOCK):
        block, first = slice(start, start + BLOCK), start // 64
        product = centred[block] @ centred[start:].T
        product -= half[block, None]
        product -= half[start:]
        np.fill_diagonal(product, 0.0)
        for bits, radius in zip(found, radii, strict=True):
            near = product >= -(radius**2) / 2
            own = np.triu(near[:, : len(near)])
            near[:, : len(near)] = own | own.T
            bits[block, first:] = _packed(near)
            rest = _packed(np.ascontiguousarray(near[:, BLOCK:].T))
            bits[start + BLOCK :, first : first + rest.shape[1]] = rest
    return [NearPairs(bits, n) for bits in found]


def _packed(near: Mask) -> Words:
    n_words = -(-near.shape[1] // 64)
    bits = np.zeros((len(near), n_words * 8), dtype=np.uint8)
    found = np.packbits(near, axis=1)
    bits[:, : found.shape[1]] = found
    return bits.view(np.uint64)


def _unpacked(words: Words, n: int) -> Mask:
    return np.unpackbits(words.view(np.uint8), axis=-1, count=n).view(np.bool_)
