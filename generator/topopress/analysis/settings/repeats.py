"""Which rows of a layer are equal to an earlier one.

The embeddings of a transformer are a function of word and place, so many words in context have the
same row there. Such rows make islands that no network made.
"""

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float32, Int64
from topopress.core.seeds import rng_for

ROWS_AT_ONCE = 1024
WORDS = 2
"""Hashes of 64 bits of each row."""


def first_of_each(vectors: Float32) -> Int64:
    """Return the first row of each set of equal rows, ascending.

    Rows count as equal if two hashes of 64 bits are. The vectors have shape (n_rows, n_channels)
    and may be memory-mapped.
    """
    rng = rng_for(0, "repeats")
    factors = rng.integers(2**64, size=(WORDS, vectors.shape[1]), dtype=np.uint64) | np.uint64(1)
    hashes = np.empty((len(vectors), WORDS), np.uint64)
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        # Adding 0 makes one zero of both.
        bits = (np.asarray(vectors[rows], np.float32) + 0).view(np.uint32).astype(np.uint64)
        hashes[rows] = _hashed(bits, factors)
    found = np.unique(hashes, axis=0, return_index=True)[1]
    return np.sort(found).astype(np.int64)


def _hashed(bits: NDArray[np.uint64], factors: NDArray[np.uint64]) -> NDArray[np.uint64]:
    # Multiplied by odd numbers modulo 2**64; the upper halves of the products are mixed in.
    mixed = [bits * each for each in factors]
    return np.stack([(one ^ (one >> np.uint64(29))).sum(axis=1) for one in mixed], axis=1)
