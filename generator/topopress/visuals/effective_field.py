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

SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Square:
    """The receptive field of a layer's centre position as a square, in input pixels.

    Attributes:
        side: Side of the square, at least 1.
        offset: Distance from the middle of the position's cell to the middle of the square, in
            both directions. With equal padding on both sides the field lies above and left of the
            cell, in ResNets by half a stride.
    """

    side: int
    offset: float


def measure_square(
    features: Callable[[Tensor], Tensor], batches: Iterable[Tensor], share: float = SHARE
) -> Square:
    """Return the square that contains a share of the centre position's gradient.

    The gradient is that of the L2 norm of the centre position's activation with respect to the
    input. Its absolute values are summed over colours, divided by their sum for each input, and
    averaged over the inputs: batches of pictures in 0..1, shape (n, 3, side, side). The square is
    centred on their centre of mass; it is the whole input if all gradients are zero.
    """
    maps = [_gradient_mass(features, batch) for batch in batches]
    mass: Float64 = np.sum([batch for batch, _ in maps], axis=0)
    total, n_pixels = mass.sum(), len(mass)
    if not total > 0:
        return Square(n_pixels, 0.0)
    pixels = np.arange(n_pixels) + 0.5
    # Padding is the same in both directions, so both give one middle, rounded to half pixels.
    middle = round(float((mass.sum(axis=0) + mass.sum(axis=1)) @ pixels / total)) / 2
    distance = np.maximum(np.abs(pixels[:, None] - middle), np.abs(pixels[None, :] - middle))
    # Side of the smallest square around the middle that contains the whole pixel.
    reach = np.minimum(2 * distance + 1, n_pixels).astype(np.int64)
    within = np.cumsum(np.bincount(reach.ravel(), weights=mass.ravel()))
    side = int(np.searchsorted(within, share * within[-1] * (1 - 1e-12)))
    return Square(max(1, side), middle - maps[0][1])


def _gradient_mass(features: Callable[[Tensor], Tensor], batch: Tensor) -> tuple[Float64, float]:
    """Return the sum of normalised gradients, (side, side), and the middle of the centre cell."""
    pictures = batch.clone().requires_grad_(True)
    with torch.enable_grad():
        activations = features(pictures)
        height, width = activations.shape[2:]
        norms = activations[:, :, height // 2, width // 2].norm(dim=1)
        (gradient,) = torch.autograd.grad(norms.sum(), pictures)
    mass = gradient.abs().sum(1).double().cpu().numpy()
    sums = mass.sum(axis=(1, 2), keepdims=True)
    middle = (height // 2 + 0.5) * batch.shape[2] / height
    return (mass / np.where(sums > 0, sums, 1)).sum(axis=0), middle
