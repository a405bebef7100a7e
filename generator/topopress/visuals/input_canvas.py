"""How a network is shown a picture: how large, on which canvas, and what it answers."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from topopress.core.seeds import rng_for
from topopress.network.loaded import LoadedNetwork
from topopress.network.types import LayerInfo
from topopress.visuals.effective_field import Square, measure_square
from topopress.visuals.redirected_relu import without_redirected_relu
from topopress.visuals.truncated_network import Features, TruncatedNetwork

SMALLEST_SIDE = 16
SMALLEST_CANVAS = 32
CANVAS_STEP = 16
# A picture larger than this share of the canvas would reach beyond what the centre sees of it.
LARGEST_SHARE = 7 / 8
# What of a picture may lie beyond the canvas on one side; shifted views bring it in.
OVERHANG = 1 / 16
# What networks raise that do not take pictures of a size.
_REFUSALS = (RuntimeError, ValueError, TypeError, AssertionError, IndexError)


@dataclass(frozen=True, slots=True)
class InputCanvas:
    """How the network is shown a picture.

    Attributes:
        image_side: Side of the picture, in pixels.
        side: Side of what the network is shown: the picture, mirrored beyond its edges.
        centre: Where on the canvas the middle of the picture lies, in pixels: where the layer's
            centre position looks.
        whole: Whether the layer answers by the mean over its map instead of at its centre position.
    """

    image_side: int
    side: int
    centre: float
    whole: bool = False

    def vectors(self, activations: Tensor) -> Tensor:
        """Return what a layer answers, shape (n, n_channels), by its maps (n, n_channels, h, w)."""
        if self.whole:
            return activations.mean((2, 3))
        return activations[:, :, activations.shape[2] // 2, activations.shape[3] // 2]


def prepare_canvas(
    network: LoadedNetwork, layer: LayerInfo, largest_canvas: int, *, whole: bool = False
) -> tuple[TruncatedNetwork, InputCanvas]:
    """Return the network up to a layer, and how it is best shown a picture.

    Args:
        network: The network.
        layer: The layer.
        largest_canvas: Largest side that it shall be shown; a network that takes none so small is
            shown its own input size.
        whole: Whether rows are means over the map, so that a picture is of a whole input.
    """
    part = TruncatedNetwork(network, layer)
    side = min(network.info.input_size)
    if whole:
        canvas = side if _cell_on(part, largest_canvas) is None else largest_canvas
        return part, InputCanvas(canvas, canvas, canvas / 2, whole=True)
    with without_redirected_relu(part.module):
        field = measure_square(part, [_noise_pictures(side)])
    stride = 2 ** round(math.log2(side / layer.height))
    return part, choose_canvas(
        part, field, stride=stride, largest_canvas=largest_canvas, own_side=side
    )


def choose_canvas(
    features: Features, field: Square, *, stride: int, largest_canvas: int, own_side: int
) -> InputCanvas:
    """Choose a picture as large as the field, on the smallest canvas that holds it.

    Maps of even height have no middle: the centre position looks beside the canvas's middle,
    and the picture is put where it looks. Canvases are multiples of the layer's stride; on
    others, positions do not look at equal cells.

    Args:
        features: Takes pictures of any size, or raises.
        field: What the centre position sees.
        stride: Pixels between the layer's positions.
        largest_canvas: Largest side that the network shall be shown.
        own_side: A side that it takes, used where it takes no other.
    """
    step = max(stride, CANVAS_STEP)
    first = min(max(SMALLEST_CANVAS, step), largest_canvas)
    sides = dict.fromkeys([*range(first, largest_canvas, step), largest_canvas])
    fitting = _fitting(features, field, tuple(sides), largest_canvas)
    input_canvas = None
    for input_canvas, holds in fitting:
        if holds:
            return input_canvas
    if input_canvas is not None:
        return input_canvas
    (input_canvas, _), *_ = _fitting(features, field, (own_side,), own_side)
    return input_canvas


def _fitting(
    features: Features, field: Square, canvases: tuple[int, ...], largest: int
) -> Iterator[tuple[InputCanvas, bool]]:
    """Return an input canvas for each side that the network takes, and whether the image fits."""
    wanted = min(max(field.side + field.side % 2, SMALLEST_SIDE), int(LARGEST_SHARE * largest))
    for canvas in canvases:
        cell = _cell_on(features, canvas)
        if cell is None:
            continue
        centre = cell + field.offset
        reach = min(centre, canvas - centre)
        holds = wanted <= canvas and (0.5 - OVERHANG) * wanted <= reach
        yield InputCanvas(wanted, canvas, centre), holds


def _cell_on(features: Features, canvas: int) -> float | None:
    """Return the middle of the centre position's cell on a canvas; None if it is not taken."""
    try:
        with torch.no_grad():
            height = features(torch.full((1, 3, canvas, canvas), 0.5)).shape[2]
    except _REFUSALS:
        return None
    return (height // 2 + 0.5) * canvas / height


def _noise_pictures(side: int, count: int = 8) -> Tensor:
    """Return pictures with the spectrum of photographs (1/f), shape (count, 3, side, side).

    The field measured on them is that measured on photographs within 4 pixels of 224
    (EfficientNet-Lite0, nine layers), and so a picture need not depend on the data.
    """
    white = rng_for(0, "noise pictures").standard_normal((count, 3, side, side))
    frequency = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None, :])
    spectrum = np.fft.rfft2(white) / np.maximum(frequency, 1 / side)
    pink = np.fft.irfft2(spectrum, s=(side, side))
    pink = 0.5 + 0.22 * pink / pink.std(axis=(1, 2, 3), keepdims=True)
    return torch.from_numpy(np.clip(pink, 0, 1).astype(np.float32))
