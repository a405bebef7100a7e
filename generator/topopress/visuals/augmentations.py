"""Random affine transforms of a picture under optimisation, drawn for each picture separately.

They prevent adversarial patterns, which work in one exact position only (Olah, Mordvintsev and
Schubert, "Feature Visualization", Distill 2017). One affine map combines rotation, scale and
sub-pixel shift, so that each step resamples the picture once.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from topopress.core.seeds import rng_for


@dataclass(frozen=True, slots=True)
class AugmentationRange:
    """Limits of the random transforms.

    Attributes:
        rotation: Largest rotation, in degrees.
        scale: Largest relative change of size.
        shift: Largest shift, as a share of the picture's height and width.
    """

    rotation: float = 10.0
    scale: float = 0.1
    shift: float = 0.08

    def narrowed(self, share: float) -> "AugmentationRange":
        """Return a range with all limits multiplied by ``share``."""
        return AugmentationRange(self.rotation * share, self.scale * share, self.shift * share)


def draw_augmentations(seed: int, steps: int, within: AugmentationRange) -> Tensor:
    """Draw a picture's affine maps from output to input coordinates in -1..1, (steps, 2, 3)."""
    rng = rng_for(seed, "views")
    angle = np.radians(rng.uniform(-within.rotation, within.rotation, steps))
    zoom = 1 / rng.uniform(1 - within.scale, 1 + within.scale, steps)
    # Coordinates run from -1 to 1, so a share of the side counts twice.
    shift = 2 * rng.uniform(-within.shift, within.shift, (steps, 2))
    cos, sin = zoom * np.cos(angle), zoom * np.sin(angle)
    rows = [np.stack([cos, -sin, shift[:, 0]], 1), np.stack([sin, cos, shift[:, 1]], 1)]
    return torch.from_numpy(np.stack(rows, axis=1).astype(np.float32))


def augment(
    pictures: Tensor,
    affine_maps: Tensor,
    *,
    canvas: tuple[int, int],
    centre: tuple[float, float],
) -> Tensor:
    """Resample each picture onto a canvas; pixels outside the picture are mirrored ones.

    The network would see the black borders of lucent's own transforms as edges. Pictures have shape
    (n, n_inputs, height, width), the maps (n, 2, 3), the result (n, n_inputs, *canvas), with pixels
    of the same size. ``centre`` is the position of the picture's middle on the canvas, down and
    across, in pixels.
    """
    # Maps have the horizontal coordinate first. A rotation turns pixels, whatever the sides are.
    sides = [[size / side for size in canvas[::-1]] for side in pictures.shape[:1:-1]]
    linear = affine_maps[:, :, :2] * affine_maps.new_tensor(sides)
    shift = affine_maps[:, :, 2]
    middles = zip(centre[::-1], canvas[::-1], strict=True)
    offset = shift.new_tensor([2 * middle / size - 1 for middle, size in middles])
    maps = torch.cat([linear, (shift - linear @ offset)[:, :, None]], dim=2)
    return functional.grid_sample(
        pictures,
        _grid(maps, canvas),
        mode="bilinear",
        padding_mode="reflection",
        align_corners=False,
    )


def _grid(maps: Tensor, size: tuple[int, int]) -> Tensor:
    """Return the sampling point of each pixel, shape (n, height, width, 2), for maps (n, 2, 3).

    ``functional.affine_grid`` multiplies matrices of three columns, which is slower.
    """
    rows, columns = (_line(length, maps.device) for length in size)
    across, down, shift = (maps[:, :, k].reshape(-1, 1, 1, 2) for k in range(3))
    along = columns.view(1, 1, -1, 1) * across + shift
    return along + rows.view(1, -1, 1, 1) * down


def _line(length: int, device: torch.device) -> Tensor:
    return (torch.arange(length, device=device) + 0.5) * (2 / length) - 1
