"""The canvas on which a picture is shown to a network: sizes, position, and the vector read."""

import math
from contextlib import suppress
from dataclasses import dataclass

import torch
from torch import Tensor

from topopress.core.errors import ActivationError
from topopress.network.loaded import LoadedNetwork
from topopress.network.probing.pixels import noise_pictures
from topopress.network.types import LayerInfo, VectorShape
from topopress.visuals.effective_field import Square, measure_square
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


@dataclass(frozen=True, slots=True)
class InputCanvas:
    """A square input of a network with a picture on it.

    Attributes:
        image_side: Side of the picture, in pixels.
        side: Side of the canvas, in pixels; the picture is mirrored beyond its edges.
        centre: Position of the picture's middle on the canvas, in both directions, in pixels: the
            middle of the receptive field of the layer's centre position.
        whole: Whether the activation is the mean over the map instead of the centre position's.
    """

    image_side: int
    side: int
    centre: float
    whole: bool = False

    def vectors(self, maps: Tensor) -> Tensor:
        """Return activation vectors (n, n_channels) from maps (n, n_channels, height, width).

        A layer that gives one vector for a picture has them already.
        """
        if maps.ndim == _VECTORS:
            return maps
        if self.whole:
            return maps.mean((2, 3))
        return maps[:, :, maps.shape[2] // 2, maps.shape[3] // 2]


def prepare_canvas(
    network: LoadedNetwork, layer: LayerInfo, largest_canvas: int, *, whole: bool = False
) -> tuple[TruncatedNetwork, InputCanvas]:
    """Return the network up to a layer, and the canvas for its pictures.

    A network that does not accept ``largest_canvas`` gets its own input size. If rows are means
    over the map (``whole``), a picture shows a whole input; also where the layer gives vectors, and
    then the input has its own size.
    """
    part, whole = TruncatedNetwork(network, layer), whole or isinstance(layer.output, VectorShape)
    side = network.preprocessing.crop
    if whole:
        canvas = largest_canvas if _takes(part, largest_canvas) else side
        return part, InputCanvas(canvas, canvas, canvas / 2, whole=True)
    with without_redirected_relu(part.module):
        field = measure_square(part, [noise_pictures(side, NOISE_PICTURES)])
    if layer.map_size is None:
        raise ActivationError(f"layer {layer.name!r} gives no map, so it cannot be visualised")
    stride = _stride(side, layer.map_size[0])
    return part, choose_canvas(
        part, field, stride=stride, largest_canvas=largest_canvas, own_side=side
    )


def _stride(side: int, cells: int) -> int:
    """Return the pixels of a cell, such as 14 of patches; those of convolutions are powers of 2."""
    if cells > 1 and side % cells == 0:
        return side // cells
    return int(2 ** round(math.log2(side / cells)))


def choose_canvas(
    features: Features, field: Square, *, stride: int, largest_canvas: int, own_side: int
) -> InputCanvas:
    """Choose a picture as large as the receptive field, on the smallest canvas that contains it.

    Maps of even height have no middle position, so the centre position's receptive field lies
    beside the middle of the canvas; so does the picture. Sides are multiples of the layer's
    stride in pixels, because positions have unequal cells on others. The network accepts
    ``own_side``, which is used if it accepts no other.
    """
    step = stride * -(-CANVAS_STEP // stride)
    first = min(step * -(-SMALLEST_CANVAS // step), largest_canvas)
    if CANVAS_STEP % stride and stride % CANVAS_STEP:
        largest_canvas -= largest_canvas % stride
    sides = dict.fromkeys([*range(first, largest_canvas, step), largest_canvas])
    found = None
    for side in sides:
        with suppress(*_REFUSALS):
            found, holds = _placed(features, field, side, largest_canvas)
            if holds:
                return found
    return found or _placed(features, field, own_side, own_side)[0]


def _placed(
    features: Features, field: Square, canvas: int, largest: int
) -> tuple[InputCanvas, bool]:
    """Return the picture on a canvas and whether it fits."""
    cell = _cell_on(features, canvas)
    wanted = min(max(field.side + field.side % 2, SMALLEST_SIDE), int(LARGEST_SHARE * largest))
    centre = cell + field.offset
    reach = min(centre, canvas - centre)
    holds = wanted <= canvas and (0.5 - OVERHANG) * wanted <= reach
    return InputCanvas(wanted, canvas, centre), holds


def _takes(features: Features, canvas: int) -> bool:
    """Return whether a network accepts a size."""
    with suppress(*_REFUSALS):
        _cell_on(features, canvas)
        return True
    return False


def _cell_on(features: Features, canvas: int) -> float:
    """Return the middle of the centre position's cell; fails if the network refuses the size."""
    with torch.no_grad():
        height = features(torch.full((1, 3, canvas, canvas), 0.5)).shape[2]
    return (height // 2 + 0.5) * canvas / height
