"""What pictures are to respond to: the directions that objectives follow. Knows no torch.

The objective is always a dot product of the layer's answer with some direction, times the cosine
similarity to it to a power; targets differ in the direction and in the power.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64, Int64

RIDGE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """What some pictures are to respond to.

    Attributes:
        objective: A key of ``topopress.visuals.types.AIMS``.
        directions: Of any length, shape (n, n_channels); zero is no direction.
        references: What the reached cosine is measured against, shape (n, n_channels).
        competing_means: Means from which all pictures are separated, themselves included, shape
            (n_means, n_channels); n_means may be 0.
        power: Power of the cosine.
    """

    objective: str
    directions: Float32
    references: Float32
    competing_means: Float32
    power: float

    def __len__(self) -> int:
        """Return the number of pictures."""
        return len(self.directions)

    def at(self, items: Sequence[int] | Int64) -> "Targets":
        """Return those of some pictures."""
        rows = np.asarray(items, np.int64)
        return Targets(
            self.objective,
            self.directions[rows],
            self.references[rows],
            self.competing_means,
            self.power,
        )


def towards_means(means: Float32, power: float) -> Targets:
    """Aim at the mean activation of each node, shape (n_nodes, n_channels).

    Source: Carter et al., "Activation Atlas", Distill 2019.
    """
    return Targets("direction", means, means, _nobody(means), power)


def towards_distinct_means(means: Float32, power: float) -> Targets:
    """Aim at the mean activation of each node, and away from all others.

    In the second half of the steps the objective is multiplied by the probability that the answer
    is of the node: see ``CompetingMeans``. Source: ours, on the objective of the Activation Atlas.
    """
    return Targets("distinct", means, means, means, power)


def _nobody(vectors: Float32) -> Float32:
    return np.empty((0, vectors.shape[1]), np.float32)


def towards_activations(vectors: Float32, power: float) -> Targets:
    """Aim at single activations, shape (n, n_channels).

    Source: Olah et al., "The Building Blocks of Interpretability", Distill 2018.
    """
    return Targets("inversion", vectors, vectors, _nobody(vectors), power)


def towards_channels(channels: Sequence[int], n_channels: int) -> Targets:
    """Aim at single channels, whatever the others do.

    Source: Olah, Mordvintsev and Schubert, "Feature Visualization", Distill 2017.
    """
    directions = np.eye(n_channels, dtype=np.float32)[np.asarray(channels, np.int64)]
    return Targets("channel", directions, directions, _nobody(directions), 0.0)


def towards_differences(means: Float32, others: Float32, power: float) -> Targets:
    """Aim at what each mean has and another one lacks, both of shape (n, n_channels).

    Source: ours, after the arithmetic of directions in "Feature Visualization", Distill 2017.
    """
    differences = (means - others).astype(np.float32)
    return Targets("contrast", differences, differences, _nobody(means), power)


def towards_whitened(means: Float32, whitening: Float64, power: float) -> Targets:
    """Aim at what sets means apart in their layer; cosines are measured against the means.

    Source: Carter et al., "Activation Atlas", Distill 2019.

    Args:
        means: Shape (n_nodes, n_channels).
        whitening: From ``whitening_matrix`` of the layer's rows.
        power: Power of the cosine.
    """
    # Row by row: a product of matrices would depend, in its last bits, on how many rows there are.
    directions = [whitening @ mean for mean in means.astype(np.float64)]
    aimed = np.array(directions, np.float32).reshape(means.shape)
    return Targets("whitened", aimed, means, _nobody(means), power)


def whitening_matrix(rows: Float32, ridge: float = RIDGE) -> Float64:
    """Return the inverse of the regularised, uncentred second moment of a layer's rows.

    ``(E[x xᵀ] + r t I)⁻¹`` with t the mean of the diagonal. Without r, channels in which the rows
    hardly differ, and which no picture can drive, would take over.

    Args:
        rows: Activation vectors, shape (n_rows, n_channels).
        ridge: r.

    Returns:
        Shape (n_channels, n_channels), of mean diagonal one; the identity if all rows are zero.
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
