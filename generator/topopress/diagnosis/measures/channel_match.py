"""Whether the channels of two layers are the same in another order."""

import numpy as np

from topopress.core.arrays import Float32, Float64
from topopress.diagnosis.ridge import standardised


def matched_channels(first: Float32 | Float64, second: Float32 | Float64) -> Float64:
    """Return the absolute correlations of channels that are matched one to one, best in sum.

    Channels that never vary are left out.
    """
    from scipy.optimize import linear_sum_assignment

    x, y = (standardised(vectors) for vectors in (first, second))
    correlation = np.abs(x.T @ y) / len(x)
    own, others = linear_sum_assignment(-correlation)
    varies = correlation.max(axis=1)[own] > 0
    return np.asarray(correlation[own, others][varies])
