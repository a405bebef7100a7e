"""One picture that stands for a node in a text: its feature visualisation and its exemplars."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from topopress.core.arrays import Uint8
from topopress.visuals.sprites import place_of
from topopress.visuals.types import ExemplarCrops, ExemplarRows, FeatureVisualisations, SpriteSheet

GAP = 4
ROWS = 2
QUALITY = 82
_PAPER = (255, 255, 255, 0)


@dataclass(frozen=True, slots=True)
class WebP:
    """An encoded picture."""

    webp: bytes


def node_picture(
    node: int, exemplars: ExemplarRows, crops: ExemplarCrops, visuals: FeatureVisualisations | None
) -> WebP:
    """Return the picture that stands for a node in a text; empty for a node without pictures.

    The feature visualisation stands on the left, as high as two exemplars; the exemplars nearest
    to the mean follow column by column, nearest first.
    """
    near = exemplars.of_kind(node, "nearest")
    tiles = _tiles(crops.sheets, crops.sprite[near].tolist())
    place = [] if visuals is None else np.flatnonzero(visuals.of == node).tolist()
    large = _tiles(visuals.sheets, place)[0] if visuals and place else None
    if not tiles and large is None:
        return WebP(b"")
    wide, tall = tiles[0].size if tiles else (0, large.height // ROWS if large else 0)
    height = ROWS * tall + (ROWS - 1) * GAP
    width = 0 if large is None else round(height * large.width / large.height)
    columns, left = -(-len(tiles) // ROWS), width + GAP if width else 0
    canvas = Image.new("RGBA", (max(left + columns * (wide + GAP) - GAP, 1), height), _PAPER)
    if large is not None:
        canvas.paste(large.resize((width, height), Image.Resampling.LANCZOS), (0, 0))
    for k, tile in enumerate(tiles):
        column, row = divmod(k, ROWS)
        canvas.paste(tile, (left + column * (wide + GAP), row * (tall + GAP)))
    return WebP(_encoded(canvas))


def _tiles(sheets: Sequence[SpriteSheet], indices: Sequence[int]) -> list[Image.Image]:
    opened = [Image.open(io.BytesIO(sheet.webp)).convert("RGB") for sheet in sheets]
    tiles = []
    for index in indices:
        number, top, left = place_of(sheets, index)
        sheet = sheets[number]
        tiles.append(opened[number].crop((left, top, left + sheet.width, top + sheet.height)))
    return tiles


def encoded(pixels: Uint8) -> bytes:
    """Return one optimised picture, shape (height, width, 3), as WebP."""
    return _encoded(Image.fromarray(np.ascontiguousarray(pixels)))


def _encoded(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=QUALITY, method=6)
    return buffer.getvalue()
