"""Collects the activation vectors of a chunk of samples, in batches."""

from collections.abc import Sequence

import numpy as np
import torch

from topopress.activations.capture import forward_to
from topopress.activations.types import Rows
from topopress.config.schema import Activations
from topopress.core.arrays import Float32, Int32
from topopress.core.errors import ActivationError
from topopress.network.loaded import LoadedNetwork
from topopress.network.numbers import single, wide
from topopress.network.sample_inputs import Batch
from topopress.network.types import InputReader, LayerInfo, Place
from topopress.samples.types import Sample

_VECTORS = 2
"""Number of axes of a layer that gives one vector for each sample."""


def collect_chunk(
    network: LoadedNetwork,
    reader: InputReader,
    samples: Sequence[Sample],
    *,
    layers: Sequence[LayerInfo],
    settings: Activations,
    seed: int,
) -> list[Rows]:
    """Return each layer's rows for the samples, sample by sample.

    A row depends on its sample, the network and the seed. Batch size and other samples change it
    only by rounding. ``sample`` of the rows counts from the first of the samples, at least one. The
    seed draws random positions.

    Rows have single precision, whatever the network computes in.

    Raises:
        ActivationError: A layer's rows have values that are NaN, infinite, or too large for single
            precision.
        DataError: A picture is missing or has changed.
    """
    parts: dict[str, list[Float32]] = {layer.name: [] for layer in layers}
    drawn = {
        layer.name: np.stack([reader.positions(s, layer, settings, seed=seed) for s in samples])
        for layer in layers
    }
    for part, inputs in network.batches(reader, samples, settings.at_once("pictures")):
        chosen = {name: positions[part] for name, positions in drawn.items()}
        for name, vectors in _vectors_at(network, inputs, chosen).items():
            _check_finite(name, vectors, samples[part])
            parts[name].append(vectors)
    return [_joined(layer, parts[layer.name], drawn[layer.name], reader.place) for layer in layers]


def _vectors_at(
    network: LoadedNetwork, inputs: Batch, chosen: dict[str, Int32]
) -> dict[str, Float32]:
    def take(name: str, output: torch.Tensor) -> torch.Tensor:
        # Inside the hook, so that whole maps are freed before the next layer.
        if not chosen[name].shape[2]:
            return output if output.ndim == _VECTORS else wide(output).mean((2, 3))
        row, column = torch.from_numpy(chosen[name]).to(output.device).unbind(2)
        sample = torch.arange(len(output), device=output.device)[:, None]
        return output[sample, :, row, column].flatten(0, 1)

    with torch.inference_mode():
        outputs = forward_to(network, chosen, inputs, take)
    return {name: _stored(name, output) for name, output in outputs.items()}


def _stored(layer: str, output: torch.Tensor) -> Float32:
    vectors: Float32 = single(output).numpy()
    if output.dtype == torch.float64 and np.isinf(vectors).any() and not output.isinf().any():
        raise ActivationError(
            f"layer {layer!r} has values up to {float(output.abs().max()):.3g}, and rows are "
            "stored in single precision, up to 3.4e+38; publish another layer, or scale it"
        )
    return vectors


def _check_finite(layer: str, vectors: Float32, samples: Sequence[Sample]) -> None:
    broken = ~np.isfinite(vectors)
    if broken.any():
        row = int(broken.any(axis=1).argmax())
        first = samples[row * len(samples) // len(vectors)]
        raise ActivationError(
            f"layer {layer!r}: {int(broken.sum()):,} of {broken.size:,} activation values are NaN "
            f"or infinite, the first for {first.origin!r}; check the weights and the preprocessing"
        )


def _joined(layer: LayerInfo, parts: list[Float32], drawn: Int32, place: Place) -> Rows:
    n_samples, per_sample, n_coordinates = drawn.shape
    return Rows(
        layer=layer,
        vectors=np.concatenate(parts),
        sample=np.repeat(np.arange(n_samples, dtype=np.int32), per_sample),
        place=place if n_coordinates else "whole",
        position=drawn.reshape(n_samples * per_sample, n_coordinates),
    )
