"""One optimised picture per activation vector: what the network would most like to see there.

Olah, Mordvintsev and Schubert, "Feature Visualization" (Distill 2017), with the objective and
the icons of the Activation Atlas (Carter et al., Distill 2019). A picture shows as much of the
input as the position sees of it, so that it stands at the scale of the node's exemplars.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from topopress.artifacts import Float32, Float64, LayerInfo, Uint8
from topopress.config.schema import FeatureVisualisation
from topopress.errors import ActivationError
from topopress.network.loaded import LoadedNetwork
from topopress.seeds import rng_for
from topopress.visuals.effective_field import Square, measure_square
from topopress.visuals.frozen_part import FrozenPart
from topopress.visuals.lucent_bridge import (
    Features,
    Frame,
    Schedule,
    at_centre,
    centre_objective,
    optimise,
)
from topopress.visuals.views import look

SMALLEST_SIDE = 16
SMALLEST_CANVAS = 32
CANVAS_STEP = 16
# A picture larger than this share of the canvas would reach beyond what the centre sees of it.
LARGEST_SHARE = 7 / 8
# What of a picture may lie beyond the canvas on one side; shifted views bring it in.
OVERHANG = 1 / 16
CONTRAST = 52.0
MAX_GAIN = 1.8


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """Finished pictures.

    Attributes:
        pictures: Shape (n, size, size, 3).
        cosine: Cosine similarity of the finished picture's activation to the target, shape (n,).
        objective: Value of the objective for the finished picture, shape (n,).
    """

    pictures: Uint8
    cosine: Float64
    objective: Float64


def render(
    network: LoadedNetwork,
    layer: LayerInfo,
    targets: Float32,
    *,
    settings: FeatureVisualisation,
    seeds: Sequence[int],
) -> Rendered:
    """Render one picture for each activation vector of a layer of a network.

    See ``render_framed``; the copy of the network is kept until another layer is asked for.
    """
    features, frame = _prepared(network, layer, settings.canvas)
    return render_framed(features, frame, targets, settings=settings, seeds=seeds)


def render_framed(
    features: Features,
    frame: Frame,
    targets: Float32,
    *,
    settings: FeatureVisualisation,
    seeds: Sequence[int],
) -> Rendered:
    """Render one picture for each activation vector.

    A picture depends on its target, its seed, the settings and the frame alone: on one machine
    its bytes are the same whatever it is rendered with. Batches are filled up to
    ``settings.batch_size`` and computed with one thread, because the last bits of a convolution
    depend on both, and sixty steps make them visible.

    Args:
        features: The network up to the layer; its weights frozen.
        frame: How the network is shown a picture.
        targets: Shape (n, n_channels). A target of zero has no direction: its picture stays the
            grey that every picture starts from, its cosine and objective are 0.
        settings: How long, how large, how many at a time.
        seeds: One for each target.

    Raises:
        ActivationError: if a target holds NaN or infinity.
    """
    if not np.isfinite(targets).all():
        raise ActivationError("feature visualisation: a node's mean activation is not finite")
    size = settings.batch_size
    with one_thread():
        parts = [
            _render_batch(features, frame, targets[at : at + size], settings, seeds[at : at + size])
            for at in range(0, len(targets), size)
        ]
    return Rendered(
        np.concatenate(
            [np.empty((0, settings.size, settings.size, 3), np.uint8)]
            + [part.pictures for part in parts]
        ),
        np.concatenate([np.empty(0), *(part.cosine for part in parts)]),
        np.concatenate([np.empty(0), *(part.objective for part in parts)]),
    )


def prepare(
    network: LoadedNetwork, layer: LayerInfo, largest_canvas: int
) -> tuple[Features, Frame]:
    """Return the network up to a layer, and how it is best shown a picture.

    A network that takes inputs of its own size only gets its pictures enlarged.
    """
    part = FrozenPart(network, layer)
    side = min(network.info.input_size)
    field = measure_square(part, [_noise_pictures(side)])
    if not part.accepts(SMALLEST_CANVAS) or not part.accepts(largest_canvas):
        return part.enlarging(side), Frame(largest_canvas, largest_canvas, largest_canvas / 2)
    stride = 2 ** round(math.log2(side / layer.height))
    return part, choose_frame(part, field, stride=stride, largest_canvas=largest_canvas)


def choose_frame(features: Features, field: Square, *, stride: int, largest_canvas: int) -> Frame:
    """Choose a picture as large as the field, on the smallest canvas that holds it.

    Maps of even height have no middle: the centre position looks beside the canvas's middle,
    and the picture is put where it looks. Canvases are multiples of the layer's stride; on
    others, positions do not look at equal cells.

    Args:
        features: Takes pictures of any size.
        field: What the centre position sees.
        stride: Pixels between the layer's positions.
        largest_canvas: Largest side that the network may be shown.
    """
    wanted = min(
        max(field.side + field.side % 2, SMALLEST_SIDE), int(LARGEST_SHARE * largest_canvas)
    )
    step = max(stride, CANVAS_STEP)
    first = min(max(SMALLEST_CANVAS, step), largest_canvas)
    for canvas in [*range(first, largest_canvas, step), largest_canvas]:
        centre = _cell_on(features, canvas) + field.offset
        reach = min(centre, canvas - centre)
        if wanted <= canvas and (0.5 - OVERHANG) * wanted <= reach:
            break
    return Frame(wanted, canvas, centre)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch compute with one thread inside the block."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@lru_cache(maxsize=1)
def _prepared(
    network: LoadedNetwork, layer: LayerInfo, largest_canvas: int
) -> tuple[Features, Frame]:
    with one_thread():
        return prepare(network, layer, largest_canvas)


def _render_batch(
    features: Features,
    frame: Frame,
    targets: Float32,
    settings: FeatureVisualisation,
    seeds: Sequence[int],
) -> Rendered:
    missing = settings.batch_size - len(targets)
    filled = np.concatenate([targets, np.repeat(targets[-1:], missing, axis=0)])
    wanted = torch.from_numpy(np.ascontiguousarray(filled, dtype=np.float32))
    schedule = Schedule(settings.steps, settings.learning_rate, settings.cosine_power)
    drawn = optimise(features, wanted, [*seeds, *[seeds[-1]] * missing], frame, schedule)
    pictures = np.stack([finish(picture, settings.size) for picture in drawn])
    cosine, objective = _measure(features, frame, pictures, wanted, settings.cosine_power)
    count = len(targets)
    return Rendered(pictures[:count], cosine[:count], objective[:count])


def finish(picture: Float32, size: int) -> Uint8:
    """Turn an optimised picture in 0..1 into the one that is published.

    Few steps leave pictures pale: contrast is raised about the mean colour, by at most
    ``MAX_GAIN``, and never lowered.

    Returns:
        Shape (size, size, 3).
    """
    levels = picture.astype(np.float64) * 255
    middle = levels.mean(axis=(0, 1))
    gain = min(max(CONTRAST / max(levels.std(), 1e-9), 1.0), MAX_GAIN)
    raised = np.clip((levels - middle) * gain + middle, 0, 255).round().astype(np.uint8)
    return np.asarray(Image.fromarray(raised).resize((size, size), Image.Resampling.LANCZOS))


def _measure(
    features: Features, frame: Frame, pictures: Uint8, targets: Tensor, cosine_power: float
) -> tuple[Float64, Float64]:
    """Return cosine and objective of finished pictures, as the network sees them."""
    side = (frame.side, frame.side)
    resized = [
        np.asarray(Image.fromarray(picture).resize(side, Image.Resampling.BICUBIC))
        for picture in pictures
    ]
    pixels = torch.from_numpy(np.stack(resized).transpose(0, 3, 1, 2).astype(np.float32) / 255)
    straight = torch.eye(2, 3).expand(len(pixels), 2, 3)
    with torch.no_grad():
        seen = look(pixels, straight, canvas=frame.canvas, centre=frame.centre)
        activations = features(seen).cpu()
        cosine = functional.cosine_similarity(at_centre(activations), targets, dim=1)
        directions = functional.normalize(targets, dim=1)
        objective = centre_objective(activations, directions, cosine_power)
    return cosine.double().numpy(), objective.double().numpy()


def _cell_on(features: Features, canvas: int) -> float:
    """Return the middle of the centre position's cell on a canvas."""
    with torch.no_grad():
        height = features(torch.full((1, 3, canvas, canvas), 0.5)).shape[2]
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
