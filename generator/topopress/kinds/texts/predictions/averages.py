"""Averages of the predictions for words over sets of rows."""

import numpy as np
from scipy.sparse import csr_array

from topopress.core.arrays import Float64, Int32, Int64
from topopress.kinds.texts.predictions.nodes import Distributions
from topopress.kinds.texts.predictions.types import WordPredictions
from topopress.kinds.texts.terms.counting import Sets


def averaged(words: WordPredictions, sample: Int32) -> tuple[Distributions, Int64]:
    """Return what averages the predictions of rows, and 1 for each row that has one, else 0.

    A column stands for each of the ids that occur; the last one for the tokens that are not kept.
    Rows without a prediction count for nothing.
    """
    share, key = words.share[sample].astype(np.float64), words.key[sample]
    with_prediction = (share.sum(axis=1) > 0).astype(np.int64)
    row, kept = np.nonzero(share)
    column = np.searchsorted(words.ids, key[row, kept])
    shape = len(sample), len(words.ids)
    table = csr_array((share[row, kept], (row, column)), shape)

    def distributions(sets: Sets) -> Float64:
        counts = np.maximum(sets @ with_prediction, 1)[:, None]
        means = (sets @ table).toarray() / counts
        left = (sets @ with_prediction > 0) - means.sum(axis=1)
        return np.column_stack([means, np.maximum(left, 0)])

    return distributions, with_prediction
