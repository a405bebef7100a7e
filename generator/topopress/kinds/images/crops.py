"""The inputs that stand for each node: what the chosen members see of their samples."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from topopress.activations.types import Rows
from topopress.core.arrays import Float64, Uint8
from topopress.kinds.images.receptive_field import ReceptiveField
from topopress.kinds.images.types import PictureSource
from topopress.samples.types import Sample
from topopress.visuals.sprites import EXEMPLAR_QUALITY, make_sheets
from topopress.visuals.types import ExemplarCrops, ExemplarRows

Cell = tuple[int, int] | None
"""Row and column on a layer's map; None for the whole map."""


def cut_exemplars(
    matrix: Rows,
    choice: ExemplarRows,
    *,
    pictures: PictureSource,
    samples: Sequence[Sample],
    field: ReceptiveField,
    side: int,
) -> ExemplarCrops:
    """Cut out the chosen rows; one that stands for several nodes or kinds is stored once.

    ``side`` is that of a published picture, in pixels.
    """
    distinct, sprite = np.unique(choice.row, return_inverse=True)
    crops, seen = [], []
    current, picture = -1, np.empty((0, 0, 3), np.uint8)
    for row in distinct:  # rows ascend, and with them the samples: each is read once
        if matrix.sample[row] != current:
            current = int(matrix.sample[row])
            picture = pictures.read(samples[current])
        position = matrix.cell(int(row))
        crops.append(cut(picture, position, field, side))
        seen.append(seen_of(position, field, picture.shape[:2]))
    return ExemplarCrops(
        sprite=sprite.astype(np.int32),
        seen=np.array(seen, np.float64).reshape(-1, 4)[sprite],
        sheets=make_sheets(crops, tile=side, quality=EXEMPLAR_QUALITY),
    )


def cut(picture: Uint8, position: Cell, field: ReceptiveField, side: int) -> Uint8:
    """Return what a position sees of a picture, resized to (side, side, 3)."""
    box = field.box(position, picture.shape[:2])
    part = Image.fromarray(picture[box.top : box.bottom, box.left : box.right])
    # Pillow's bicubic widens its kernel when it shrinks, so nothing aliases.
    return np.asarray(part.resize((side, side), Image.Resampling.BICUBIC))


def seen_of(position: Cell, field: ReceptiveField, size: tuple[int, int]) -> Float64:
    """Return which part of the network's square input a position sees of a picture.

    Returns:
        Top, left, bottom and right as shares of the square's side, within 0..1.
    """
    box = field.box(position, size)
    view = field.preprocessing.view(*size)
    tall, wide = view.bottom - view.top, view.right - view.left
    shares: Float64 = np.array(
        [
            (box.top - view.top) / tall,
            (box.left - view.left) / wide,
            (box.bottom - view.top) / tall,
            (box.right - view.left) / wide,
        ]
    )
    return shares.clip(0.0, 1.0)
