"""Descriptions of a network and its layers."""

from dataclasses import dataclass


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
