"""Descriptions of a network and its layers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from topopress.core.arrays import Float32
from topopress.samples.types import Sample

if TYPE_CHECKING:
    from torch import Tensor

    from topopress.network.loaded import LoadedNetwork


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """Name of a layer, and shape of its output for the network's input size."""

    name: str
    channels: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class NetworkInfo:
    """Description of a network.

    Attributes:
        name: The name given in the configuration, such as ``torchvision:googlenet``.
        digest: SHA-256 that changes with architecture, weights, preprocessing and library version.
        weights: Readable description of the weights, one line.
        parameters: Number of weights.
        input_size: Height and width of an input, in pixels.
        preprocessing: Readable description of the preprocessing, one line.
        layers: Layers whose output is a feature map, in forward order.
        classes: Names of the outputs; empty if unknown.
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
