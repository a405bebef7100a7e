"""What a network gives for samples if a block is skipped, or a linear map stands in its place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
import torch

from topopress.activations.class_outputs import class_outputs
from topopress.activations.collect import collect_chunk
from topopress.activations.row_means import means_of_rows
from topopress.activations.types import RowReader, Rows
from topopress.config.schema import Activations
from topopress.core.arrays import Float32, Int32, Int64
from topopress.core.errors import ActivationError
from topopress.core.progress import Progress
from topopress.network.blocks import Passed, find_blocks
from topopress.network.loaded import LoadedNetwork
from topopress.network.sample_inputs import Batch
from topopress.network.stand_ins import (
    Function,
    LeastSquares,
    Linear,
    channel_axis,
    recorded,
    standing_in,
)
from topopress.network.taps import tapped
from topopress.network.types import InputReader, LayerInfo, Place
from topopress.network.views import ChannelsLast
from topopress.samples.types import Sample

_MAP = 4
AT_ONCE = 16
"""Samples whose inputs are in memory together."""
Answer = Callable[[Float32, Int64], Int32]
"""Returns what outputs say, given the places of their samples."""


@dataclass(frozen=True, slots=True, eq=False)
class BlockAnswers:
    """What a network answers without its blocks; -1 where something cannot be put in their place.

    Attributes:
        blocks: Names, in forward order.
        after: Listed layers that are complete when each block begins.
        whole: What the whole network answers, shape (n_samples,).
        skipped: Without each block, shape (n_blocks, n_samples).
        linear: With the best linear map in its place, shape (n_blocks, n_samples).
    """

    blocks: tuple[str, ...]
    after: tuple[int, ...]
    whole: Int32
    skipped: Int32
    linear: Int32


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """What tests read: the network's class outputs, or the mean of a layer for each sample.

    ``layer`` is None for the class outputs.
    """

    network: LoadedNetwork
    reader: RowReader | InputReader
    layer: LayerInfo | None
    settings: Activations
    seed: int

    def __call__(self, samples: Sequence[Sample], seen: "Remembered") -> Float32:
        """Return the outputs, shape (n_samples, n_outputs); NaN for a sample without rows."""
        if self.layer is None:
            return class_outputs(self.network, seen, samples, batch_size=AT_ONCE)
        samples_of, means = means_of_rows(self._rows(samples, self.layer, seen))
        found = np.full((len(samples), self.layer.channels), np.nan, np.float32)
        found[samples_of] = means
        return found

    def _rows(self, samples: Sequence[Sample], layer: LayerInfo, seen: "Remembered") -> Rows:
        settings = self.settings.model_copy(update={"positions": "mean"})
        if self.network.reads_texts:
            reader: RowReader = self.reader  # type: ignore[assignment]
            return reader.collect(
                self.network, samples, layers=[layer], settings=settings, seed=self.seed
            )[0]
        return collect_chunk(
            self.network, seen, samples, layers=[layer], settings=settings, seed=self.seed
        )[0]


@dataclass(slots=True, eq=False)
class Remembered:
    """A reader that reads each sample once."""

    reader: InputReader
    place: Place = "cell"
    inputs: dict[str, Batch] = field(default_factory=dict)

    def positions(
        self, sample: Sample, layer: LayerInfo, settings: Activations, *, seed: int
    ) -> Int32:
        """Return the positions of a sample's rows."""
        return self.reader.positions(sample, layer, settings, seed=seed)

    def network_input(self, sample: Sample, network: LoadedNetwork) -> Batch:
        """Return the input of a sample."""
        if sample.id not in self.inputs:
            self.inputs[sample.id] = self.reader.network_input(sample, network)
        return self.inputs[sample.id]


