"""What one network tells apart and another does not: samples near in one and far in the other."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from topopress.core.arrays import Flags, Float32, Float64, Int32, Int64
from topopress.diagnosis.nearest import nearest

NEAREST = 10
"""Nearest samples that are looked at, and of each step at least."""
STEP = 50
"""One in so many samples is nearest where there are many, so that two steps reach as far."""
APART = 0.3
"""Lower end of the share of far samples from which a group is told apart by one network alone."""
TIMES = 1.5
"""And so many times the share of all samples."""
EXPLAINED = 0.5
"""Variance that an alignment has to explain before anything is said."""


@dataclass(frozen=True, slots=True, eq=False)
class FarSamples:
    """For one network: the samples nearest in the other, and which are far in this one.

    Attributes:
        near: The nearest samples of each in the other network, shape (n, k).
        far: Which of them are not within two steps of nearest samples here, shape (n, k).
    """

    near: Int32
    far: Flags

    @classmethod
    def of(cls, own: Float32, other: Float32) -> "FarSamples":
        """Compare the vectors of the same samples in two networks, shape (n, n_dimensions)."""
        near = nearest(other, NEAREST).row
        step = nearest(own, max(NEAREST, len(own) // STEP)).row
        first = np.repeat(np.arange(len(own)), step.shape[1])
        links = csr_array((np.ones(len(first)), (first, step.ravel())), shape=(len(own),) * 2)
        both = csr_array(links + links.T)
        reached = (both @ both + both).toarray() > 0
        return cls(near, ~reached[np.arange(len(own))[:, None], near])

    @property
    def share(self) -> float:
        """The share of all nearest samples that are far."""
        return float(self.far.mean())

    def of_samples(self, samples: Int64) -> tuple[Float64, float]:
        """Return the share of each of some samples, and the standard error of their mean."""
        shares = self.far[samples].mean(axis=1)
        return shares, float(shares.std(ddof=1) / np.sqrt(len(shares)))

    def among(self, samples: Int64) -> Int64:
        """Return the far samples of some, each as often as it is one."""
        return self.near[samples][self.far[samples]].astype(np.int64)


def is_told(share: float, error: float, *, of_all: float, explained: float) -> bool:
    """Return whether one network alone tells samples apart."""
    return explained >= EXPLAINED and share - 2 * error >= max(APART, TIMES * of_all)
