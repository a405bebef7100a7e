"""Whether the weights of a block look as if they had never been trained."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

DRAWS = 40
LEAST_OUTPUTS = 8
"""Matrices with fewer rows say too little."""
_MATRIX = 2


@dataclass(frozen=True, slots=True)
class BlockWeights:
    """What the weights of a block say.

    Attributes:
        block: Name of the block.
        initial: Whether all its norm layers have weight exactly 1 and bias exactly 0; None without
            norm layers.
        structure: How far the largest singular value of a weight matrix is above that of the same
            entries shuffled, in standard deviations, the largest of the block; None without one.
    """

    block: str
    initial: bool | None
    structure: float | None


def norms_are_initial(block: nn.Module) -> bool | None:
    """Return whether all norm layers of a block are as before training; None without any."""
    norms = [part for part in block.modules() if _is_norm(part)]
    return all(_is_initial(part) for part in norms) if norms else None


def block_weights(block: nn.Module, name: str, *, seed: int) -> BlockWeights:
    """Return what the weights of a block say."""
    generator = torch.Generator().manual_seed(seed)
    matrices = (
        weight.detach().cpu().double().flatten(1)
        for weight in block.parameters()
        if weight.ndim >= _MATRIX and len(weight) >= LEAST_OUTPUTS
    )
    found = [_structure(matrix, generator) for matrix in matrices]
    return BlockWeights(name, norms_are_initial(block), max(found, default=None))


def _is_norm(part: nn.Module) -> bool:
    weight, bias = getattr(part, "weight", None), getattr(part, "bias", None)
    return all(isinstance(each, torch.Tensor) and each.ndim == 1 for each in (weight, bias))


def _is_initial(part: nn.Module) -> bool:
    weight, bias = part.weight, part.bias
    return bool((weight == 1).all()) and bool((bias == 0).all())  # type: ignore[union-attr]


def _structure(matrix: torch.Tensor, generator: torch.Generator) -> float:
    """Return the largest singular value in deviations above that of shuffled entries."""
    centred = matrix - matrix.mean()
    order = (torch.randperm(centred.numel(), generator=generator) for _ in range(DRAWS))
    null = [_largest(centred.flatten()[each].view_as(centred)) for each in order]
    deviation = float(np.std(null))
    return (_largest(centred) - float(np.mean(null))) / deviation if deviation > 0 else 0.0


def _largest(matrix: torch.Tensor) -> float:
    wide = matrix.shape[0] <= matrix.shape[1]
    gram = matrix @ matrix.T if wide else matrix.T @ matrix
    return float(torch.linalg.eigvalsh(gram)[-1].clamp(min=0).sqrt())
