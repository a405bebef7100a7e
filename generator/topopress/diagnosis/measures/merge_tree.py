"""Rank correlation of the order in which rows merge in single linkage (NTS).

The merge heights of all pairs in the two single-linkage trees, compared by Spearman's correlation.
It spreads by up to .2 at 1,000 rows, since single linkage depends on rows that lie apart: it is
shown, and decides nothing.
"""

import numpy as np

from topopress.core.arrays import Float32, Float64


def merge_ranks(vectors: Float32 | Float64) -> Float64:
    """Return the ranks of the merge heights of all pairs of rows, centred and of length 1.

    Time and memory grow with the square of the rows: 1,000 take three seconds.
    """
    from scipy.cluster.hierarchy import cophenet, linkage
    from scipy.spatial.distance import pdist
    from scipy.stats import rankdata

    heights = cophenet(linkage(pdist(np.asarray(vectors, np.float64)), "single"))
    rank = rankdata(heights)
    rank = rank - rank.mean()
    length = float(np.linalg.norm(rank))
    return np.asarray(rank / length if length > 0 else rank)


def merge_order_similarity(first: Float64, second: Float64) -> float:
    """Return the rank correlation of two layers' merge orders, from -1 to 1."""
    return float(first @ second)