def answers_without_blocks(  # noqa: PLR0913 - each by name
    outputs: Outputs,
    samples: Sequence[Sample],
    *,
    layers: Sequence[str],
    names: Sequence[str],
    answer: Answer,
    n_fit: int,
    progress: Progress,
) -> BlockAnswers:
    """Return what a network answers for samples without each of its blocks.

    Args:
        outputs: What answers are read from.
        samples: Samples that are shown to the network.
        layers: The layers that an author lists.
        names: Blocks that an author names; none for those that are found.
        answer: Reads answers from outputs.
        n_fit: Linear maps are fitted on so many samples, the first, and tested on the others.
        progress: Is told how far the work is.

    Raises:
        NetworkError: a block that an author names cannot be tested.
    """
    found, after = _found(outputs, samples[:2], layers, names)
    fits = dict(_fits(outputs.network, found))
    tested = BlockAnswers(
        tuple(found),
        tuple(after[name] for name in found),
        np.full(len(samples), -1, np.int32),
        np.full((len(found), len(samples)), -1, np.int32),
        np.full((len(found), len(samples)), -1, np.int32),
    )
    skips: dict[str, Function] = {
        name: _itself for name, each in found.items() if each.taken == each.given
    }
    progress.start("blocks skipped and replaced", len(samples))
    for rows in _chunks(range(n_fit)):
        _run(outputs, samples, rows, tested, answer, skips, {}, fits)
        progress.advance(len(rows))
    maps = {name: sums.solve() for name, sums in fits.items() if sums.n}
    for rows in _chunks(range(n_fit, len(samples))):
        _run(outputs, samples, rows, tested, answer, skips, maps, {})
        progress.advance(len(rows))
    progress.finish()
    return tested


def _itself(tensor: torch.Tensor) -> torch.Tensor:
    return tensor


def _chunks(rows: range) -> Iterator[range]:
    for start in range(rows.start, rows.stop, AT_ONCE):
        yield range(start, min(start + AT_ONCE, rows.stop))


def _run(  # noqa: PLR0913, PLR0917 - private, one call each
    outputs: Outputs,
    samples: Sequence[Sample],
    rows: range,
    tested: BlockAnswers,
    answer: Answer,
    skips: Mapping[str, Function],
    maps: Mapping[str, Linear],
    fits: Mapping[str, LeastSquares],
) -> None:
    """Fill in the answers for a few samples, which go through the network together."""
    chunk, places = samples[rows.start : rows.stop], np.arange(rows.start, rows.stop)
    module, seen = outputs.network.module, Remembered(outputs.reader)  # type: ignore[arg-type]
    with recorded(module, tested.blocks, fits) as kept:
        tested.whole[places] = answer(outputs(chunk, seen), places)
    ways: tuple[tuple[Mapping[str, Function], Int32], ...] = (
        (skips, tested.skipped),
        (maps, tested.linear),
    )
    for functions, said in ways:
        for k, name in enumerate(tested.blocks):
            if name in functions:
                # What is too large for a number without a block is no answer.
                with (
                    standing_in(module, tested.blocks, name, functions[name], kept),
                    suppress(ActivationError),
                ):
                    said[k, places] = answer(outputs(chunk, seen), places)


def _found(
    outputs: Outputs, samples: Sequence[Sample], layers: Sequence[str], names: Sequence[str]
) -> tuple[dict[str, Passed], Mapping[str, int]]:
    """Return the blocks, and how many of the layers are complete when each begins."""
    network, complete, after = outputs.network, set[str](), dict[str, int]()
    seen = Remembered(outputs.reader)  # type: ignore[arg-type]
    found = find_blocks(network.module, lambda: outputs(samples, seen), names)
    taps = {name: tap for name in layers if (tap := network.tap(name)) is not None}

    def begin(name: str) -> None:
        after.setdefault(name, len(complete))  # what a hook returns would take the input's place

    hooks = [
        network.module.get_submodule(name).register_forward_pre_hook(
            lambda *_, name=name: begin(name)
        )
        for name in found
    ]
    try:
        with tapped(network.module, taps, lambda name, _: complete.add(name)):
            outputs(samples, seen)
    finally:
        for hook in hooks:
            hook.remove()
    return found, after


def _fits(
    network: LoadedNetwork, found: Mapping[str, Passed]
) -> Iterator[tuple[str, LeastSquares]]:
    for name, each in found.items():
        tap = network.taps.get(name)
        last = tap is not None and isinstance(tap.view, ChannelsLast)
        axis = channel_axis(each.taken, each.given, last=last)
        if axis is not None:
            yield name, LeastSquares(axis, _size(each.given, axis))


def _size(given: tuple[int, ...], axis: int) -> tuple[int, int] | None:
    """Return height and width of a map; None for other tensors."""
    places = [length for k, length in enumerate(given) if k not in (0, axis)]
    return (places[0], places[1]) if len(given) == _MAP else None
