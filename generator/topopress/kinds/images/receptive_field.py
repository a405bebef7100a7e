"""The receptive field of a layer's positions, in pixels of the original picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from topopress.core.errors import ActivationError
from topopress.core.seeds import rng_for
from topopress.kinds.images.types import Box, PictureSource
from topopress.network.loaded import LoadedNetwork
from topopress.network.preprocessing import Preprocessing
from topopress.network.types import LayerInfo, VectorShape
from topopress.samples.types import Sample
from topopress.visuals.effective_field import Square, measure_square
from topopress.visuals.redirected_relu import without_redirected_relu
from topopress.visuals.truncated_network import TruncatedNetwork

SAMPLES = 16
_BATCH = 8


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """The receptive field of the positions of a layer's map.

    The map's positions divide the network's input into a grid of equal cells. The field of a
    position is a square around or beside the middle of its cell, or the part of such a square that
    is as high, or as wide, as the input.

    Attributes:
        square: The smallest square that contains nine tenths of the absolute gradient of the
            centre position's norm, averaged over some samples.
        map_size: Height and width of the layer's map.
        preprocessing: Preprocessing, which decides where in a picture the network's input lies.
    """

    square: Square
    map_size: tuple[int, int]
    preprocessing: Preprocessing

    def box(self, position: tuple[int, int] | None, picture_size: tuple[int, int]) -> Box:
        """Return the receptive field of a position (row and column on the map; None for the whole).

        It is in pixels of a picture of this height and width, moved to lie within the network's
        input, and no larger than that; the whole network input for the whole map.
        """
        view = self.preprocessing.view(*picture_size)
        tall, wide = view.bottom - view.top, view.right - view.left
        size = self.preprocessing.input_size
        high, broad = (min(self.square.side / side, 1.0) for side in size)
        if position is None or min(high, broad) >= 1:
            return _box(view.top, view.left, tall, wide, picture_size)
        top, left = (
            _start((place + 0.5) / cells + offset / side, share)
            for place, cells, offset, side, share in zip(
                position, self.map_size, self.square.offset, size, (high, broad), strict=True
            )
        )
        # One scale for both directions, because rounding in the resizing makes them differ.
        ratio = size[0] / size[1]
        height, width = high * min(tall, wide * ratio), broad * min(tall / ratio, wide)
        return _box(view.top + top * tall, view.left + left * wide, height, width, picture_size)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of a field, in pixels of the network's input."""
        height, width = (min(self.square.side, side) for side in self.preprocessing.input_size)
        return height, width


def measure_field(
    network: LoadedNetwork,
    pictures: PictureSource,
    samples: Sequence[Sample],
    *,
    layer: LayerInfo,
    seed: int,
) -> ReceptiveField:
    """Measure the effective receptive field of a layer on ``SAMPLES`` random samples.

    A layer that gives one vector for a picture sees the whole input.

    Raises:
        ActivationError: the layer gives a sequence.
    """
    if isinstance(layer.output, VectorShape):
        side = max(network.preprocessing.input_size)
        return ReceptiveField(Square(side), (1, 1), network.preprocessing)
    if layer.map_size is None:
        raise ActivationError(f"layer {layer.name!r} gives no map, so it has no receptive field")
    rng = rng_for(seed, "receptive field")
    chosen = np.sort(rng.permutation(len(samples))[:SAMPLES])
    crop, channels = network.preprocessing.crop_pixels, network.preprocessing.channels
    read = [crop(pictures.read(samples[k], channels)) for k in chosen]
    shown = np.stack(read).transpose(0, 3, 1, 2)
    inputs = torch.from_numpy(shown.astype(np.float32) / 255)
    part = TruncatedNetwork(network, layer)
    with without_redirected_relu(part.module):
        square = measure_square(part, torch.split(inputs, _BATCH))
    return ReceptiveField(square, layer.map_size, network.preprocessing)


def _start(middle: float, share: float) -> float:
    """Return the start of an interval within 0..1, moved if it would reach outside."""
    return min(max(middle - share / 2, 0.0), 1.0 - share)


def _box(top: float, left: float, tall: float, wide: float, size: tuple[int, int]) -> Box:
    height, width = min(max(1, round(tall)), size[0]), min(max(1, round(wide)), size[1])
    first_row = min(max(0, round(top)), size[0] - height)
    first_column = min(max(0, round(left)), size[1] - width)
    return Box(first_row, first_column, first_row + height, first_column + width)
