"""What is known of a network and of its layers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from topopress.core.arrays import Float32
from topopress.samples.types import Sample

if TYPE_CHECKING:
    from torch import Tensor

    from topopress.network.loaded import LoadedNetwork


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """One layer of a network for its own input size: name, and shape of its output."""

    name: str
    channels: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class NetworkInfo:
    """What can be said of a network without holding it in memory.

    Attributes:
        name: The name given in the configuration, such as ``torchvision:googlenet``.
        digest: SHA-256 that changes with architecture, weights, preprocessing and library version.
        weights: One line for people: which weights these are.
        parameters: Number of weights.
        input_size: Height and width of an input, in pixels.
        preprocessing: One line for people: how a picture becomes an input.
        layers: Layers whose output is a feature map, in forward order.
        classes: Names of the outputs, empty where unknown.
    """

    name: str
    digest: str
    weights: str
    parameters: int
    input_size: tuple[int, int]
    preprocessing: str
    layers: tuple[LayerInfo, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ClassOutputs:
    """What the head of a network puts out for each sample, shape (n_samples, n_classes)."""

    outputs: Float32


class SampleReader(Protocol):
    """Reads samples as inputs of a network."""

    def network_input(self, sample: Sample, network: "LoadedNetwork") -> "Tensor":
        """Return a sample as the network's module takes it, without the batch dimension.

        Raises:
            DataError: the input is gone or has changed since it was listed.
        """
