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
from topopress.visuals.batched_layer import BatchedLayer, batch_slots_on
from topopress.visuals.competing_means import CompetingMeans
from topopress.visuals.compiled_subnet import compile_subnet
from topopress.visuals.input_canvas import prepare_canvas
from topopress.visuals.objectives import discriminative, objective_value, unit
from topopress.visuals.optimise import Optimised, Schedule, optimise
from topopress.visuals.redirected_relu import without_redirected_relu
from topopress.visuals.sprites import VISUAL_QUALITY, compressed
from topopress.visuals.targets import Targets

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
    targets: Targets,
    *,
    settings: FeatureVisualisation,
    seeds: Sequence[int],
    whole: bool = False,
) -> Iterator[tuple[Int64, Rendered]]:
    """Render one picture for each target in a layer of a network.

    See ``render_for``; the copy of the network is kept until another layer is asked for.
    """
    batched_layer = load_batched_layer(network, layer, settings.canvas, whole=whole)
    return render_for(batched_layer, targets, settings=settings, seeds=seeds)


def render_for(
    batched_layer: BatchedLayer,
    targets: Targets,
    *,
    settings: FeatureVisualisation,
    seeds: Sequence[int],
) -> Iterator[tuple[Int64, Rendered]]:
    """Render one picture for each target, and yield some as soon as they are finished.

    A picture depends on its target, its seed, the settings and the layer only: on one machine
    its bytes are the same whatever it is rendered with. The network is always shown the same
    number of pictures and computes with one thread, because the last bits of a convolution depend
    on both, and eighty steps make them visible.

    Args:
        batched_layer: The layer, ready to look at pictures.
        targets: A direction of zero asks for nothing: its picture stays the grey that every picture
            starts from, its cosine and objective are 0.
        settings: How long, how large.
        seeds: One for each target.

    Yields:
        Numbers of some targets, shape (n,), and their pictures.

    Raises:
        ActivationError: if a direction holds NaN or infinity.
    """
    if not np.isfinite(targets.directions).all():
        raise ActivationError("feature visualisation: a node's mean activation is not finite")
    finished: list[Optimised] = []
    drawn = optimise(batched_layer, targets, seeds, schedule_of(settings))
    left = len(targets)
    while left:
        with one_thread():
            finished.append(next(drawn))
            left -= 1
            if left and len(finished) < batched_layer.batch_slots:
                continue
            items = np.array([one.item for one in finished], np.int64)
            filled = [*finished, *finished[-1:] * (batched_layer.batch_slots - len(finished))]
            aimed = targets.at([one.item for one in filled])
            rendered = _publish(batched_layer, aimed, filled, settings).first(len(finished))
        finished = []
        yield items, rendered


def schedule_of(settings: FeatureVisualisation) -> Schedule:
    """Return how long and how far the settings let pictures be optimised."""
    return Schedule(settings.steps, settings.learning_rate, settings.patience)


def in_order(parts: Iterable[tuple[Int64, Rendered]], settings: FeatureVisualisation) -> Rendered:
    """Put what ``render`` yields into one, in the order of the targets."""
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
def load_batched_layer(
    network: LoadedNetwork, layer: LayerInfo, largest_canvas: int, *, whole: bool = False
) -> BatchedLayer:
    """Return a layer ready to look at pictures; the last one asked for is kept."""
    device = network.device
    slots = batch_slots_on(device)
    with one_thread():
        part, input_canvas = prepare_canvas(network, layer, largest_canvas, whole=whole)
        if device.type != "cpu":
            return BatchedLayer(part, input_canvas, device, slots)
        with without_redirected_relu(part.module):
            compiled = compile_subnet(part, (slots, 3, input_canvas.side, input_canvas.side))
        return BatchedLayer(compiled, input_canvas, device, slots)


def _publish(
    batched_layer: BatchedLayer,
    targets: Targets,
    drawn: Sequence[Optimised],
    settings: FeatureVisualisation,
) -> Rendered:
    """Finish pictures and measure what the network answers to them as they are published.

    Contrast is raised as far as it costs little: by the largest of ``GAINS`` whose cosine is
    within ``LARGEST_LOSS`` of the best, of those with which the answer is nearer to its own target
    than to any rival, if there are any.
    """
    references, directions, competing = (
        _tensor(targets.references),
        unit(targets.directions),
        _competing_of(targets),
    )
    raised, answers, cosines, own = [], [], [], []
    for gain in GAINS:
        pictures = np.stack([finish(one.picture, settings.size, gain) for one in drawn])
        answer = forward_finished(batched_layer, pictures, torch.eye(2, 3))
        raised.append(pictures)
        answers.append(answer.numpy())
        cosines.append(functional.cosine_similarity(answer, references, dim=1).double().numpy())
        own.append(competing.are_nearest(answer, directions).numpy())
    chosen = strongest(np.array(cosines), np.array(own))
    places = np.arange(len(drawn))
    activations = np.array(answers)[chosen, places]
    return Rendered(
        np.array(raised)[chosen, places],
        np.array(cosines)[chosen, places],
        reached(activations, targets),
        np.array([one.steps for one in drawn], np.int32),
        activations,
    )


def reached(activations: Float32, targets: Targets) -> Float64:
    """Return the value of the objective, as the last steps climb it, for what a layer answers.

    Args:
        activations: Shape (n, n_channels).
        targets: n of them.
    """
    answers, directions = _tensor(activations), unit(targets.directions)
    values = objective_value(answers, directions, targets.power)
    last = torch.ones(len(targets))
    values = discriminative(
        values, _competing_of(targets).log_probability(answers, directions, last)
    )
    return values.double().numpy()


def _competing_of(targets: Targets) -> CompetingMeans:
    competing = CompetingMeans(targets.competing_means, len(targets), torch.device("cpu"))
    for slot, direction in enumerate(targets.directions):
        competing.assign(slot, direction)
    return competing


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


def forward_finished(batched_layer: BatchedLayer, pictures: Uint8, view: Tensor) -> Tensor:
    """Return what a layer answers to finished pictures, compressed as they are published.

    Args:
        batched_layer: The layer.
        pictures: As many as it has places, shape (places, size, size, 3).
        view: Of all of them, shape (2, 3).

    Returns:
        Shape (places, n_channels).
    """
    side = (batched_layer.input_canvas.image_side, batched_layer.input_canvas.image_side)
    shown = [Image.fromarray(compressed(picture, VISUAL_QUALITY)) for picture in pictures]
    resized = np.stack([np.asarray(one.resize(side, Image.Resampling.BICUBIC)) for one in shown])
    pixels = torch.from_numpy(resized.transpose(0, 3, 1, 2).astype(np.float32) / 255)
    views = view.expand(len(pixels), 2, 3)
    with torch.no_grad():
        answers = batched_layer.forward(
            pixels.to(batched_layer.device), views.to(batched_layer.device)
        )
    return answers.cpu().contiguous()
