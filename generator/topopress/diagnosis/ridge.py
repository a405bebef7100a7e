"""Leave-one-out kernel ridge regression: what the other samples say of the label of each.

With the kernel matrix K = V diag(e) V' centred, the fit of one-hot labels Y is
F = V diag(e / (e + lambda)) V' (Y - mean) + mean. Without row i it says (F_i - h_i Y_i) / (1 - h_i)
of row i, where h is the diagonal of the smoother. So all rows cost one eigendecomposition. The
kernel is exp(-d^2 / median d^2) of channels that are standardised. With many rows it is spanned by
1,000 landmarks (Nystroem; Williams and Seeger 2001), and the same formulas hold.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float32, Float64, Int32

LAMBDAS = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 0.3, 1.0)
LANDMARKS = 1_000
MANY = 2_000
"""From so many rows on the kernel is spanned by landmarks."""
_SMALLEST = 1e-10
"""Eigenvalues below this share of the largest are rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Smoother:
    """The eigenvectors of a centred kernel matrix, shape (n_rows, n), and their eigenvalues."""

    vectors: Float64
    values: Float64

    def shrinkage(self, strength: float) -> Float64:
        """Return the factor of each eigenvector; ``strength`` is lambda."""
        factors: Float64 = self.values / (self.values + strength)
        return factors

    def left_out(self, wanted: Float64, strength: float) -> Float64:
        """Return the prediction of each row from the others, shape (n_rows, n_labels).

        ``wanted`` are the values to fit, of the same shape.
        """
        factors, mean = self.shrinkage(strength), wanted.mean(0)
        fitted = self.vectors @ (factors[:, None] * (self.vectors.T @ wanted)) + mean
        leverage = ((self.vectors**2) @ factors + 1 / len(wanted))[:, None]
        found: Float64 = (fitted - leverage * wanted) / np.maximum(1 - leverage, 1e-9)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What the other rows say of each.

    Attributes:
        predicted: Leave-one-out predictions of one-hot labels, shape (n_rows, n_labels).
        strength: The lambda with the least squared error on the given labels.
        error: That error, a mean over rows and labels.
    """

    predicted: Float64
    strength: float
    error: float


def smoother(vectors: Float32, rng: np.random.Generator) -> Smoother:
    """Return the smoother of a layer, given one vector for each row; ``rng`` draws landmarks."""
    points = standardised(vectors)
    if len(points) < MANY:
        squared = squared_distances(points, points)
        kernel = np.exp(-squared / _median(squared[np.triu_indices(len(points), 1)]))
        kernel -= kernel.mean(0)
        kernel -= kernel.mean(1, keepdims=True)
        values, found = np.linalg.eigh(kernel)
        return Smoother(found, np.maximum(values, 0))
    return _of_features(_nystroem(points, points[rng.permutation(len(points))[:LANDMARKS]]))


def fit(smooth: Smoother, one_hot: Float64) -> Fit:
    """Fit labels with the lambda that leaves the least error on them."""
    best: Fit | None = None
    for strength in LAMBDAS:
        predicted = smooth.left_out(one_hot, strength)
        error = float(((predicted - one_hot) ** 2).mean())
        if best is None or error < best.error:
            best = Fit(predicted, strength, error)
    if best is None:
        raise ValueError("no lambda")
    return best


def second_pass(smooth: Smoother, first: Fit, label: NDArray[np.intp] | Int32) -> Float64:
    """Fit again, each label as far as the first fit trusts it; return the predictions.

    A label Y becomes t Y + (1 - t) P, where P are the first predictions as shares, and t is that of
    the label over the largest.
    """
    one_hot = np.eye(first.predicted.shape[1])[label]
    shares = np.maximum(first.predicted, 0)
    shares /= np.maximum(shares.sum(1, keepdims=True), 1e-12)
    given = shares[np.arange(len(label)), label]
    trust = (given / np.maximum(shares.max(1), 1e-12))[:, None]
    return smooth.left_out(trust * one_hot + (1 - trust) * shares, first.strength)


def margin(predicted: Float64, label: NDArray[np.intp] | Int32) -> Float64:
    """Return how far the best other label stands above the given one, shape (n_rows,)."""
    rows = np.arange(len(label))
    others = predicted.copy()
    others[rows, label] = -np.inf
    above: Float64 = others.max(1) - predicted[rows, label]
    return above


def squared_distances(points: Float64, others: Float64) -> Float64:
    """Return the squared Euclidean distances, shape (n_points, n_others)."""
    own, theirs = (np.einsum("ij,ij->i", each, each) for each in (points, others))
    squared: Float64 = own[:, None] + theirs - 2 * (points @ others.T)
    return np.maximum(squared, 0)


def standardised(vectors: Float32 | Float64) -> Float64:
    """Return channels with mean 0 and deviation 1; those that never vary are 0."""
    centred = np.asarray(vectors, np.float64) - np.mean(vectors, axis=0, dtype=np.float64)
    deviation = centred.std(0)
    scaled: Float64 = centred / np.where(deviation > 0, deviation, 1)
    return scaled


def _median(squared: Float64) -> float:
    return max(float(np.median(squared)), 1e-12)


def _nystroem(points: Float64, landmarks: Float64) -> Float64:
    """Return features whose products approximate the kernel, centred: (n_rows, n_landmarks)."""
    among = squared_distances(landmarks, landmarks)
    width = _median(among[np.triu_indices(len(landmarks), 1)])
    values, found = np.linalg.eigh(np.exp(-among / width))
    kept = values > _SMALLEST * values[-1]
    features = np.exp(-squared_distances(points, landmarks) / width)
    spanned: Float64 = features @ (found[:, kept] / np.sqrt(values[kept]))
    centred: Float64 = spanned - spanned.mean(0)
    return centred


def _of_features(features: Float64) -> Smoother:
    values, found = np.linalg.eigh(features.T @ features)
    kept = values > _SMALLEST * values[-1]
    return Smoother(features @ (found[:, kept] / np.sqrt(values[kept])), values[kept])
