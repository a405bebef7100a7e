"""What the network is shown of a sample, small: the pictures that exemplars are marked in.

Samples that are cut from one picture, such as the crops of the builtin photographs, share one tile
with the whole picture: twelve photographs take a fraction of the room of three thousand crops, and
a large crop is sharper.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from topopress.core.arrays import Float64, Int32, Uint8
from topopress.kinds.images.types import Box, PictureSource
from topopress.network.preprocessing import Preprocessing
from topopress.samples.types import Sample
from topopress.visuals.sprites import make_sheets
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
) -> Thumbnails:
    """Return the thumbnails of some samples.

    Args:
        used: The samples, ascending.
        samples: All samples.
        pictures: Their pixels.
        preprocessing: What of a picture the network is shown.
        side: Of a tile that is one sample's own, in pixels.
    """
    wholes = _Wholes(pictures, SHARED * side)
    own: list[Uint8] = []
    found: list[tuple[bool, int, Float64]] = []
    for sample in (samples[k] for k in used.tolist()):
        if sample.part:
            found.append((True, *wholes.part(sample, Box(*sample.part), preprocessing)))
        else:
            found.append((False, len(own), np.array([0.0, 0.0, 1.0, 1.0])))
            own.append(_resized(preprocessing.crop_pixels(pictures.read(sample)), side, side))
    # Tiles that are shared come first.
    tile = [number if shared else len(wholes.tiles) + number for shared, number, _ in found]
    return Thumbnails(
        sample=used,
        tile=np.array(tile, np.int32),
        place=np.array([place for *_, place in found], np.float64).reshape(-1, 4),
        sheets=(
            *make_sheets(wholes.tiles, tile=SHARED * side, quality=QUALITY),
            *make_sheets(own, tile=side, quality=QUALITY),
        ),
    )


class _Wholes:
    """Pictures that samples are parts of, each reduced to fit into one square tile."""

    def __init__(self, pictures: PictureSource, side: int) -> None:
        self.tiles: list[Uint8] = []
        self._pictures = pictures
        self._side = side
        self._known: dict[str, tuple[int, int]] = {}

    def part(self, sample: Sample, box: Box, preprocessing: Preprocessing) -> tuple[int, Float64]:
        """Return a sample's tile and the place in it of what the network is shown."""
        if sample.origin not in self._known:
            self._add(sample)
        tile, longest = self._known[sample.origin]
        view = preprocessing.view(box.bottom - box.top, box.right - box.left)
        place = np.array(
            [box.top + view.top, box.left + view.left, box.top + view.bottom, box.left + view.right]
        )
        return tile, place / longest

    def _add(self, sample: Sample) -> None:
        picture = self._pictures.read(replace(sample, part=()))
        height, width = picture.shape[:2]
        longest = max(height, width)
        tall, wide = (max(1, round(self._side * n / longest)) for n in (height, width))
        tile = np.full((self._side, self._side, 3), _PAPER, np.uint8)
        tile[:tall, :wide] = _resized(picture, tall, wide)
        self._known[sample.origin] = len(self.tiles), longest
        self.tiles.append(tile)


def _resized(picture: Uint8, tall: int, wide: int) -> Uint8:
    return np.asarray(Image.fromarray(picture).resize((wide, tall), Image.Resampling.BICUBIC))
