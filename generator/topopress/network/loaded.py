"""A network in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import nn

from topopress.network.preprocessing import Preprocessing
from topopress.network.types import NetworkInfo, SampleReader
from topopress.samples.types import Sample


@dataclass(frozen=True, slots=True, eq=False)
class BuiltNetwork:
    """The result of an adapter: a module, its preprocessing, and descriptions."""

    module: nn.Module
    preprocessing: Preprocessing
    weights: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LoadedNetwork:
    """A network in evaluation mode with frozen weights.

    Attributes:
        info: Description of the network.
        module: Module for normalised inputs, shape (n, 3, height, width).
        preprocessing: Turns a picture into an input.
        device: Device of the module; inputs must be moved there.
        memory_format: Best memory format of inputs.
    """

    info: NetworkInfo
    module: nn.Module
    preprocessing: Preprocessing
    device: torch.device
    memory_format: torch.memory_format = torch.contiguous_format

    def inputs(
        self, reader: SampleReader, samples: Sequence[Sample], batch_size: int
    ) -> Iterator[tuple[slice, torch.Tensor]]:
        """Yield batches: which of the samples, and their inputs (n, ...) on the device."""
        for start in range(0, len(samples), batch_size):
            part = slice(start, start + batch_size)
            inputs = [reader.network_input(sample, self) for sample in samples[part]]
            yield part, torch.stack(inputs).to(self.device)
