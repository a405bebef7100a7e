"""Many small pictures in a few WebP sheets.

One request for hundreds of pictures, and one decoding; the viewer cuts tiles out by their number.
"""

import io
import math
from collections.abc import Sequence

import numpy as np
from PIL import Image

from topopress.core.arrays import Uint8
from topopress.visuals.types import SpriteSheet

# Safari on phones decodes no canvas of more than 16 megapixels; 2048 x 2048 is a quarter of that.
MAX_SIDE = 2048
# Measured on EfficientNet-Lite0's seven published layers: 0.10 (block0) to 0.89 KB (block15) for an
# exemplar of 72 pixels, 0.52 on average, and 0.4 to 3.2 KB for a visualisation of 96 pixels, 1.9
# on average: 3.5 MB for 100 nodes a layer with six exemplars each.
EXEMPLAR_QUALITY = 75
VISUAL_QUALITY = 70
_EFFORT = 6  # libwebp's slowest and smallest
_GREY, _COLOURS = 1, 3


def tile_size(longer: int, size: tuple[int, int]) -> tuple[int, int]:
    """Return the height and width of a tile of the shape of ``size``, given its longer side."""
    longest = max(size)
    height, width = (max(1, round(longer * side / longest)) for side in size)
    return height, width


def make_sheets(
    pictures: Sequence[Uint8], *, tile: tuple[int, int], quality: int = EXEMPLAR_QUALITY
) -> tuple[SpriteSheet, ...]:
    """Put pictures, each of shape (*tile, 3), on as few sheets as they need, row by row.

    A tile has at most ``MAX_SIDE`` pixels a side. The WebP quality is 0 to 100.

    Raises:
        ValueError: if a picture has another shape.
    """
    if not 1 <= min(tile) <= max(tile) <= MAX_SIDE:
        raise ValueError(f"a tile of {tile} pixels; 1 to {MAX_SIDE} are allowed")
    for number, picture in enumerate(pictures):
        if picture.shape != (*tile, _COLOURS) or picture.dtype != np.uint8:
            raise ValueError(f"picture {number} is {picture.dtype} {picture.shape}, tile {tile}")
    capacity = (MAX_SIDE // tile[0]) * (MAX_SIDE // tile[1])
    starts = range(0, len(pictures), capacity)
    return tuple(_sheet(pictures[start : start + capacity], tile, quality) for start in starts)


def compressed(picture: Uint8, quality: int) -> Uint8:
    """Return a picture, shape (height, width, n), as it looks on a sheet of its own.

    Pictures that are neither grey nor coloured are returned as they are.
    """
    if picture.shape[2] not in (_GREY, _COLOURS):
        return picture
    grey = picture.shape[2] == _GREY
    colours = picture.repeat(_COLOURS, 2) if grey else picture
    with Image.open(io.BytesIO(_encode(colours, quality))) as image:
        seen = np.asarray(image.convert("L" if grey else "RGB"))
    return seen[:, :, None] if grey else seen


def place_of(sheets: Sequence[SpriteSheet], index: int) -> tuple[int, int, int]:
    """Return the sheet, top and left, in pixels, of a picture counted through all sheets.

    Raises:
        IndexError: if there are fewer pictures.
    """
    rest = index
    for number, sheet in enumerate(sheets):
        if 0 <= rest < sheet.count:
            row, column = divmod(rest, sheet.columns)
            return number, row * sheet.height, column * sheet.width
        rest -= sheet.count
    raise IndexError(f"picture {index} is on none of {len(sheets)} sheets")


def _sheet(pictures: Sequence[Uint8], tile: tuple[int, int], quality: int) -> SpriteSheet:
    height, width = tile
    columns = _columns(len(pictures), height, width)
    rows = -(-len(pictures) // columns)
    canvas = np.full((rows * height, columns * width, 3), 128, np.uint8)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        canvas[row * height : (row + 1) * height, column * width : (column + 1) * width] = picture
    return SpriteSheet(height, width, columns, len(pictures), _encode(canvas, quality))


def _columns(count: int, height: int, width: int) -> int:
    """Return the columns of the smallest nearly square sheet, within ``MAX_SIDE`` a side."""
    if height == width:
        return math.isqrt(count - 1) + 1
    wanted = max(1, round(math.sqrt(count * height / width)))
    fewest = -(-count // (MAX_SIDE // height))
    return min(max(wanted, fewest), MAX_SIDE // width, count)


def _encode(canvas: Uint8, quality: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(canvas).save(buffer, "WEBP", quality=quality, method=_EFFORT)
    return buffer.getvalue()
