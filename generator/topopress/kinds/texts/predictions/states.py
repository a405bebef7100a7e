"""The logit lens: what final norm and language head make of the mean vector of some rows.

nostalgebraist, "interpreting GPT: the logit lens", 2020. Hidden states before the last are not
trained to be read by the head.
"""

from typing import TYPE_CHECKING

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32
from topopress.kinds.texts.predictions.nodes import Distributions
from topopress.kinds.texts.terms.counting import Sets

if TYPE_CHECKING:
    from topopress.network.language_head_model import LanguageHead


AT_ONCE = 8192
"""Rows of which a mean is taken at once: they may be on disk."""


def read_means(head: "LanguageHead", vectors: Float32, state: int) -> Distributions:
    """Return what reads the mean vector of sets of rows of a hidden state.

    ``vectors`` has shape (n_rows, n_channels). The last column of a distribution is 0.
    """
    import torch

    def distributions(sets: Sets) -> Float64:
        rows = np.split(sets.indices, sets.indptr[1:-1])
        means = np.array([_mean(vectors, each) for each in rows], np.float32)
        logits = head.read(torch.from_numpy(means), state)
        shares = logits.double().softmax(dim=1).numpy()
        return np.column_stack([shares, np.zeros(len(shares))])

    return distributions


def _mean(vectors: Float32, rows: Int32) -> Float64:
    total = np.zeros(vectors.shape[1])
    for start in range(0, len(rows), AT_ONCE):
        total += vectors[rows[start : start + AT_ONCE]].sum(axis=0, dtype=np.float64)
    return total / len(rows)
