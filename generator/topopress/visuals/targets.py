"""Targets of feature visualisation: directions in a layer's activation space. Without torch.

The objective is always the dot product of the activation and a direction, times their cosine
similarity to a power. Targets differ in the direction and in the power.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from topopress.core.arrays import Float32, Float64, Int64

RIDGE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """The targets of n pictures.

    Attributes:
        objective: A key of ``topopress.kinds.images.words.OBJECTIVE_TERMS``.
        directions: Vectors of any length, shape (n, n_channels); zero is no direction.
        references: Vectors for the reached cosine similarity, shape (n, n_channels).
        competing_means: Means from which all pictures are separated, themselves included, shape
            (n_means, n_channels); n_means may be 0.
        power: Power of the cosine in the objective.
    """

    objective: str
    directions: Float32
    references: Float32
    competing_means: Float32
    power: float

    def __len__(self) -> int:
        return len(self.directions)

    def at(self, items: Sequence[int] | Int64) -> "Targets":
        """Return the targets with the given indices."""
        rows = np.asarray(items, np.int64)
        directions, references = self.directions[rows], self.references[rows]
        return replace(self, directions=directions, references=references)


def towards_means(means: Float32, power: float) -> Targets:
    """Return the mean activation of each node, shape (n_nodes, n_channels), as targets.

    Source: Carter et al., "Activation Atlas", Distill 2019.
    """
    return Targets("direction", means, means, _no_means(means), power)


def towards_distinct_means(means: Float32, power: float) -> Targets:
    """Return the mean activation of each node as targets, each separated from all other means.

    In the second half of the steps the objective is multiplied by the probability of the node: see
    ``CompetingMeans``. Source: ours, on the objective of the Activation Atlas.
    """
    return Targets("distinct", means, means, means, power)


def _no_means(vectors: Float32) -> Float32:
    return np.empty((0, vectors.shape[1]), np.float32)


def towards_activations(vectors: Float32, power: float) -> Targets:
    """Return single activations, shape (n, n_channels), as targets.

    Source: Olah et al., "The Building Blocks of Interpretability", Distill 2018.
    """
    return Targets("inversion", vectors, vectors, _no_means(vectors), power)


def towards_channels(channels: Sequence[int], n_channels: int) -> Targets:
    """Return single channels as targets; the other channels do not count.

    Source: Olah, Mordvintsev and Schubert, "Feature Visualization", Distill 2017.
    """
    directions = np.eye(n_channels, dtype=np.float32)[np.asarray(channels, np.int64)]
    return Targets("channel", directions, directions, _no_means(directions), 0.0)


def towards_differences(means: Float32, others: Float32, power: float) -> Targets:
    """Return means minus other means as targets, both of shape (n, n_channels).

    Source: ours, after the arithmetic of directions in "Feature Visualization", Distill 2017.
    """
    differences = (means - others).astype(np.float32)
    return Targets("contrast", differences, differences, _no_means(means), power)


def towards_whitened(means: Float32, whitening: Float64, power: float) -> Targets:
    """Return whitened means, shape (n_nodes, n_channels), as targets.

    ``whitening`` is the ``whitening_matrix`` of the layer's rows. The reached cosine is that to the
    means. Source: Carter et al., "Activation Atlas", Distill 2019.
    """
    # Row by row, because the last bits of a matrix product depend on the number of rows.
    directions = [whitening @ mean for mean in means.astype(np.float64)]
    aimed = np.array(directions, np.float32).reshape(means.shape)
    return Targets("whitened", aimed, means, _no_means(means), power)


def whitening_matrix(rows: Float32, ridge: float = RIDGE) -> Float64:
    """Return the inverse of the regularised, uncentred second moment of rows (n_rows, n_channels).

    ``(E[x xᵀ] + r t I)⁻¹`` with r the ridge and t the mean of the diagonal. Without r, channels in
    which the rows hardly differ would dominate, and no picture can drive those.

    Returns:
        Shape (n_channels, n_channels), with a mean diagonal of 1; identity if all rows are zero.
    """
    n_channels = rows.shape[1]
    moment = np.zeros((n_channels, n_channels))
    for start in range(0, len(rows), 4096):
        part = rows[start : start + 4096].astype(np.float64)
        moment += part.T @ part
    level = np.trace(moment) / n_channels
    if not level > 0:
        return np.eye(n_channels)
    inverse: Float64 = np.linalg.inv(moment / level + ridge * np.eye(n_channels))
    inverse /= np.trace(inverse) / n_channels
    return inverse
