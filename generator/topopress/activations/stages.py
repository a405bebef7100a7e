"""The stages that run a network over all samples: activations, and the outputs of its head."""

from collections.abc import Iterator, Sequence

import numpy as np

from topopress.activations.types import Rows
from topopress.config.schema import Activations
from topopress.network.layers import require_layers
from topopress.network.stages import NetworkResource
from topopress.network.types import ClassOutputs, LayerInfo, NetworkInfo, SampleReader
from topopress.samples.types import Sample, SampleTable
from topopress.stage.executor import Work
from topopress.stage.stage import Resource, batch

CHUNK = 256
"""Samples whose results are committed together: about ten seconds of work."""


def activations(
    work: Work,
    *,
    layer: tuple[str, ...],
    samples: SampleTable,
    network: NetworkInfo,
    activations: Activations,
    seed: int,
    opened: NetworkResource,
    inputs: Resource[SampleReader],
) -> Iterator[tuple[int, Rows]]:
    """Yield the rows of each layer. All layers of a chunk of samples come from one forward pass.

    Args:
        work: Stores each chunk.
        layer: Names of the layers.
        samples: The samples.
        network: The network.
        activations: Which positions become rows.
        seed: Seed of the exploration.
        opened: The network.
        inputs: Reads the samples.

    Raises:
        ActivationError: a layer's activations are not finite.
    """
    layers = require_layers(network, layer)
    chunks = [
        (
            start,
            batch(
                activations_chunk,
                [f"{item}/{start:06d}" for item in work.items],
                own={"layer": layers},
                samples=chunk,
                network=network.digest,
                activations=activations,
                seed=seed,
                opened=opened,
                inputs=inputs,
            ),
        )
        for start, chunk in _chunks(samples)
    ]
    work.progress.start("activations", len(samples.samples))
    for _, stages in chunks:
        work.compute(stages)
        work.progress.advance(len(stages[0].settings["samples"]))
    work.progress.finish()
    for k, info in enumerate(layers):
        parts = [(start, work.part(stages[k])) for start, stages in chunks]
        yield k, _joined(work, info, parts)


def activations_chunk(
    work: Work,
    *,
    layer: tuple[LayerInfo, ...],
    samples: tuple[Sample, ...],
    network: str,
    activations: Activations,
    seed: int,
    opened: NetworkResource,
    inputs: Resource[SampleReader],
) -> Iterator[tuple[int, Rows]]:
    """Yield the rows of each layer for a chunk of samples."""
    from topopress.activations.collect import collect_chunk

    matrices = collect_chunk(
        work.open(opened),
        work.open(inputs),
        samples,
        layers=layer,
        settings=activations,
        seed=seed,
    )
    yield from ((k, matrices[info.name]) for k, info in enumerate(layer))


def class_outputs(
    work: Work,
    *,
    samples: SampleTable,
    network: NetworkInfo,
    batch_size: int,
    opened: NetworkResource,
    inputs: Resource[SampleReader],
) -> ClassOutputs:
    """Return what the head of a network puts out for each sample.

    Raises:
        NetworkError: the network has no head that gives one vector per input.
    """
    work.progress.start("class outputs", len(samples.samples))
    parts = []
    for start, chunk in _chunks(samples):
        (part,) = batch(
            class_outputs_chunk,
            [f"{work.item}/{start:06d}"],
            own={"samples": [chunk]},
            network=network.digest,
            batch_size=batch_size,
            opened=opened,
            inputs=inputs,
        )
        parts.append((start, work.part(part).outputs))
        work.progress.advance(len(chunk))
    work.progress.finish()
    n_classes = parts[0][1].shape[1]
    joined = work.array("outputs", (len(samples.samples), n_classes), np.float32)
    for start, values in parts:
        joined[start : start + len(values)] = values
    return ClassOutputs(joined)


def class_outputs_chunk(
    work: Work,
    *,
    samples: tuple[tuple[Sample, ...], ...],
    network: str,
    batch_size: int,
    opened: NetworkResource,
    inputs: Resource[SampleReader],
) -> Iterator[tuple[int, ClassOutputs]]:
    """Yield the outputs of the head for each chunk of samples."""
    from topopress.activations.class_outputs import class_outputs

    for k, chunk in enumerate(samples):
        found = class_outputs(work.open(opened), work.open(inputs), chunk, batch_size=batch_size)
        yield k, ClassOutputs(found)


def _chunks(samples: SampleTable) -> Iterator[tuple[int, tuple[Sample, ...]]]:
    """Yield the number of the first sample of each chunk, and the samples."""
    for start in range(0, len(samples.samples), CHUNK):
        yield start, samples.samples[start : start + CHUNK]


def _joined(work: Work, layer: LayerInfo, parts: Sequence[tuple[int, Rows]]) -> Rows:
    """Copy the chunks of a layer one after the other into one array on disk."""
    n_rows = sum(len(chunk.sample) for _, chunk in parts)
    vectors = work.array("vectors", (n_rows, layer.channels), np.float32)
    filled = 0
    for _, chunk in parts:
        vectors[filled : filled + len(chunk.sample)] = chunk.vectors
        filled += len(chunk.sample)
    return Rows(
        layer=layer,
        vectors=vectors,
        sample=np.concatenate([c.sample + start for start, c in parts]).astype(np.int32),
        place=parts[0][1].place,
        position=np.concatenate([chunk.position for _, chunk in parts]),
    )
