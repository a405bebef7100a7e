"""Resizes pictures of any number of channels."""

import numpy as np
from PIL import Image

from topopress.core.arrays import Uint8

RESAMPLING = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
"""Pillow's filters by name; all but the first widen their kernel to shrink, so nothing aliases."""

_COLOURS = 3


def resized(pixels: Uint8, size: tuple[int, int], interpolation: str) -> Uint8:
    """Return pixels, shape (height, width, n_channels), in another height and width.

    Each channel is resized alone: none of four is taken for transparency.
    """
    if pixels.shape[:2] == size:
        return pixels
    if pixels.shape[2] == _COLOURS:
        return _resized(pixels, size, interpolation)
    planes = np.ascontiguousarray(np.moveaxis(pixels, 2, 0))
    return np.stack([_resized(plane, size, interpolation) for plane in planes], axis=2)


def _resized(pixels: Uint8, size: tuple[int, int], interpolation: str) -> Uint8:
    height, width = size
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return np.asarray(image.resize((width, height), RESAMPLING[interpolation]))
