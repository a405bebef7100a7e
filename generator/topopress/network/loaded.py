"""A network in memory, ready to be probed."""

from dataclasses import dataclass

import torch
from torch import nn

from topopress.core.arrays import Uint8
from topopress.network.preprocessing import Preprocessing
from topopress.network.types import NetworkInfo


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """What an adapter returns: a module as its library builds it, and what is known of it."""

    module: nn.Module
    preprocessing: Preprocessing
    weights: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LoadedNetwork:
    """A network ready to be probed: in evaluation mode, its weights frozen.

    Attributes:
        info: What can be said of it without holding it.
        module: Takes (n, 3, height, width), already normalised.
        preprocessing: How a picture becomes an input.
        device: Where the module lies; inputs must be moved there.
        memory_format: How it likes its inputs laid out.
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
