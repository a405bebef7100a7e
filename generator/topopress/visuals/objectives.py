"""The objectives that pictures climb: how well a layer's answer goes with its target.

The answer is the activation vector of the centre position, or the mean over the map where rows are
such means.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from topopress.core.arrays import Float32

COSINE_FLOOR = 0.1
SMALLEST_NORM = 1e-4


def unit(vectors: Float32) -> Tensor:
    """Return directions of length one along the last axis; zero stays zero."""
    return functional.normalize(torch.from_numpy(np.array(vectors, np.float32)), dim=-1)


def objective_value(answers: Tensor, directions: Tensor, power: float) -> Tensor:
    """Return dot product times cosine similarity to a power.

    The dot product asks for a strong response, the cosine for nothing else.

    Args:
        answers: What a layer answers to each picture, shape (n, n_channels).
        directions: Of length one (or zero: no direction), shape (n, n_channels).
        power: Power of the cosine, which counts as 0.1 where it is less, so that a picture that
            starts on the wrong side still has a slope to climb.

    Returns:
        Shape (n,).
    """
    dot = (answers * directions).sum(1)
    if power == 0:
        return dot
    cosine = dot / (answers.norm(dim=1) + SMALLEST_NORM)
    objective: Tensor = dot * cosine.clamp_min(COSINE_FLOOR) ** power
    return objective


def discriminative(values: Tensor, log_probability: Tensor) -> Tensor:
    """Return values times the probability that an answer is its own, where they are positive.

    A negative value would rise with a smaller probability. The slope is that of the product,
    divided by the probability: it has the same direction, and does not vanish with it.

    Args:
        values: Shape (n,).
        log_probability: Logarithm of the probability, shape (n,).

    Returns:
        Shape (n,).
    """
    climbed = values + values.detach() * log_probability
    product = (values * log_probability.exp()).detach()
    return torch.where(values > 0, product + (climbed - climbed.detach()), values)
