"""The objectives that pictures climb: how well a layer's answer goes with its aim.

The answer is the activation vector of the centre position, or the mean over the map where rows are
such means.
"""

import torch
from torch import Tensor

COSINE_FLOOR = 0.1
SMALLEST_NORM = 1e-4
TEMPERATURE = 0.05
"""Difference of two cosine similarities that counts as a factor e."""


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


def own_probability(answers: Tensor, directions: Tensor, rivals: Tensor) -> Tensor:
    """Return the softmax of an answer's cosine similarities, at its own direction.

    Args:
        answers: Shape (n, n_channels).
        directions: Of length one, shape (n, n_channels).
        rivals: Of length one, or zero for none, shape (n, n_rivals, n_channels).

    Returns:
        Shape (n,), in 0..1: near 1 where no rival comes within a few ``TEMPERATURE`` of its cosine.
    """
    towards = torch.cat([directions[:, None], rivals], dim=1)
    cosine = (towards * answers[:, None]).sum(2)
    cosine = cosine / (answers.norm(dim=1, keepdim=True) + SMALLEST_NORM)
    # Zero directions stay in at their own place: a picture of nothing has nothing to lose.
    own = torch.zeros_like(directions[:, :1], dtype=torch.bool)
    absent = torch.cat([own, rivals.abs().sum(2) == 0], dim=1)
    cosine = cosine.masked_fill(absent, -torch.inf)
    probability: Tensor = torch.softmax(cosine / TEMPERATURE, dim=1)[:, 0]
    return probability


def told_apart(values: Tensor, own: Tensor) -> Tensor:
    """Return values weighted by how much an answer is its own, where they are positive.

    A negative value would rise with a smaller weight.
    """
    return torch.where(values > 0, values * own, values)
