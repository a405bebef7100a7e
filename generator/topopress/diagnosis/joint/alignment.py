"""Maps the vectors of one network into the space of another: shift, one scale, rotation.

The rotation is the orthogonal Procrustes solution (Schönemann 1966), fitted on some samples and
judged on others. It can move no sample relative to others of its network, so what one network tells
apart stays apart; a map that could stretch directions would hide that.
"""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64, Int64


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Vectors of the same samples in one space.

    Attributes:
        first: Those of the first network as they are, with zeros for dimensions that it lacks;
            shape (n, n_dimensions).
        second: Those of the second, mapped; same shape.
        explained: Share of the variance of the first that the second explains, on the samples that
            were not fitted; below 0 if it is worse than the mean.
        explained_by_chance: The same with the samples of the second exchanged at random throughout.
    """

    first: Float32
    second: Float32
    explained: float
    explained_by_chance: float


def aligned(first: Float32, second: Float32, fitted: Int64, rng: np.random.Generator) -> Aligned:
    """Map vectors of a second network into the space of a first.

    Args:
        first: Shape (n, n_channels of the first).
        second: Shape (n, n_channels of the second), of the same samples.
        fitted: The samples on which the map is fitted.
        rng: Exchanges samples for ``explained_by_chance``.
    """
    size = max(first.shape[1], second.shape[1])
    one, two = _padded(first, size), _padded(second, size)
    mapped, explained = _mapped(one, two, fitted)
    _, by_chance = _mapped(one, two[rng.permutation(len(two))], fitted)
    return Aligned(one.astype(np.float32), mapped.astype(np.float32), explained, by_chance)


def _padded(vectors: Float32, size: int) -> Float64:
    missing = size - vectors.shape[1]
    return np.pad(np.asarray(vectors, np.float64), ((0, 0), (0, missing)))


def _mapped(first: Float64, second: Float64, fitted: Int64) -> tuple[Float64, float]:
    """Return the second vectors in the space of the first, and what they explain elsewhere."""
    middle = first[fitted].mean(axis=0)
    one, two = first - middle, second - second[fitted].mean(axis=0)
    sizes = [float(np.square(each[fitted]).sum()) for each in (one, two)]
    left, products, right = np.linalg.svd(two[fitted].T @ one[fitted], full_matrices=False)
    turned = two @ (left @ right)
    scale = np.sqrt(sizes[0] / sizes[1]) if sizes[1] > 0 else 0.0
    other = np.setdiff1d(np.arange(len(one)), fitted)
    least_squares = products.sum() / sizes[1] if sizes[1] > 0 else 0.0
    rest = float(np.square(one[other] - least_squares * turned[other]).sum())
    whole = float(np.square(one[other]).sum())
    return middle + scale * turned, 1 - rest / whole if whole > 0 else 0.0
