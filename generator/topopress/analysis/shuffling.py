"""The null model: the same rows with every channel shuffled on its own.

Each channel keeps its values, and with them its mean, its spread and its zeros. The dependence
between channels is lost, so structure in such rows is chance.
"""

import numpy as np

from topopress.core.arrays import Float32


def shuffled(vectors: Float32, rng: np.random.Generator) -> Float32:
    """Return the rows with every channel permuted on its own, shape (n_rows, n_channels)."""
    result: Float32 = rng.permuted(np.asarray(vectors), axis=0)
    return result
