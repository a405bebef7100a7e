"""A network in memory."""

from dataclasses import dataclass

import torch
from torch import nn

from topopress.core.arrays import Uint8
from topopress.network.preprocessing import Preprocessing
from topopress.network.types import NetworkInfo


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

    def prepare(self, picture: Uint8) -> torch.Tensor:
        """Return the input, shape (3, height, width), for a picture (height, width, 3)."""
        return self.preprocessing.prepare(picture)

    def normalise(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return the inputs for pixels in 0..1, shape (n, 3, height, width); differentiable."""
        return self.preprocessing.normalise(pixels)
