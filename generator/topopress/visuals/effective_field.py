"""The effective receptive field of a layer's centre position.

The theoretical field of a deep layer covers the whole input, but most of the gradient lies in a
region around the middle (Luo, Li, Urtasun and Zemel, "Understanding the Effective Receptive Field
in Deep Convolutional Neural Networks", NeurIPS 2016).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from topopress.core.arrays import Float64
from topopress.network.numbers import wide

SHARE = 0.9

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Square:
    """The receptive field of a layer's centre position as a square, in input pixels.

    Attributes:
        side: Side of the square, at least 1. Where an input is lower or narrower than that, the
            field is as high or as wide as the input.
        offset: Distance, down and across, from the middle of the position's cell to the middle of
            the square. With equal padding on both sides the field lies above and left of the cell,
            in ResNets by half a stride.
    """

    side: int
    offset: Pair = (0.0, 0.0)


def measure_square(
    features: Callable[[Tensor], Tensor], batches: Iterable[Tensor], share: float = SHARE
) -> Square:
    """Return the square that contains a share of the centre position's gradient.

    The gradient is that of the L2 norm of the centre position's activation with respect to the
    input. Its absolute values are summed over channels, divided by their sum for each input, and
    averaged over the inputs: batches of pictures in 0..1, shape (n, n_channels, height, width). The
    square is centred on their centre of mass; it is the whole input if all gradients are zero.
    """
    maps = [_gradient_mass(features, batch) for batch in batches]
    mass: Float64 = np.sum([batch for batch, _ in maps], axis=0)
    total, (height, width) = mass.sum(), mass.shape
    if not total > 0:
        return Square(max(height, width))
    rows, columns = np.arange(height) + 0.5, np.arange(width) + 0.5
    cell = maps[0][1]
    down, across = _middle(mass, cell)
    distance = np.maximum(np.abs(rows[:, None] - down), np.abs(columns[None, :] - across))
    # Side of the smallest square around the middle that contains the whole pixel.
    reach = np.minimum(2 * distance + 1, max(height, width)).astype(np.int64)
    within = np.cumsum(np.bincount(reach.ravel(), weights=mass.ravel()))
    side = int(np.searchsorted(within, share * within[-1] * (1 - 1e-12)))
    return Square(max(1, side), (down - cell[0], across - cell[1]))


def _middle(mass: Float64, cell: Pair) -> Pair:
    """Return the centre of mass, down and across, rounded to half pixels."""
    height, width = mass.shape
    total = mass.sum()
    if height != width or cell[0] != cell[1]:
        down = float(mass.sum(axis=1) @ (np.arange(height) + 0.5) / total)
        across = float(mass.sum(axis=0) @ (np.arange(width) + 0.5) / total)
        return round(2 * down) / 2, round(2 * across) / 2
    # Padding is the same in both directions, so both give one middle.
    pixels = np.arange(height) + 0.5
    middle = round(float((mass.sum(axis=0) + mass.sum(axis=1)) @ pixels / total)) / 2
    return middle, middle


def _gradient_mass(features: Callable[[Tensor], Tensor], batch: Tensor) -> tuple[Float64, Pair]:
    """Return the sum of normalised gradients, (height, width), and the centre cell's middle."""
    pictures = batch.clone().requires_grad_(True)
    with torch.enable_grad():
        activations = features(pictures)
        height, width = activations.shape[2:]
        norms = wide(activations[:, :, height // 2, width // 2]).norm(dim=1)
        (gradient,) = torch.autograd.grad(norms.sum(), pictures)
    mass = gradient.abs().sum(1).double().cpu().numpy()
    sums = mass.sum(axis=(1, 2), keepdims=True)
    return (mass / np.where(sums > 0, sums, 1)).sum(axis=0), middle_cell(batch, activations)


def middle_cell(pictures: Tensor, maps: Tensor) -> Pair:
    """Return the middle of the centre position's cell, down and across, in pixels of pictures."""
    sides = zip(pictures.shape[2:], maps.shape[2:], strict=True)
    down, across = ((cells // 2 + 0.5) * side / cells for side, cells in sides)
    return down, across
