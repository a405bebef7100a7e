"""The inputs that stand for each node: what the chosen members see of their samples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from topopress.activations.types import Rows
from topopress.core.arrays import Float64, Uint8
from topopress.kinds.images.receptive_field import ReceptiveField
from topopress.kinds.images.types import PictureSource
from topopress.network.resizing import resized
from topopress.samples.types import Sample
from topopress.visuals.shown_channels import as_shown
from topopress.visuals.sprites import EXEMPLAR_QUALITY, make_sheets, tile_size
from topopress.visuals.types import ExemplarCrops, ExemplarRows

Cell = tuple[int, int] | None
"""Row and column on a layer's map; None for the whole map."""


@dataclass(frozen=True, slots=True)
class Published:
    """How pictures are published.

    Attributes:
        side: The longer side of a picture, in pixels.
        channels: The channels of the input that are shown, as in ``shown_channels``.
    """

    side: int
    channels: tuple[int, ...] | None = None


def cut_exemplars(
    matrix: Rows,
    choice: ExemplarRows,
    *,
    pictures: PictureSource,
    samples: Sequence[Sample],
    field: ReceptiveField,
    published: Published,
) -> ExemplarCrops:
    """Cut out the chosen rows; one that stands for several nodes or kinds is stored once."""
    whole = not matrix.position.shape[1]
    tile = tile_size(published.side, field.preprocessing.input_size if whole else field.shape)
    channels = field.preprocessing.channels
    distinct, sprite = np.unique(choice.row, return_inverse=True)
    crops, seen = [], []
    current, picture = -1, np.empty((0, 0, 3), np.uint8)
    for row in distinct:  # rows ascend, and with them the samples: each is read once
        if matrix.sample[row] != current:
            current = int(matrix.sample[row])
            picture = pictures.read(samples[current], channels)
        position = matrix.cell(int(row))
        crops.append(as_shown(cut(picture, position, field, tile), published.channels))
        seen.append(seen_of(position, field, picture.shape[:2]))
    return ExemplarCrops(
        sprite=sprite.astype(np.int32),
        seen=np.array(seen, np.float64).reshape(-1, 4)[sprite],
        sheets=make_sheets(crops, tile=tile, quality=EXEMPLAR_QUALITY),
    )


def cut(picture: Uint8, position: Cell, field: ReceptiveField, tile: tuple[int, int]) -> Uint8:
    """Return what a position sees of a picture, resized to (*tile, n_channels)."""
    box = field.box(position, picture.shape[:2])
    return resized(picture[box.top : box.bottom, box.left : box.right], tile, "bicubic")


def seen_of(position: Cell, field: ReceptiveField, size: tuple[int, int]) -> Float64:
    """Return which part of the network's input a position sees of a picture.

    Returns:
        Top, left, bottom and right as shares of the input's height and width, within 0..1.
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
