"""The mean of the rows of each sample."""

import numpy as np

from topopress.activations.types import Rows
from topopress.core.arrays import Float32, Int32


def means_of_rows(rows: Rows) -> tuple[Int32, Float32]:
    """Return the samples that have rows, ascending, and the mean of the rows of each."""
    samples, place, counts = np.unique(rows.sample, return_inverse=True, return_counts=True)
    if len(samples) == len(rows.sample):  # one row each: the vectors as they are
        order = np.argsort(rows.sample, kind="stable")
        return samples.astype(np.int32), np.asarray(rows.vectors[order], np.float32)
    sums = np.zeros((len(samples), rows.vectors.shape[1]))
    np.add.at(sums, place, rows.vectors)
    return samples.astype(np.int32), (sums / counts[:, None]).astype(np.float32)
