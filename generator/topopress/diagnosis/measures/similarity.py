"""How similar two layers are on the same rows. None of these decides what a layer does.

See the research behind decision 123: a branch that is needed and one that is not needed have the
same values in all of them.
"""

import numpy as np

from topopress.core.arrays import Float32, Float64
from topopress.diagnosis.measures.probe import folds
from topopress.diagnosis.measures.ridge import fitted

_TINY = 1e-300
_PENALTY = 1e-3


def _centred(vectors: Float32 | Float64) -> Float64:
    rows = np.asarray(vectors, np.float64)
    return np.asarray(rows - rows.mean(axis=0))


def debiased_cka(first: Float32 | Float64, second: Float32 | Float64) -> float:
    """Return linear CKA from the unbiased estimate of HSIC: 1 if equal, about 0 if unrelated.

    Kornblith et al. 2019; the estimate of Song et al. 2012. Unlike the biased one it does not rise
    as rows become fewer. It can be a little below 0. A layer that never varies has 0.

    Args:
        first: Shape (n_rows, n_channels), at least four rows.
        second: Shape (n_rows, n_other_channels).
    """
    x, y = _centred(first), _centred(second)
    own = _hsic(x, x), _hsic(y, y)
    return _hsic(x, y) / float(np.sqrt(own[0] * own[1])) if min(own) > _TINY else 0.0


def _hsic(x: Float64, y: Float64) -> float:
    """Return the unbiased HSIC up to a factor; no matrix of rows by rows is made."""
    n = len(x)
    own_x, own_y = (x * x).sum(axis=1), (y * y).sum(axis=1)
    row_x, row_y = x @ x.sum(axis=0) - own_x, y @ y.sum(axis=0) - own_y
    cross = float(((x.T @ y) ** 2).sum()) - float(own_x @ own_y)
    sums = float(row_x.sum() * row_y.sum()) / ((n - 1) * (n - 2))
    return cross + sums - 2 / (n - 2) * float(row_x @ row_y)


def procrustes(first: Float32 | Float64, second: Float32 | Float64) -> float:
    """Return how well a rotation maps one layer on the other: 1 = equal up to rotation and scale.

    The nuclear norm of the cross-covariance, after both have Frobenius norm 1 (Ding et al. 2021).
    """
    x, y = _centred(first), _centred(second)
    scale = np.linalg.norm(x) * np.linalg.norm(y)
    if scale <= 0:
        return 0.0
    return float(np.linalg.svd(x.T @ y, compute_uv=False).sum() / scale)


def linear_r2(
    first: Float32 | Float64, second: Float32 | Float64, rng: np.random.Generator
) -> float:
    """Return the share of the second's variance that a linear map of the first explains.

    Of two halves of the rows, each is explained by the map that is fitted on the other.
    """
    x, y = np.asarray(first, np.float64), np.asarray(second, np.float64)
    half, error, total = folds(len(x), rng, 2), 0.0, 0.0
    for inside in (half == 0, half == 1):
        found = fitted(x[~inside], y[~inside], penalty=_PENALTY)
        error += float(((y[inside] - found(x[inside])) ** 2).sum())
        total += float(((y[inside] - y[~inside].mean(axis=0)) ** 2).sum())
    return 1 - error / total if total > 0 else 0.0
