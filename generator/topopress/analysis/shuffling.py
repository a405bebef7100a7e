"""The null models: the same rows with every channel shuffled on its own.

Each channel keeps its values, and with them its mean, its spread and its zeros. The dependence
between channels is lost, so structure in such rows is chance. Where channels are shuffled within
groups of rows, what tells the groups apart stays, and structure is that or chance.
"""

import numpy as np

from topopress.core.arrays import Float32, Int32


def shuffled(vectors: Float32, rng: np.random.Generator) -> Float32:
    """Return the rows with every channel permuted on its own, shape (n_rows, n_channels)."""
    result: Float32 = rng.permuted(np.asarray(vectors), axis=0)
    return result


def shuffled_within(vectors: Float32, group: Int32, rng: np.random.Generator) -> Float32:
    """Return the rows with every channel permuted on its own among the rows of each group.

    ``group`` has shape (n_rows,); rows of no group (-1) stay as they are.
    """
    result = np.array(vectors)
    order = np.argsort(group, kind="stable")
    starts = np.unique(group[order], return_index=True)[1]
    for rows in np.split(order, starts[1:]):
        if group[rows[0]] >= 0:
            result[rows] = rng.permuted(result[rows], axis=0)
    return result
