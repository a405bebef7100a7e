"""What the network is shown of a sample, small: the pictures that exemplars are marked in.

Samples that are cut from one picture, such as the crops of the builtin photographs, share one tile
with the whole picture: twelve photographs take a fraction of the room of three thousand crops, and
a large crop is sharper.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import numpy as np

from topopress.core.arrays import Float64, Int32, Uint8
from topopress.kinds.images.types import Box, PictureSource
from topopress.network.preprocessing import Preprocessing
from topopress.network.resizing import resized
from topopress.samples.types import Sample
from topopress.visuals.shown_channels import as_shown
from topopress.visuals.sprites import make_sheets, tile_size
from topopress.visuals.types import Thumbnails

QUALITY = 70
SHARED = 4
"""A tile that many samples share is so many times as wide as one of a sample's own."""
_PAPER = 128


def make_thumbnails(
    used: Int32,
    *,
    samples: Sequence[Sample],
    pictures: PictureSource,
    preprocessing: Preprocessing,
    side: int,
    shown: tuple[int, ...] | None = None,
) -> Thumbnails:
    """Return the thumbnails of the samples with the numbers ``used``, ascending.

    ``side`` is the longer one of a tile of one sample's own, in pixels; channels of the input that
    are ``shown`` are as in ``shown_channels``.
    """
    channels, tile = preprocessing.channels, tile_size(side, preprocessing.input_size)
    chosen = [samples[k] for k in used.tolist()]
    wholes: dict[str, Uint8] = {}
    longest: dict[str, int] = {}
    for sample in chosen:
        if sample.part and sample.origin not in wholes:
            picture = as_shown(pictures.read(replace(sample, part=()), channels), shown)
            wholes[sample.origin] = _fitted(picture, SHARED * side)
            longest[sample.origin] = max(picture.shape[:2])
    own = [
        resized(
            as_shown(preprocessing.crop_pixels(pictures.read(sample, channels)), shown),
            tile,
            "bicubic",
        )
        for sample in chosen
        if not sample.part
    ]
    # Tiles that are shared come first.
    of_origin, own_tiles = {origin: k for k, origin in enumerate(wholes)}, count(len(wholes))
    place = [
        _seen_of(Box(*sample.part), preprocessing) / longest[sample.origin]
        if sample.part
        else np.array([0.0, 0.0, 1.0, 1.0])
        for sample in chosen
    ]
    tiles = [of_origin[s.origin] if s.part else next(own_tiles) for s in chosen]
    return Thumbnails(
        sample=used,
        tile=np.array(tiles, np.int32),
        place=np.array(place, np.float64).reshape(-1, 4),
        sheets=(
            *make_sheets(
                list(wholes.values()), tile=(SHARED * side, SHARED * side), quality=QUALITY
            ),
            *make_sheets(own, tile=tile, quality=QUALITY),
        ),
    )


def _seen_of(part: Box, preprocessing: Preprocessing) -> Float64:
    """Return the network's input for a part of a picture, in pixels of the picture."""
    view = preprocessing.view(part.bottom - part.top, part.right - part.left)
    return np.array(
        [part.top + view.top, part.left + view.left, part.top + view.bottom, part.left + view.right]
    )


def _fitted(picture: Uint8, side: int) -> Uint8:
    """Return a picture reduced to fit into a square tile."""
    longest = max(picture.shape[:2])
    tall, wide = (max(1, round(side * n / longest)) for n in picture.shape[:2])
    tile = np.full((side, side, 3), _PAPER, np.uint8)
    tile[:tall, :wide] = resized(picture, (tall, wide), "bicubic")
    return tile
