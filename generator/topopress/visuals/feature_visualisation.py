"""One optimised picture per activation vector: what the network would most like to see there.

Olah, Mordvintsev and Schubert, "Feature Visualization" (Distill 2017), with the objective and
the icons of the Activation Atlas (Carter et al., Distill 2019). A picture shows as much of the
input as the position sees of it, so that it stands at the scale of the node's exemplars.
"""

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

from topopress.config.schema import FeatureVisualisation
from topopress.core.arrays import Float32, Float64, Int32, Int64, Uint8
from topopress.core.errors import ActivationError
from topopress.network.loaded import LoadedNetwork
from topopress.network.types import LayerInfo
from topopress.visuals.aims import Aims
from topopress.visuals.eye import Eye, places_on
from topopress.visuals.frame import prepare
from topopress.visuals.objectives import objective_value, told_apart, unit
from topopress.visuals.optimise import Optimised, Schedule, optimise
from topopress.visuals.quick_part import quicken
from topopress.visuals.rivals import Rivals
from topopress.visuals.sprites import VISUAL_QUALITY, compressed
from topopress.visuals.true_gradients import true_gradients

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
        activations: What the layer answers to the finished pictures, shape (n, n_channels).
    """

    pictures: Uint8
    cosine: Float64
    objective: Float64
    steps: Int32
    activations: Float32

    def first(self, count: int) -> "Rendered":
        """Return the first of the pictures."""
        return Rendered(
            self.pictures[:count],
            self.cosine[:count],
            self.objective[:count],
            self.steps[:count],
            self.activations[:count],
        )


def render(
    network: LoadedNetwork,
    layer: LayerInfo,
    aims: Aims,
    *,
    settings: FeatureVisualisation,
    seeds: Sequence[int],
    whole: bool = False,
) -> Iterator[tuple[Int64, Rendered]]:
    """Render one picture for each aim in a layer of a network.

    See ``render_for``; the copy of the network is kept until another layer is asked for.
    """
    eye = eye_of(network, layer, settings.canvas, whole=whole)
    return render_for(eye, aims, settings=settings, seeds=seeds)


def render_for(
    eye: Eye, aims: Aims, *, settings: FeatureVisualisation, seeds: Sequence[int]
) -> Iterator[tuple[Int64, Rendered]]:
    """Render one picture for each aim, and yield some as soon as they are finished.

    A picture depends on its aim, its seed, the settings and the eye alone: on one machine
    its bytes are the same whatever it is rendered with. The network is always shown the same
    number of pictures and computes with one thread, because the last bits of a convolution depend
    on both, and eighty steps make them visible.

    Args:
        eye: The layer, ready to look at pictures.
        aims: A direction of zero asks for nothing: its picture stays the grey that every picture
            starts from, its cosine and objective are 0.
        settings: How long, how large.
        seeds: One for each aim.

    Yields:
        Numbers of some aims, shape (n,), and their pictures.

    Raises:
        ActivationError: if a direction holds NaN or infinity.
    """
    if not np.isfinite(aims.directions).all():
        raise ActivationError("feature visualisation: a node's mean activation is not finite")
    finished: list[Optimised] = []
    drawn = optimise(eye, aims, seeds, schedule_of(settings))
    left = len(aims)
    while left:
        with one_thread():
            finished.append(next(drawn))
            left -= 1
            if left and len(finished) < eye.places:
                continue
            items = np.array([one.item for one in finished], np.int64)
            filled = [*finished, *finished[-1:] * (eye.places - len(finished))]
            aimed = aims.at([one.item for one in filled])
            rendered = _publish(eye, aimed, filled, settings).first(len(finished))
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
def eye_of(
    network: LoadedNetwork, layer: LayerInfo, largest_canvas: int, *, whole: bool = False
) -> Eye:
    """Return a layer ready to look at pictures; the last one asked for is kept."""
    device = network.device
    places = places_on(device)
    with one_thread():
        part, frame = prepare(network, layer, largest_canvas, whole=whole)
        if device.type != "cpu":
            return Eye(part, frame, device, places)
        with true_gradients(part.module):
            quick = quicken(part, (places, 3, frame.canvas, frame.canvas))
        return Eye(quick, frame, device, places)


def _publish(
    eye: Eye, aims: Aims, drawn: Sequence[Optimised], settings: FeatureVisualisation
) -> Rendered:
    """Finish pictures and measure what the network answers to them as they are published.

    Contrast is raised as far as it costs little: by the largest of ``GAINS`` whose cosine is
    within ``LARGEST_LOSS`` of the best, of those with which the answer is nearer to its own target
    than to any rival, if there are any.
    """
    targets, directions, rivals = _tensor(aims.targets), unit(aims.directions), _rivals_of(aims)
    raised, answers, cosines, own = [], [], [], []
    for gain in GAINS:
        pictures = np.stack([finish(one.picture, settings.size, gain) for one in drawn])
        answer = look_at(eye, pictures, torch.eye(2, 3))
        raised.append(pictures)
        answers.append(answer.numpy())
        cosines.append(functional.cosine_similarity(answer, targets, dim=1).double().numpy())
        own.append(rivals.are_own(answer, directions).numpy())
    chosen = strongest(np.array(cosines), np.array(own))
    places = np.arange(len(drawn))
    activations = np.array(answers)[chosen, places]
    return Rendered(
        np.array(raised)[chosen, places],
        np.array(cosines)[chosen, places],
        reached(activations, aims),
        np.array([one.steps for one in drawn], np.int32),
        activations,
    )


def reached(activations: Float32, aims: Aims) -> Float64:
    """Return the value of the objective, as the last steps climb it, for what a layer answers.

    Args:
        activations: Shape (n, n_channels).
        aims: n of them.
    """
    answers, directions = _tensor(activations), unit(aims.directions)
    values = objective_value(answers, directions, aims.power)
    last = torch.ones(len(aims))
    values = told_apart(values, _rivals_of(aims).log_own(answers, directions, last))
    return values.double().numpy()


def _rivals_of(aims: Aims) -> Rivals:
    rivals = Rivals(aims.rivals, len(aims), torch.device("cpu"))
    for place, direction in enumerate(aims.directions):
        rivals.seat(place, direction)
    return rivals


def _tensor(vectors: Float32) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(vectors))


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


def look_at(eye: Eye, pictures: Uint8, view: Tensor) -> Tensor:
    """Return what a layer answers to finished pictures, compressed as they are published.

    Args:
        eye: The layer.
        pictures: As many as it has places, shape (places, size, size, 3).
        view: Of all of them, shape (2, 3).

    Returns:
        Shape (places, n_channels).
    """
    side = (eye.frame.side, eye.frame.side)
    shown = [Image.fromarray(compressed(picture, VISUAL_QUALITY)) for picture in pictures]
    resized = np.stack([np.asarray(one.resize(side, Image.Resampling.BICUBIC)) for one in shown])
    pixels = torch.from_numpy(resized.transpose(0, 3, 1, 2).astype(np.float32) / 255)
    views = view.expand(len(pixels), 2, 3)
    with torch.no_grad():
        answers = eye.answers(pixels.to(eye.device), views.to(eye.device))
    return answers.cpu().contiguous()
