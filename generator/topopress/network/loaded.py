"""A network in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import nn

from topopress.core.errors import NetworkError, TopopressError
from topopress.network.numbers import dtype_of
from topopress.network.own.blame import blamed, raised_in
from topopress.network.own.code import close_own_code, running_modules
from topopress.network.preprocessing import Preprocessing
from topopress.network.sample_inputs import Batch, SampleInputs, stacked, together
from topopress.network.taps import Tap, tap_named
from topopress.network.text_inputs import TextPreprocessing
from topopress.network.types import DescribedNetwork, InputReader
from topopress.samples.types import Sample

Prepared = Preprocessing | TextPreprocessing | SampleInputs
"""What turns samples into inputs of a network."""


@dataclass(frozen=True, slots=True, eq=False)
class BuiltNetwork:
    """The result of an adapter: a module, its preprocessing, and descriptions.

    ``channels_said`` is whether an author wrote how many channels an input has.
    """

    module: nn.Module
    prepared_by: Prepared
    weights: str
    classes: tuple[str, ...] = ()
    channels_said: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class LoadedNetwork:
    """A network in evaluation mode with frozen weights.

    Attributes:
        info: Description of the network.
        module: Module for normalised inputs, shape (n, n_channels, height, width), or for windows
            of texts.
        prepared_by: Turns a picture or a text into an input; or inputs of an author's own.
        device: Device of the module; inputs must be moved there.
        memory_format: Best memory format of pictures.
        folder: Folder of the exploration, where an author's code may lie.
        taps: Where layers are, by name; those may be missing that the name alone leads to.
    """

    info: DescribedNetwork
    module: nn.Module
    prepared_by: Prepared
    device: torch.device
    memory_format: torch.memory_format = torch.contiguous_format
    folder: Path = Path()
    taps: Mapping[str, Tap] = field(default_factory=dict)

    @property
    def preprocessing(self) -> Preprocessing:
        """What turns a picture into an input.

        Raises:
            NetworkError: The network reads texts.
        """
        if isinstance(self.prepared_by, Preprocessing):
            return self.prepared_by
        raise NetworkError(f"network.name: {self.info.name} reads texts, and is shown pictures")

    @property
    def texts(self) -> TextPreprocessing:
        """What turns texts into inputs.

        Raises:
            NetworkError: The network is shown pictures.
        """
        if isinstance(self.prepared_by, TextPreprocessing):
            return self.prepared_by
        raise NetworkError(f"network.name: {self.info.name} is shown pictures, and gets texts")

    @property
    def reads_texts(self) -> bool:
        """Whether the network reads texts; otherwise it is shown pictures."""
        return isinstance(self.prepared_by, TextPreprocessing)

    @property
    def samples(self) -> SampleInputs | None:
        """The inputs of an author's own; None for a network of pictures or texts."""
        return self.prepared_by if isinstance(self.prepared_by, SampleInputs) else None

    @property
    def dtype(self) -> torch.dtype:
        """Type of the numbers of inputs."""
        return dtype_of(self.module)

    @property
    def is_double(self) -> bool:
        """Whether inputs have double precision."""
        return self.dtype == torch.float64

    def normalised(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return the inputs for pixels in 0..1, on the device and in the numbers of the module."""
        return normalised(self.preprocessing, pixels.to(self.device), self.dtype)

    def tap(self, layer: str) -> Tap | None:
        """Return where in the module the output of a layer is; None if it is nowhere."""
        return self.taps.get(layer) or tap_named(self.module, layer)

    def run(self, batch: Batch) -> object:
        """Return the module's result for a batch of inputs, which is moved to the device."""
        return run_module(self.module, batch, self.device)

    def inputs(
        self, reader: InputReader, samples: Sequence[Sample], batch_size: int
    ) -> Iterator[tuple[slice, torch.Tensor]]:
        """Yield batches as ``batches`` does, of inputs that are one tensor for each sample."""
        for part, batch in self.batches(reader, samples, batch_size):
            if not isinstance(batch, torch.Tensor):
                raise TypeError("the network has several inputs")
            yield part, batch

    def batches(
        self, reader: InputReader, samples: Sequence[Sample], batch_size: int
    ) -> Iterator[tuple[slice, Batch]]:
        """Yield batches: which of the samples, and their inputs (n, ...) on the device.

        The inputs of a batch have one form.
        """
        for start in range(0, len(samples), batch_size):
            chunk = samples[start : start + batch_size]
            inputs = [reader.network_input(sample, self) for sample in chunk]
            for part in together(inputs):
                yield slice(start + part.start, start + part.stop), self.batch(inputs[part])

    def batch(self, inputs: Sequence[Batch]) -> Batch:
        """Return a batch of inputs of one form, on the device and in the numbers of the module."""
        return stacked(inputs, self.device, self.dtype)

    def blame(self, error: BaseException) -> TopopressError | None:
        """Return the error for a user if the code of the network's author raised it, else None."""
        if not raised_in(error, {module.__file__ or "" for module in running_modules()}):
            return None
        return blamed(error, f"network.name: {self.info.name} fails")

    def close(self) -> None:
        """Forget the modules that an author's code has imported."""
        close_own_code()


def normalised(
    preprocessing: Preprocessing, pixels: torch.Tensor, dtype: torch.dtype
) -> torch.Tensor:
    """Return the inputs for pixels in 0..1; they are rounded once, at the end."""
    exact = pixels.double() if dtype == torch.float64 else pixels
    return preprocessing.normalise(exact).to(dtype)


def run_module(module: nn.Module, batch: Batch, device: torch.device) -> object:
    """Return a module's result for a batch: one argument, or arguments by name."""
    if isinstance(batch, torch.Tensor):
        return module(batch.to(device))
    return module(**{name: tensor.to(device) for name, tensor in batch.items()})
