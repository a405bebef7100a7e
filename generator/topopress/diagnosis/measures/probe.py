"""What a linear classifier reads from a layer, on rows that it was not fitted on.

Ridge regression on one-hot labels, five folds. Alain and Bengio, "Understanding intermediate layers
using linear classifier probes", 2016. Only probes of one kind are compared with each other: a
logistic regression reads up to .05 more from middle layers (research note, section 5).
"""

from collections.abc import Iterator

import numpy as np

from topopress.core.arrays import Flags, Float32, Float64, Int32, Int64
from topopress.diagnosis.measures.ridge import LinearMap, fitted

FOLDS = 5
PENALTY = 1e-2


def folds(n_rows: int, rng: np.random.Generator, n_folds: int = FOLDS) -> Int64:
    """Return a fold for each row, drawn at random and about equally large, shape (n_rows,)."""
    return np.asarray(rng.permutation(n_rows) % n_folds, np.int64)


def probe_maps(
    vectors: Float32 | Float64, label: Int32, fold: Int64
) -> Iterator[tuple[Flags, LinearMap]]:
    """Yield for each fold its rows, and the map of vectors to one-hot labels of the other rows."""
    onehot = np.eye(int(label.max()) + 1)[label]
    for number in np.unique(fold):
        inside = fold == number
        yield inside, fitted(vectors[~inside], onehot[~inside], penalty=PENALTY)


def probed(vectors: Float32 | Float64, label: Int32, fold: Int64) -> Int32:
    """Return the label that a linear probe reads for each row, of rows in other folds.

    Args:
        vectors: Shape (n_rows, n_channels).
        label: Of each row, none below 0, shape (n_rows,).
        fold: Of each row, at least two, shape (n_rows,).
    """
    said = np.empty(len(label), np.int32)
    for inside, read in probe_maps(vectors, label, fold):
        said[inside] = read(vectors[inside]).argmax(axis=1)
    return said
