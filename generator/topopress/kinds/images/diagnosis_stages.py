"""What the diagnosis needs of pictures: which look the same, and how they are shown."""

import numpy as np

from topopress.core.arrays import Uint8
from topopress.diagnosis.types import Cut, Faces, Fingerprints
from topopress.kinds.images.stages import Pictures
from topopress.network.types import NetworkInfo
from topopress.samples.types import SampleTable
from topopress.stage.executor import Work
from topopress.visuals.types import Thumbnails

SMALL = 64
"""Longer side of inputs, in pixels, up to which pictures have a perceptual hash: vectors of small
pictures lose copies that were compressed again."""
_SIDE, _KEPT = 32, 8


def picture_prints(
    work: Work, samples: SampleTable, network: NetworkInfo, inputs: Pictures
) -> Fingerprints:
    """Return a perceptual hash of each picture, if the inputs of the network are small."""
    if max(network.input_size or (0,)) > SMALL:
        return Fingerprints((), np.empty(0, np.uint64))
    pictures = work.open(inputs)
    hashes = [perceptual_hash(pictures.read(sample)) for sample in samples.samples]
    return Fingerprints((), np.array(hashes, np.uint64))


def perceptual_hash(pixels: Uint8) -> int:
    """Return 64 signs of the lowest frequencies of a picture; 0 for a picture of one colour.

    It is pHash (Zauner 2010): grey, 32 x 32 pixels, cosine transform, and which of the lowest 8 x 8
    coefficients are above their median.
    """
    from PIL import Image
    from scipy.fft import dctn

    grey = Image.fromarray(np.ascontiguousarray(pixels[..., :3])).convert("L")
    small = np.asarray(grey.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS), np.float64)
    if np.ptp(small) == 0:
        return 0
    low = dctn(small, type=2)[:_KEPT, :_KEPT]
    bits = (low > np.median(low)).ravel()
    return int.from_bytes(np.packbits(bits).tobytes())


def picture_faces(thumbnails: Thumbnails) -> Faces:
    """Return where on the sheets of thumbnails each sample is."""
    starts = np.cumsum([0, *(sheet.count for sheet in thumbnails.sheets)])
    cuts = []
    for tile, place in zip(thumbnails.tile.tolist(), thumbnails.place.tolist(), strict=True):
        number = int(np.searchsorted(starts, tile, side="right")) - 1
        sheet = thumbnails.sheets[number]
        row, column = divmod(tile - int(starts[number]), sheet.columns)
        top, left, bottom, right = place
        rows = -(-sheet.count // sheet.columns)
        cuts.append(
            Cut(
                sheet=number,
                left=round((column + left) * sheet.width, 2),
                top=round((row + top) * sheet.height, 2),
                width=round((right - left) * sheet.width, 2),
                height=round((bottom - top) * sheet.height, 2),
                tall=rows * sheet.height,
                wide=min(sheet.columns, sheet.count) * sheet.width,
            )
        )
    sheets = tuple(sheet.webp for sheet in thumbnails.sheets)
    return Faces(thumbnails.sample, (), tuple(cuts), sheets)
