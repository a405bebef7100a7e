"""The objectives of feature visualisation, computed from a layer's activation vectors.

The activation vector is that of the centre position, or the mean over the map where rows are such
means.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from topopress.core.arrays import Float32

COSINE_FLOOR = 0.1
SMALLEST_NORM = 1e-4


def unit(vectors: Float32) -> Tensor:
    """Return unit vectors along the last axis; zero stays zero."""
    return functional.normalize(torch.from_numpy(np.array(vectors, np.float32)), dim=-1)


def objective_value(activations: Tensor, directions: Tensor, power: float) -> Tensor:
    """Return dot product times cosine similarity to a power.

    The dot product rewards a strong activation, the cosine one without other components.
    Source: Carter et al., "Activation Atlas", Distill 2019.

    Args:
        activations: Shape (n, n_channels).
        directions: Unit vectors, or zero for no direction, shape (n, n_channels).
        power: Power of the cosine. Smaller cosines count as 0.1, so that the gradient does not
            vanish for a picture that starts with a negative cosine.

    Returns:
        Shape (n,).
    """
    dot = (activations * directions).sum(1)
    if power == 0:
        return dot
    cosine = dot / (activations.norm(dim=1) + SMALLEST_NORM)
    objective: Tensor = dot * cosine.clamp_min(COSINE_FLOOR) ** power
    return objective


def discriminative(values: Tensor, log_probability: Tensor) -> Tensor:
    """Return positive values times the probability of the target; negative values unchanged.

    A negative value would rise as the probability falls. The gradient is that of the product
    divided by the probability: it has the same direction, and does not vanish with it.

    Args:
        values: Shape (n,).
        log_probability: Log probability of the target, shape (n,).

    Returns:
        Shape (n,).
    """
    climbed = values + values.detach() * log_probability
    product = (values * log_probability.exp()).detach()
    return torch.where(values > 0, product + (climbed - climbed.detach()), values)
