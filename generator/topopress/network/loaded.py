"""A network in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from topopress.core.errors import NetworkError
from topopress.network.own.blame import blamed, raised_in
from topopress.network.own.code import close_own_code, running_modules
from topopress.network.preprocessing import Preprocessing
from topopress.network.types import DescribedNetwork, InputReader
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
        folder: Folder of the exploration, where an author's code may lie.
    """

    info: DescribedNetwork
    module: nn.Module
    preprocessing: Preprocessing
    device: torch.device
    memory_format: torch.memory_format = torch.contiguous_format
    folder: Path = Path()

    def inputs(
        self, reader: InputReader, samples: Sequence[Sample], batch_size: int
    ) -> Iterator[tuple[slice, torch.Tensor]]:
        """Yield batches: which of the samples, and their inputs (n, ...) on the device."""
        for start in range(0, len(samples), batch_size):
            part = slice(start, start + batch_size)
            inputs = [reader.network_input(sample, self) for sample in samples[part]]
            yield part, torch.stack(inputs).to(self.device)

    def blame(self, error: BaseException) -> NetworkError | None:
        """Return the error for a user if the code of the network's author raised it, else None."""
        if not raised_in(error, {module.__file__ or "" for module in running_modules()}):
            return None
        return blamed(error, f"network.name: {self.info.name} fails")

    def close(self) -> None:
        """Forget the modules that an author's code has imported."""
        close_own_code()
