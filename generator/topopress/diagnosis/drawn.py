"""Which samples the measures of a report are of."""

import numpy as np

from topopress.core.arrays import Float32, Int32
from topopress.core.seeds import rng_for
from topopress.diagnosis.types import SampleMeans

LEAST_LABELLED = 50
"""Samples with a label that a probe and tests of blocks need at least."""


def drawn_samples(available: Int32, most: int, seed: int) -> Int32:
    """Return at most so many samples, drawn by the seed alone, ascending."""
    if len(available) <= most:
        return available
    chosen = rng_for(seed, "report").choice(len(available), most, replace=False)
    return np.sort(available[chosen])


def means_of(means: SampleMeans, samples: Int32) -> Float32:
    """Return the means of some samples that have one, shape (n, n_channels)."""
    return np.asarray(means.means[np.searchsorted(means.mean_of, samples)])


def can_be_probed(label: Int32) -> bool:
    """Return whether labels, -1 for none, are enough for a linear probe."""
    return int((label >= 0).sum()) >= LEAST_LABELLED and len(np.unique(label[label >= 0])) > 1
