"""The canvas on which a picture is shown to a network: sizes, position, and the vector read."""

import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import torch
from torch import Tensor

from topopress.core.errors import ActivationError
from topopress.network.loaded import LoadedNetwork
from topopress.network.numbers import wide
from topopress.network.probing.pixels import noise_pictures
from topopress.network.types import LayerInfo, VectorShape
from topopress.visuals.effective_field import Pair, Square, measure_square, middle_cell
from topopress.visuals.redirected_relu import without_redirected_relu
from topopress.visuals.truncated_network import Features, TruncatedNetwork

SMALLEST_SIDE = 16
SMALLEST_CANVAS = 32
CANVAS_STEP = 16
# A larger picture would extend beyond the part of the canvas in the centre's receptive field.
LARGEST_SHARE = 7 / 8
# Share of a picture that may lie outside the canvas on one side; random shifts bring it in.
OVERHANG = 1 / 16
NOISE_PICTURES = 8
"""Pictures on which the receptive field is measured, so that it does not depend on the data."""
_VECTORS = 2
# Exceptions of networks that do not accept an input size.
_REFUSALS = (ActivationError, RuntimeError, ValueError, TypeError, AssertionError, IndexError)

Size = tuple[int, int]
"""Height and width in pixels."""


@dataclass(frozen=True, slots=True)
class InputCanvas:
    """An input of a network with a picture on it.

    Attributes:
        image: Height and width of the picture, in pixels.
        size: Height and width of the canvas, in pixels; the picture is mirrored beyond its edges.
        centre: Position of the picture's middle on the canvas, down and across, in pixels: the
            middle of the receptive field of the layer's centre position.
        channels: Number of channels of the input.
        whole: Whether the activation is the mean over the map instead of the centre position's.
    """

    image: Size
    size: Size
    centre: Pair
    channels: int = 3
    whole: bool = False

    def vectors(self, maps: Tensor) -> Tensor:
        """Return activation vectors (n, n_channels) from maps (n, n_channels, height, width).

        A layer that gives one vector for a picture has them already.
        """
        if maps.ndim == _VECTORS:
            return maps
        if self.whole:
            return wide(maps).mean((2, 3))
        return maps[:, :, maps.shape[2] // 2, maps.shape[3] // 2]


@dataclass(frozen=True, slots=True)
class OwnInput:
    """The input of a network, which it accepts: its number of channels, its height and width."""

    channels: int
    size: Size

    def canvas(self, longer: int, step: int = 1) -> Size:
        """Return a canvas of the same shape whose longer side is given.

        The shorter is rounded to a multiple of the step.
        """
        longest = max(self.size)
        if self.size[0] == self.size[1]:
            return longer, longer
        sides = (
            longer if n == longest else max(step, round(longer * n / longest / step) * step)
            for n in self.size
        )
        height, width = sides
        return height, width

    def blank(self, canvas: Size) -> Tensor:
        """Return a grey picture, shape (1, n_inputs, height, width)."""
        return torch.full((1, self.channels, *canvas), 0.5)


def prepare_canvas(
    network: LoadedNetwork, layer: LayerInfo, largest_canvas: int, *, whole: bool = False
) -> tuple[TruncatedNetwork, InputCanvas]:
    """Return the network up to a layer, and the canvas for its pictures.

    A network that does not accept ``largest_canvas`` gets its own input size. If rows are means
    over the map (``whole``), a picture shows a whole input; also where the layer gives vectors, and
    then the input has its own size.
    """
    part, shown = TruncatedNetwork(network, layer), network.preprocessing
    own = OwnInput(shown.channels, shown.input_size)
    whole = whole or isinstance(layer.output, VectorShape)
    if whole:
        largest = own.canvas(largest_canvas)
        canvas = largest if _takes(part, own, largest) else own.size
        return part, InputCanvas(canvas, canvas, _middle(canvas), own.channels, whole=True)
    with without_redirected_relu(part.module):
        field = measure_square(part, [noise_pictures(shown, NOISE_PICTURES)])
    if layer.map_size is None:
        raise ActivationError(f"layer {layer.name!r} gives no map, so it cannot be visualised")
    stride = max(map(_stride, own.size, layer.map_size))
    return part, choose_canvas(part, field, stride=stride, largest_canvas=largest_canvas, own=own)


def _stride(side: int, cells: int) -> int:
    """Return the pixels of a cell, such as 14 of patches; those of convolutions are powers of 2."""
    if cells > 1 and side % cells == 0:
        return side // cells
    return int(2 ** round(math.log2(side / cells)))


def choose_canvas(
    features: Features, field: Square, *, stride: int, largest_canvas: int, own: OwnInput
) -> InputCanvas:
    """Choose a picture as large as the receptive field, on the smallest canvas that contains it.

    Maps of even height have no middle position, so the centre position's receptive field lies
    beside the middle of the canvas; so does the picture. Sides are multiples of the layer's
    stride in pixels, because positions have unequal cells on others. The network accepts its
    ``own`` input, whose size is used if it accepts no other; canvases have its shape.
    """
    step = stride * -(-CANVAS_STEP // stride)
    first = min(step * -(-SMALLEST_CANVAS // step), largest_canvas)
    if CANVAS_STEP % stride and stride % CANVAS_STEP:
        largest_canvas -= largest_canvas % stride
    sides = dict.fromkeys([*range(first, largest_canvas, step), largest_canvas])
    largest = own.canvas(largest_canvas)
    found = None
    for side in sides:
        with suppress(*_REFUSALS):
            found, holds = _placed(features, field, own, own.canvas(side, step), largest)
            if holds:
                return found
    return found or _placed(features, field, own, own.size, own.size)[0]


def _placed(
    features: Features, field: Square, own: OwnInput, canvas: Size, largest: Size
) -> tuple[InputCanvas, bool]:
    """Return the picture on a canvas and whether it fits."""
    cell = _cell_on(features, own, canvas)
    height, width = (
        min(max(_even(min(field.side, side)), SMALLEST_SIDE), int(LARGEST_SHARE * most))
        for side, most in zip(own.size, largest, strict=True)
    )
    centre = (cell[0] + field.offset[0], cell[1] + field.offset[1])
    holds = all(
        wanted <= side and (0.5 - OVERHANG) * wanted <= min(middle, side - middle)
        for wanted, side, middle in zip((height, width), canvas, centre, strict=True)
    )
    return InputCanvas((height, width), canvas, centre, own.channels), holds


def _even(side: int) -> int:
    return side + side % 2


def _middle(canvas: Iterable[int]) -> Pair:
    down, across = (side / 2 for side in canvas)
    return down, across


def _takes(features: Features, own: OwnInput, canvas: Size) -> bool:
    """Return whether a network accepts a size."""
    with suppress(*_REFUSALS):
        _cell_on(features, own, canvas)
        return True
    return False


def _cell_on(features: Features, own: OwnInput, canvas: Size) -> Pair:
    """Return the middle of the centre position's cell; fails if the network refuses the size."""
    blank = own.blank(canvas)
    with torch.no_grad():
        return middle_cell(blank, features(blank))
