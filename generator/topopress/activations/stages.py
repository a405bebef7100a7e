"""The stages that run a network over all samples: activations, and the outputs of its head."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np

from topopress.activations.types import InputRange, RowReader, Rows, RowsWithMeans
from topopress.config.schema import Activations
from topopress.core.arrays import Int64
from topopress.network.layers import require_layers
from topopress.network.stages import NetworkResource, same_network
from topopress.network.types import (
    ClassOutputs,
    InputReader,
    LayerInfo,
    MapShape,
    NetworkHead,
    NetworkIdentity,
    NetworkInfo,
)
from topopress.samples.types import Sample, SampleTable
from topopress.stage.executor import Work
from topopress.stage.stage import Resource, batch

R = TypeVar("R")

CHUNK = 256
"""Samples whose results are committed together: about ten seconds of work."""


def input_range(
    work: Work,
    *,
    samples: SampleTable,
    network: NetworkInfo,
    opened: NetworkResource,
    inputs: Resource[InputReader],
) -> InputRange:
    """Return the range of the numbers that the network is shown."""
    from topopress.activations.input_range import measure_range

    loaded = same_network(work.open(opened), network.digest)
    return measure_range(loaded, work.open(inputs), samples.samples)


def activations(
    work: Work,
    *,
    layer: tuple[str, ...],
    samples: SampleTable,
    network: NetworkInfo,
    activations: Activations,
    together: int,
    seed: int,
    opened: NetworkResource,
    inputs: Resource[RowReader],
) -> Iterator[tuple[int, Rows]]:
    """Yield the rows of each layer. All layers of a chunk of samples come from one forward pass.

    The rows of ``together`` samples are stored at once.

    Raises:
        ActivationError: a layer's activations are not finite.
    """
    layers = require_layers(network, layer)
    chunks = _ordered_chunks(samples.samples, work.open(inputs), together)
    parts = _by_layer(
        work,
        activations_chunk,
        layers,
        [tuple(samples.samples[k] for k in chunk.tolist()) for chunk in chunks],
        together,
        network=network.identity,
        activations=activations,
        seed=seed,
        opened=opened,
        inputs=inputs,
    )
    for k, of_chunks in enumerate(parts):
        yield k, _joined(work, layers[k], chunks, of_chunks)


def _by_layer(
    work: Work,
    of_chunk: Callable[..., Iterator[tuple[int, R]]],
    layers: Sequence[LayerInfo],
    chunks: Sequence[tuple[Sample, ...]],
    together: int,
    **shared: object,
) -> Iterator[list[R]]:
    """Compute all layers of each chunk of samples; yield for each layer its parts."""
    stages = [
        batch(
            of_chunk,
            [f"{item}/{number * together:06d}" for item in work.items],
            own={"layer": layers},
            samples=chunk,
            **shared,
        )
        for number, chunk in enumerate(chunks)
    ]
    work.progress.start("activations", sum(map(len, chunks)))
    for chunk, of_layers in zip(chunks, stages, strict=True):
        work.compute(of_layers)
        work.progress.advance(len(chunk))
    work.progress.finish()
    for of_chunks in zip(*stages, strict=True):
        yield [work.part(one) for one in of_chunks]


def activations_chunk(
    work: Work,
    *,
    layer: tuple[LayerInfo, ...],
    samples: tuple[Sample, ...],
    network: NetworkIdentity,
    activations: Activations,
    seed: int,
    opened: NetworkResource,
    inputs: Resource[RowReader],
) -> Iterator[tuple[int, Rows]]:
    """Yield the rows of each layer for a chunk of samples."""
    loaded, reader = same_network(work.open(opened), network.digest), work.open(inputs)
    yield from enumerate(
        reader.collect(loaded, samples, layers=layer, settings=activations, seed=seed)
    )


def activations_with_means(
    work: Work,
    *,
    layer: tuple[str, ...],
    samples: SampleTable,
    network: NetworkInfo,
    activations: Activations,
    together: int,
    seed: int,
    opened: NetworkResource,
    inputs: Resource[RowReader],
) -> Iterator[tuple[int, RowsWithMeans]]:
    """Yield the rows of each layer as ``activations`` does, and the mean of each sample.

    The fields of ``Rows`` have the same bytes, so nothing that reads them alone is computed again.

    Raises:
        ActivationError: a layer's activations are not finite.
    """
    layers = require_layers(network, layer)
    chunks = _ordered_chunks(samples.samples, work.open(inputs), together)
    parts = _by_layer(
        work,
        activations_with_means_chunk,
        layers,
        [tuple(samples.samples[k] for k in chunk.tolist()) for chunk in chunks],
        together,
        network=network.identity,
        activations=activations,
        seed=seed,
        opened=opened,
        inputs=inputs,
    )
    for k, of_chunks in enumerate(parts):
        yield k, _joined_with_means(work, layers[k], chunks, of_chunks)


def activations_with_means_chunk(
    work: Work,
    *,
    layer: tuple[LayerInfo, ...],
    samples: tuple[Sample, ...],
    network: NetworkIdentity,
    activations: Activations,
    seed: int,
    opened: NetworkResource,
    inputs: Resource[RowReader],
) -> Iterator[tuple[int, RowsWithMeans]]:
    """Yield the rows of each layer, and the mean of each sample, for a chunk of samples."""
    from topopress.activations.means import means_taken, with_means

    loaded, reader = same_network(work.open(opened), network.digest), work.open(inputs)
    cells = activations.positions != "mean"
    maps = [one.name for one in layer if cells and isinstance(one.output, MapShape)]
    with means_taken(loaded, maps) as taken:
        rows = reader.collect(loaded, samples, layers=layer, settings=activations, seed=seed)
    for k, of_layer in enumerate(rows):
        yield k, with_means(of_layer, len(samples), taken.get(of_layer.layer.name, ()))


def class_outputs(
    work: Work,
    *,
    samples: SampleTable,
    network: NetworkHead,
    batch_size: int,
    asked: bool,
    opened: NetworkResource,
    inputs: Resource[InputReader],
) -> ClassOutputs:
    """Return what the head of a network puts out for each sample.

    Unless a setting has ``asked`` for it, a network without a head or without names of classes
    gives nothing, shape (n_samples, 0): what it puts out need not be about classes.

    Raises:
        NetworkError: the network has no head that gives one vector per input.
    """
    if not asked and (network.outputs is None or not network.classes):
        return ClassOutputs(np.empty((len(samples.samples), 0), np.float32))
    chunks = _chunks(samples)
    stages = batch(
        class_outputs_chunk,
        [f"{work.item}/{start:06d}" for start in chunks],
        own={"samples": list(chunks.values())},
        network=network.identity,
        batch_size=batch_size,
        opened=opened,
        inputs=inputs,
    )
    missing = [len(stages[k].settings["samples"]) for k in work.lacks(stages)]
    work.progress.start("class outputs", sum(missing))
    parts = [work.part(each).outputs for each in stages]
    work.progress.finish()
    joined = work.array("outputs", (len(samples.samples), parts[0].shape[1]), np.float32)
    return ClassOutputs(np.concatenate(parts, out=joined))


def class_outputs_chunk(
    work: Work,
    *,
    samples: tuple[tuple[Sample, ...], ...],
    network: NetworkIdentity,
    batch_size: int,
    opened: NetworkResource,
    inputs: Resource[InputReader],
) -> Iterator[tuple[int, ClassOutputs]]:
    """Yield the outputs of the head for each chunk of samples."""
    from topopress.activations.class_outputs import class_outputs

    loaded, reader = same_network(work.open(opened), network.digest), work.open(inputs)
    for k, chunk in enumerate(samples):
        found = class_outputs(loaded, reader, chunk, batch_size=batch_size)
        yield k, ClassOutputs(found)
        work.progress.advance(len(chunk))


def _chunks(samples: SampleTable) -> dict[int, tuple[Sample, ...]]:
    """Return the samples of each chunk, by the number of its first sample."""
    starts = range(0, len(samples.samples), CHUNK)
    return {start: samples.samples[start : start + CHUNK] for start in starts}


def _ordered_chunks(samples: Sequence[Sample], reader: RowReader, size: int) -> list[Int64]:
    """Return the places of the samples of each chunk, ascending; chunks are in the reader's order.

    What is shown together does not depend on the order within a chunk.
    """
    order = np.array(reader.order(samples), np.int64)
    return [np.sort(order[start : start + size]) for start in range(0, len(order), size)]


def _joined(work: Work, layer: LayerInfo, chunks: Sequence[Int64], parts: Sequence[Rows]) -> Rows:
    """Copy the chunks of a layer into one array on disk, in the order of the samples."""
    owner = np.concatenate([of[part.sample] for of, part in zip(chunks, parts, strict=True)])
    order = np.argsort(owner, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    vectors = work.array("vectors", (len(owner), layer.channels), np.float32)
    start = 0
    for part in parts:
        vectors[place[start : start + len(part.sample)]] = part.vectors
        start += len(part.sample)
    return Rows(
        layer=layer,
        vectors=vectors,
        sample=owner[order].astype(np.int32),
        place=parts[0].place,
        position=np.concatenate([part.position for part in parts])[order],
    )


def _joined_with_means(
    work: Work, layer: LayerInfo, chunks: Sequence[Int64], parts: Sequence[RowsWithMeans]
) -> RowsWithMeans:
    """Copy the chunks of a layer into arrays on disk, in the order of the samples."""
    rows = _joined(work, layer, chunks, parts)
    owner = np.concatenate([of[part.mean_of] for of, part in zip(chunks, parts, strict=True)])
    mean_of = np.sort(owner).astype(np.int32)
    means = work.array("means", (len(owner), layer.channels), np.float32)
    for of, part in zip(chunks, parts, strict=True):
        means[np.searchsorted(mean_of, of[part.mean_of])] = part.means
    return RowsWithMeans.of(rows, mean_of, means)
