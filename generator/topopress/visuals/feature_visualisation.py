"""Feature visualisation: pictures optimised to maximise a layer's activation in given directions.

Olah, Mordvintsev and Schubert, "Feature Visualization" (Distill 2017), with the objective of the
Activation Atlas (Carter et al., Distill 2019). A picture is as large as the layer's receptive
field, so that it has the scale of the node's exemplars.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from topopress.config.visuals import FeatureVisualisation
from topopress.core.arrays import Float32, Float64, Int64, Uint8
from topopress.core.errors import ActivationError
from topopress.core.threads import one_thread
from topopress.network.loaded import LoadedNetwork
from topopress.network.resizing import resized
from topopress.network.types import LayerInfo
from topopress.visuals.batched_layer import BatchedLayer, batch_slots_on
from topopress.visuals.competing_means import CompetingMeans
from topopress.visuals.compiled_subnet import compile_subnet
from topopress.visuals.input_canvas import prepare_canvas
from topopress.visuals.objectives import discriminative, objective_value, unit
from topopress.visuals.optimise import Optimised, Schedule, optimise
from topopress.visuals.redirected_relu import without_redirected_relu
from topopress.visuals.sprites import VISUAL_QUALITY, compressed, tile_size
from topopress.visuals.targets import Targets
from topopress.visuals.types import Picture

CONTRAST = 52.0
GAINS = (1.0, 1.25, 1.5, 1.8)
# Largest loss of cosine similarity by a raised contrast.
LARGEST_LOSS = 0.02


def render(
    network: LoadedNetwork,
    layer: LayerInfo,
    targets: Targets,
    *,
    settings: FeatureVisualisation,
    seeds: Sequence[int],
    whole: bool = False,
) -> Iterator[tuple[int, Picture]]:
    """Render one picture for each target in a layer of a network: see ``render_for``.

    The truncated network is cached until a call for another layer.
    """
    batched_layer = load_batched_layer(network, layer, settings.canvas, whole=whole)
    return render_for(batched_layer, targets, settings=settings, seeds=seeds)


def render_for(
    batched_layer: BatchedLayer,
    targets: Targets,
    *,
    settings: FeatureVisualisation,
    seeds: Sequence[int],
) -> Iterator[tuple[int, Picture]]:
    """Render one picture for each target, and yield pictures as soon as they are finished.

    A picture depends only on its target, its seed, the settings and the layer: on one machine, its
    bytes are the same in every batch. Batches always have the same size and compute on one thread,
    because the last bits of a convolution depend on both and become visible after eighty steps.
    The picture of a zero direction stays grey as at the start; its cosine and objective are 0.

    Yields:
        Index of a target, and its picture.

    Raises:
        ActivationError: if a direction holds NaN or infinity.
    """
    if not np.isfinite(targets.directions).all():
        raise ActivationError("feature visualisation: a node's mean activation is not finite")
    schedule = Schedule(settings.steps, settings.learning_rate, settings.patience)
    drawn, slots = optimise(batched_layer, targets, seeds, schedule), batched_layer.batch_slots
    for _ in range(0, len(targets), slots):
        with one_thread():
            finished = list(islice(drawn, slots))
            filled = [*finished, *finished[-1:] * (slots - len(finished))]
            aimed = targets.at([each.item for each in filled])
            pictures = _publish(batched_layer, aimed, filled, settings)
        yield from ((each.item, pictures[k]) for k, each in enumerate(finished))


@lru_cache(maxsize=1)
def load_batched_layer(
    network: LoadedNetwork, layer: LayerInfo, largest_canvas: int, *, whole: bool = False
) -> BatchedLayer:
    """Return a layer for rendering; the last one is cached."""
    device = network.device
    slots = batch_slots_on(device)
    with one_thread():
        part, input_canvas = prepare_canvas(network, layer, largest_canvas, whole=whole)
        if device.type != "cpu":
            return BatchedLayer(part, input_canvas, device, slots)
        with without_redirected_relu(part.module):
            shape = (slots, input_canvas.channels, *input_canvas.size)
            compiled = compile_subnet(part, shape)
        return BatchedLayer(compiled, input_canvas, device, slots)


def _publish(
    batched_layer: BatchedLayer,
    targets: Targets,
    drawn: Sequence[Optimised],
    settings: FeatureVisualisation,
) -> list[Picture]:
    """Finish pictures and measure the activations of the published bytes.

    Contrast is raised by the largest of ``GAINS`` whose cosine is within ``LARGEST_LOSS`` of the
    best, among the gains whose activation is nearer to the target than to all competing means, if
    there are any.
    """
    references, directions = _tensor(targets.references), unit(targets.directions)
    competing = _competing_of(targets)
    finished, activations, cosines, nearest = [], [], [], []
    for gain in GAINS:
        pictures = np.stack([finish(each.picture, settings.size, gain) for each in drawn])
        vectors = forward_finished(batched_layer, pictures, torch.eye(2, 3))
        finished.append(pictures)
        activations.append(vectors.numpy())
        cosines.append(functional.cosine_similarity(vectors, references, dim=1).double().numpy())
        nearest.append(competing.are_nearest(vectors, directions).numpy())
    chosen, items = strongest(np.array(cosines), np.array(nearest)), np.arange(len(drawn))
    published = np.array(activations)[chosen, items]
    objective = reached(published, targets)
    return [
        Picture(
            finished[gain][k], published[k], float(cosines[gain][k]), float(objective[k]), steps
        )
        for k, (gain, steps) in enumerate(zip(chosen, (each.steps for each in drawn), strict=True))
    ]


def reached(activations: Float32, targets: Targets) -> Float64:
    """Return the objective of the last steps, shape (n,), for activations (n, n_channels)."""
    vectors, directions = _tensor(activations), unit(targets.directions)
    values = objective_value(vectors, directions, targets.power)
    end = torch.ones(len(targets))
    probability = _competing_of(targets).log_probability(vectors, directions, end)
    return discriminative(values, probability).double().numpy()


def _competing_of(targets: Targets) -> CompetingMeans:
    competing = CompetingMeans(targets.competing_means, len(targets), torch.device("cpu"))
    for slot, direction in enumerate(targets.directions):
        competing.assign(slot, direction)
    return competing


def _tensor(vectors: Float32) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(vectors))


def strongest(cosines: Float64, nearest: NDArray[np.bool_]) -> Int64:
    """Return the index of the largest gain of contrast whose loss of cosine is small, shape (n,).

    Cosines are given for each gain, ascending, shape (n_gains, n). Excluded are gains with which
    the activation is not nearest to the target among all means, unless it is so with no gain.
    """
    allowed = nearest | ~nearest.any(axis=0)
    best = np.where(allowed, cosines, -np.inf).max(axis=0)
    good = allowed & (cosines >= best - LARGEST_LOSS)
    last: Int64 = len(cosines) - 1 - good[::-1].argmax(axis=0)
    return last


def finish(picture: Float32, size: int, gain: float) -> Uint8:
    """Return a picture in 0..1 as bytes to publish, with raised contrast.

    Pictures are pale after few steps. Contrast is raised about the mean colour up to ``CONTRAST``,
    by at most ``gain``, and never lowered. The longer side becomes ``size``.
    """
    levels = picture.astype(np.float64) * 255
    middle = levels.mean(axis=(0, 1))
    factor = min(max(CONTRAST / max(levels.std(), 1e-9), 1.0), gain)
    raised = np.clip((levels - middle) * factor + middle, 0, 255).round().astype(np.uint8)
    return resized(raised, tile_size(size, picture.shape[:2]), "lanczos")


def forward_finished(batched_layer: BatchedLayer, pictures: Uint8, augmentation: Tensor) -> Tensor:
    """Return the activations (batch_slots, n_channels) of pictures as they are published.

    Pictures have shape (batch_slots, height, width, n_inputs), one per slot. The affine map of all
    is ``augmentation``, shape (2, 3). Grey and coloured pictures are compressed as WebP; pictures
    of other channels are not, because nobody sees all of them.
    """
    image, device = batched_layer.input_canvas.image, batched_layer.device
    published = [resized(compressed(each, VISUAL_QUALITY), image, "bicubic") for each in pictures]
    channels_first = np.stack(published).transpose(0, 3, 1, 2)
    pixels = torch.from_numpy(channels_first.astype(np.float32) / 255)
    augmentations = augmentation.expand(len(pixels), 2, 3)
    with torch.no_grad():
        vectors = batched_layer.forward(pixels.to(device), augmentations.to(device))
    return vectors.cpu().contiguous()
