"""Small pictures of rows: all of one shape for the grid of exemplars, and each in its own shape."""

from collections.abc import Sequence

import numpy as np

from topopress.core.arrays import Uint8
from topopress.network.resizing import resized
from topopress.visuals.sprites import tile_size

_SAME_SHAPE = 0.02
"""Largest relative difference of aspect ratios that counts as one shape."""
_PAPER = 200


def shape_of_tiles(sizes: Sequence[tuple[int, int]], side: int) -> tuple[int, int]:
    """Return height and width of tiles: as the pictures where all have one shape, else square."""
    ratios = [width / height for height, width in sizes]
    if ratios and max(ratios) <= (1 + _SAME_SHAPE) * min(ratios):
        return tile_size(side, sizes[0])
    return side, side


def cropped_to(picture: Uint8 | None, tile: tuple[int, int]) -> Uint8:
    """Return the middle of a picture that fills a tile, shape (*tile, 3); grey for no picture."""
    if picture is None:
        return np.full((*tile, 3), _PAPER, np.uint8)
    height, width = picture.shape[:2]
    scale = min(height / tile[0], width / tile[1])
    tall, wide = (max(1, round(scale * side)) for side in tile)
    top, left = (height - tall) // 2, (width - wide) // 2
    return scaled(picture[top : top + tall, left : left + wide], tile)


def fitted_into(picture: Uint8, side: int) -> tuple[Uint8, tuple[float, float]]:
    """Return a picture in the corner of a square tile, and the shares of height and width it has.

    The tile has the shape (side, side, 3).
    """
    tall, wide = tile_size(side, (picture.shape[0], picture.shape[1]))
    tile = np.full((side, side, 3), _PAPER, np.uint8)
    tile[:tall, :wide] = scaled(picture, (tall, wide))
    return tile, (tall / side, wide / side)


def scaled(picture: Uint8, size: tuple[int, int]) -> Uint8:
    """Return a picture in another size; the pixels of a tiny one stay squares."""
    times = min(size[0] // picture.shape[0], size[1] // picture.shape[1])
    if times > 1:
        picture = picture.repeat(times, axis=0).repeat(times, axis=1)
    return resized(picture, size, "bicubic")
