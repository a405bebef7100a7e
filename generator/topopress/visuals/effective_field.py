"""How much of its input a layer's centre position sees: the effective receptive field.

The theoretical field of a deep layer covers the whole input; what matters in it is a blob around
the middle (Luo, Li, Urtasun and Zemel, "Understanding the Effective Receptive Field in Deep
Convolutional Neural Networks", NeurIPS 2016).
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
    """Where the centre position of a layer looks, in input pixels.

    Attributes:
        side: Side of the square, at least 1.
        offset: From the middle of the position's cell to the middle of the square, in both
            directions. Convolutions that pad both sides alike look up and left of their cells:
            ResNets by half a stride.
    """

    side: int
    offset: float


def measure_square(
    features: Callable[[Tensor], Tensor], batches: Iterable[Tensor], share: float = SHARE
) -> Square:
    """Measure the square that holds a share of the centre position's gradient.

    The gradient is that of the L2 norm of the centre position's activation with respect to the
    input; its absolute values are added up over colours, divided by their sum for each input,
    and averaged over the inputs. The square is centred on their centre of mass.

    Args:
        features: Pictures in 0..1 -> activations (n, n_channels, height, width).
        batches: Pictures, shape (n, 3, side, side) each.
        share: In 0..1.

    Returns:
        The whole input where no input has a gradient.
    """
    maps = [_gradient_mass(features, batch) for batch in batches]
    mass: Float64 = np.sum([batch for batch, _ in maps], axis=0)
    total, n_pixels = mass.sum(), len(mass)
    if not total > 0:
        return Square(n_pixels, 0.0)
    pixels = np.arange(n_pixels) + 0.5
    # Padding is the same in both directions, so both tell of one middle: that of a pixel, or
    # between two.
    middle = round(float((mass.sum(axis=0) + mass.sum(axis=1)) @ pixels / total)) / 2
    distance = np.maximum(np.abs(pixels[:, None] - middle), np.abs(pixels[None, :] - middle))
    # The side of the smallest square that holds a pixel whole.
    reach = np.minimum(2 * distance + 1, n_pixels).astype(np.int64)
    within = np.cumsum(np.bincount(reach.ravel(), weights=mass.ravel()))
    side = int(np.searchsorted(within, share * within[-1] * (1 - 1e-12)))
    return Square(max(1, side), middle - maps[0][1])


def _gradient_mass(features: Callable[[Tensor], Tensor], batch: Tensor) -> tuple[Float64, float]:
    """Return the mean gradient's size, shape (side, side), and the middle of the centre's cell."""
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
