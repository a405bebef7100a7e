"""One optimised picture per activation vector: what the network would most like to see there.

Olah, Mordvintsev and Schubert, "Feature Visualization" (Distill 2017), with the objective and
the icons of the Activation Atlas (Carter et al., Distill 2019). A picture shows as much of the
input as the position sees of it, so that it stands at the scale of the node's exemplars.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn import functional

from topopress.artifacts import Float32, Float64, Int32, Int64, LayerInfo, Uint8
from topopress.config.schema import FeatureVisualisation
from topopress.errors import ActivationError
from topopress.network.loaded import LoadedNetwork
from topopress.seeds import rng_for
from topopress.visuals.effective_field import Square, measure_square
from topopress.visuals.frozen_part import FrozenPart
from topopress.visuals.objectives import Aims, at_centre, centre_objective
from topopress.visuals.optimise import Features, Frame, Optimised, Schedule, optimise
from topopress.visuals.quick_part import quicken
from topopress.visuals.views import look

SMALLEST_SIDE = 16
SMALLEST_CANVAS = 32
CANVAS_STEP = 16
# A picture larger than this share of the canvas would reach beyond what the centre sees of it.
LARGEST_SHARE = 7 / 8
# What of a picture may lie beyond the canvas on one side; shifted views bring it in.
OVERHANG = 1 / 16
CONTRAST = 52.0
GAINS = (1.0, 1.25, 1.5, 1.8)
# Cosine similarity that a raised contrast may cost.
LARGEST_LOSS = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """Finished pictures.

    Attributes:
        pictures: Shape (n, size, size, 3).
        cosine: Cosine similarity of the finished picture's activation to the target, shape (n,).
        objective: Value of the objective for the finished picture, shape (n,).
        steps: Optimisation steps taken, shape (n,).
        activations: The finished pictures' activations at the centre, shape (n, n_channels).
    """

    pictures: Uint8
    cosine: Float64
    objective: Float64
    steps: Int32
    activations: Float32


def render(
    network: LoadedNetwork,
    layer: LayerInfo,
    aims: Aims,
    *,
    settings: FeatureVisualisation,
    seeds: Sequence[int],
) -> Iterator[tuple[Int64, Rendered]]:
    """Render one picture for each aim in a layer of a network.

    See ``render_framed``; the copy of the network is kept until another layer is asked for.
    """
    prepared = _prepared(network, layer, settings.canvas, settings.batch_size)
    return render_framed(*prepared, aims, settings=settings, seeds=seeds)


def render_framed(
    features: Features,
    frame: Frame,
    aims: Aims,
    *,
    settings: FeatureVisualisation,
    seeds: Sequence[int],
) -> Iterator[tuple[Int64, Rendered]]:
    """Render one picture for each aim, and yield some as soon as they are finished.

    A picture depends on its aim, its seed, the settings and the frame alone: on one machine
    its bytes are the same whatever it is rendered with. The network is always shown
    ``settings.batch_size`` pictures and computes with one thread, because the last bits of a
    convolution depend on both, and sixty steps make them visible.

    Args:
        features: The network up to the layer; its weights frozen.
        frame: How the network is shown a picture.
        aims: A direction of zero asks for nothing: its picture stays the grey that every picture
            starts from, its cosine and objective are 0.
        settings: How long, how large, how many at a time.
        seeds: One for each aim.

    Yields:
        Numbers of some aims, shape (n,), and their pictures.

    Raises:
        ActivationError: if a direction holds NaN or infinity.
    """
    if not np.isfinite(aims.directions).all():
        raise ActivationError("feature visualisation: a node's mean activation is not finite")
    size = settings.batch_size
    finished: list[Optimised] = []
    drawn = optimise(
        features, aims, seeds, frame=frame, schedule=schedule_of(settings), batch_size=size
    )
    left = len(aims)
    while left:
        with one_thread():
            finished.append(next(drawn))
            left -= 1
            if left and len(finished) < size:
                continue
            items = np.array([one.item for one in finished], np.int64)
            rendered = _publish(features, frame, aims.at(items), finished, settings)
        finished = []
        yield items, rendered


def schedule_of(settings: FeatureVisualisation) -> Schedule:
    """Return how long and how far the settings let pictures be optimised."""
    return Schedule(settings.steps, settings.learning_rate, settings.patience)


def in_order(parts: Iterable[tuple[Int64, Rendered]], settings: FeatureVisualisation) -> Rendered:
    """Put what ``render`` yields into one, in the order of the aims."""
    found = list(parts)
    if not found:
        none = np.empty(0)
        pictures = np.empty((0, settings.size, settings.size, 3), np.uint8)
        return Rendered(pictures, none, none, none.astype(np.int32), np.empty((0, 0), np.float32))
    order = np.argsort(np.concatenate([items for items, _ in found]))
    return Rendered(
        *(
            np.concatenate([getattr(part, name) for _, part in found])[order]
            for name in ("pictures", "cosine", "objective", "steps", "activations")
        )
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
    network: LoadedNetwork, layer: LayerInfo, largest_canvas: int, batch_size: int
) -> tuple[Features, Frame]:
    with one_thread():
        features, frame = prepare(network, layer, largest_canvas)
        if network.device.type == "cpu":
            features = quicken(features, (batch_size, 3, frame.canvas, frame.canvas))
        return features, frame


def _publish(
    features: Features,
    frame: Frame,
    aims: Aims,
    drawn: Sequence[Optimised],
    settings: FeatureVisualisation,
) -> Rendered:
    """Finish pictures and measure them, ``settings.batch_size`` of them at most.

    Contrast is raised as far as it costs little: by the largest of ``GAINS`` whose cosine is
    within ``LARGEST_LOSS`` of the best, of those with which the answer is nearer to its own target
    than to any rival, if there are any.
    """
    count = len(drawn)
    filled = [*drawn, *(drawn[-1] for _ in range(settings.batch_size - count))]
    targets = torch.from_numpy(np.ascontiguousarray(aims.targets))
    rivals = torch.from_numpy(np.ascontiguousarray(aims.rivals))
    raised, answers, cosines, own = [], [], [], []
    for gain in GAINS:
        pictures = np.stack([finish(one.picture, settings.size, gain) for one in filled])
        activations = _look_at(features, frame, pictures)[:count]
        cosine = functional.cosine_similarity(torch.from_numpy(activations), targets, dim=1)
        raised.append(pictures[:count])
        answers.append(activations)
        cosines.append(cosine.double().numpy())
        others = functional.cosine_similarity(torch.from_numpy(activations)[:, None], rivals, dim=2)
        own.append((others < cosine[:, None]).all(dim=1).numpy())
    chosen = strongest(np.array(cosines), np.array(own))
    places = np.arange(count)
    activations = np.array(answers)[chosen, places]
    directions = functional.normalize(torch.from_numpy(aims.directions), dim=1)
    answered = torch.from_numpy(activations[:, :, None, None])
    return Rendered(
        np.array(raised)[chosen, places],
        np.array(cosines)[chosen, places],
        centre_objective(answered, directions, aims.power).double().numpy(),
        np.array([one.steps for one in drawn], np.int32),
        activations,
    )


def strongest(cosines: Float64, own: NDArray[np.bool_]) -> Int64:
    """Return the last of the gains that costs each picture little.

    Args:
        cosines: With each gain, shape (n_gains, n), gains ascending.
        own: Whether the answer is nearer to the picture's own target than to any rival, the same
            shape; where it is with no gain, that is no matter.

    Returns:
        Shape (n,).
    """
    allowed = own | ~own.any(axis=0)
    best = np.where(allowed, cosines, -np.inf).max(axis=0)
    good = allowed & (cosines >= best - LARGEST_LOSS)
    last: Int64 = len(cosines) - 1 - good[::-1].argmax(axis=0)
    return last


def finish(picture: Float32, size: int, gain: float) -> Uint8:
    """Turn an optimised picture in 0..1 into one to publish.

    Few steps leave pictures pale: contrast is raised about the mean colour, to ``CONTRAST`` where
    ``gain`` suffices, and never lowered.

    Returns:
        Shape (size, size, 3).
    """
    levels = picture.astype(np.float64) * 255
    middle = levels.mean(axis=(0, 1))
    factor = min(max(CONTRAST / max(levels.std(), 1e-9), 1.0), gain)
    raised = np.clip((levels - middle) * factor + middle, 0, 255).round().astype(np.uint8)
    return np.asarray(Image.fromarray(raised).resize((size, size), Image.Resampling.LANCZOS))


def _look_at(features: Features, frame: Frame, pictures: Uint8) -> Float32:
    """Return the centre activations of finished pictures, shown to the network as they are."""
    side = (frame.side, frame.side)
    resized = [
        np.asarray(Image.fromarray(picture).resize(side, Image.Resampling.BICUBIC))
        for picture in pictures
    ]
    pixels = torch.from_numpy(np.stack(resized).transpose(0, 3, 1, 2).astype(np.float32) / 255)
    straight = torch.eye(2, 3).expand(len(pixels), 2, 3)
    with torch.no_grad():
        seen = look(pixels, straight, canvas=frame.canvas, centre=frame.centre)
        return at_centre(features(seen)).float().cpu().contiguous().numpy()


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
