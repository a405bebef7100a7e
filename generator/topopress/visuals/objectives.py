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
    """Return dot product times cosine similarity to a power, shape (n,).

    The dot product rewards a strong activation, the cosine one without other components.
    Source: Carter et al., "Activation Atlas", Distill 2019. Activations and directions have shape
    (n, n_channels); directions are unit vectors, or zero for no direction. Smaller cosines count as
    0.1, so that the gradient does not vanish for a picture that starts with a negative cosine.
    """
    dot = (activations * directions).sum(1)
    if power == 0:
        return dot
    cosine = dot / (activations.norm(dim=1) + SMALLEST_NORM)
    objective: Tensor = dot * cosine.clamp_min(COSINE_FLOOR) ** power
    return objective


def discriminative(values: Tensor, log_probability: Tensor) -> Tensor:
    """Return positive values times the probability of the target; negative values unchanged.

    All have shape (n,). A negative value would rise as the probability falls. The gradient is that
    of the product divided by the probability: it has the same direction, and does not vanish with
    it.
    """
    climbed = values + values.detach() * log_probability
    product = (values * log_probability.exp()).detach()
    return torch.where(values > 0, product + (climbed - climbed.detach()), values)
