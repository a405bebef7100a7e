"""Collects the activation vectors of a chunk of samples, in batches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from topopress.activations.capture import forward_to
from topopress.activations.sampling import positions
from topopress.activations.types import ActivationMatrix
from topopress.config.schema import Activations
from topopress.core.arrays import Float32, Int32
from topopress.core.errors import ActivationError
from topopress.network.loaded import LoadedNetwork
from topopress.network.types import LayerInfo, SampleReader
from topopress.samples.types import Sample

# Increase it when rows change for the same network and samples.
COLLECT_VERSION = 1


def collect_chunk(
    network: LoadedNetwork,
    reader: SampleReader,
    samples: Sequence[Sample],
    *,
    layers: Sequence[LayerInfo],
    settings: Activations,
    seed: int,
) -> dict[str, ActivationMatrix]:
    """Return each layer's rows for the samples, sample by sample.

    A row depends on its sample, the network and the seed. Batch size and other samples change it
    only by rounding.

    Args:
        network: The network.
        reader: Reads the samples.
        samples: A chunk of the samples; ``sample`` of each matrix starts at 0 for its first one.
        layers: Layers of the network, from ``require_layers``.
        settings: Choice of positions, and samples per forward pass.
        seed: The exploration's seed, for random positions.

    Raises:
        ActivationError: A layer's rows have values that are NaN or infinite.
        DataError: A picture is missing or has changed.
    """
    parts: dict[str, list[Float32]] = {layer.name: [] for layer in layers}
    sampled = {layer.name: _sample_positions(layer, samples, settings, seed) for layer in layers}
    for start in range(0, len(samples), settings.batch_size):
        batch = samples[start : start + settings.batch_size]
        inputs = torch.stack([reader.network_input(sample, network) for sample in batch])
        part = {name: chosen.part(start, len(batch)) for name, chosen in sampled.items()}
        rows = _rows(network, inputs, part)
        for name, vectors in rows.items():
            _check_finite(name, vectors, part[name], batch)
            parts[name].append(vectors)
    return {layer.name: _matrix(layer, parts[layer.name], sampled[layer.name]) for layer in layers}


@dataclass(frozen=True, slots=True, eq=False)
class _SamplePositions:
    """The positions of some samples' rows in one layer: ``sample`` (n,), ``position`` (n, 2)."""

    sample: Int32
    position: Int32
    per_sample: int

    def part(self, start: int, count: int) -> "_SamplePositions":
        """Return the positions of ``count`` samples from ``start``; indices start at 0."""
        rows = slice(start * self.per_sample, (start + count) * self.per_sample)
        return _SamplePositions(self.sample[rows] - start, self.position[rows], self.per_sample)


def _sample_positions(
    layer: LayerInfo, samples: Sequence[Sample], settings: Activations, seed: int
) -> _SamplePositions:
    drawn = [positions(settings, layer, sample_id=sample.id, seed=seed) for sample in samples]
    per_sample = len(drawn[0]) if drawn else 0
    return _SamplePositions(
        sample=np.repeat(np.arange(len(samples), dtype=np.int32), per_sample),
        position=np.concatenate(drawn) if drawn else np.empty((0, 2), np.int32),
        per_sample=per_sample,
    )


def _rows(
    network: LoadedNetwork, inputs: torch.Tensor, sampled: dict[str, _SamplePositions]
) -> dict[str, Float32]:
    def take(name: str, output: torch.Tensor) -> torch.Tensor:
        # Inside the hook, so that whole maps are freed before the next layer.
        chosen = sampled[name]
        if chosen.position[0, 0] < 0:
            return output.mean((2, 3))
        sample = torch.from_numpy(chosen.sample).to(output.device)
        row, column = torch.from_numpy(chosen.position).to(output.device).unbind(1)
        return output[sample, :, row, column]

    with torch.inference_mode():
        outputs = forward_to(network, sampled, inputs, take)
    return {name: output.to("cpu", torch.float32).numpy() for name, output in outputs.items()}


def _check_finite(
    layer: str, vectors: Float32, sampled: _SamplePositions, samples: Sequence[Sample]
) -> None:
    broken = ~np.isfinite(vectors)
    if not broken.any():
        return
    first = samples[sampled.sample[broken.any(axis=1).argmax()]]
    raise ActivationError(
        f"layer {layer!r}: {int(broken.sum()):,} of {broken.size:,} activation values are NaN or "
        f"infinite, the first for {first.origin!r}; check the weights and the preprocessing"
    )


def _matrix(layer: LayerInfo, parts: list[Float32], sampled: _SamplePositions) -> ActivationMatrix:
    empty = np.empty((0, layer.channels), np.float32)
    return ActivationMatrix(
        layer=layer,
        vectors=np.concatenate([empty, *parts]),
        sample=sampled.sample,
        position=sampled.position,
    )
