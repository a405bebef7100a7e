"""Gaussian copies: rows drawn from one Gaussian with the same mean and covariance as some rows.

One Gaussian is the null hypothesis of SigClust (Liu, Hayes, Nobel and Marron 2008, "Statistical
significance of clustering for high-dimension, low-sample size data"). The copies are those of a
rotation test (Langsrud 2005, "Rotation tests"): rows drawn on the condition that their mean and
their covariance are those of the given rows. If these are of one Gaussian, whichever it is, they
are as likely as each of their copies. So nothing is estimated, and few rows of many channels are
compared as fairly as many.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np

from topopress.analysis.preparation.means import LEAST_ROWS, large_groups
from topopress.core.arrays import Float32, Float64, Int32
from topopress.mapper.exact.parallel import single_threaded

Draw = Callable[[np.random.Generator], Float32]
"""Returns a copy of some rows, of their shape."""


@dataclass(frozen=True, slots=True, eq=False)
class Gaussian:
    """Draws rows with the mean and the covariance of some rows.

    Attributes:
        n_rows: Number of rows.
        mean: Their mean, shape (n_channels,).
        root: A matrix whose transpose times itself is their covariance times n_rows - 1, shape
            (min(n_rows - 1, n_channels), n_channels).
    """

    n_rows: int
    mean: Float64
    root: Float64

    @classmethod
    def of(cls, vectors: Float32) -> "Gaussian":
        """Return the Gaussian of rows, shape (n_rows, n_channels), with n_rows of at least 1.

        The root is R of a QR decomposition. Beside the rows, memory holds them as float64.
        """
        mean: Float64 = np.asarray(vectors.mean(axis=0, dtype=np.float64))
        # Of rows without their mean, the reflection has n_rows - 1 rows that are not 0.
        spread = _reflected(vectors - mean)[1:]
        return cls(len(vectors), mean, cast("Float64", np.linalg.qr(spread, mode="r")))

    def drawn(self, rng: np.random.Generator) -> Float32:
        """Return rows drawn at random, shape (n_rows, n_channels).

        A frame is drawn, every one equally likely, of orthonormal columns that each add up to 0.
        """
        frame, triangle = np.linalg.qr(rng.standard_normal((self.n_rows - 1, len(self.root))))
        frame *= np.where(np.diagonal(triangle) < 0, -1, 1)
        frame = _reflected(np.vstack([np.zeros((1, len(self.root))), frame]))
        return (frame @ self.root + self.mean).astype(np.float32)


def gaussian_copies(vectors: Float32) -> Draw:
    """Return what draws copies of rows, shape (n_rows, n_channels), all from one Gaussian."""
    return gaussian_copies_within(vectors, np.zeros(len(vectors), np.int32), least=1)


def gaussian_copies_within(vectors: Float32, group: Int32, *, least: int = LEAST_ROWS) -> Draw:
    """Return what draws copies of rows, those of each group from a Gaussian of their own.

    ``group`` is the number of each row's group, -1 for none, shape (n_rows,). The rows of no group
    and of groups with fewer than ``least`` rows stay as they are.
    """
    with single_threaded():
        gaussians = [(rows, Gaussian.of(vectors[rows])) for rows in large_groups(group, least)]

    def draw(rng: np.random.Generator) -> Float32:
        copy = np.array(vectors)
        with single_threaded():
            for rows, gaussian in gaussians:
                copy[rows] = gaussian.drawn(rng)
        return copy

    return draw


def _reflected(rows: Float64) -> Float64:
    """Return rows reflected so that equal rows come to lie in the first one, and back.

    The reflection is orthogonal, and its own inverse. Shapes are (n_rows, n_columns).
    """
    axis = np.full(len(rows), -1 / np.sqrt(len(rows)))
    axis[0] += 1
    length = float(axis @ axis)
    if length == 0:
        return rows
    return rows - np.outer(axis, (2 / length) * (axis @ rows))
