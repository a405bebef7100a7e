"""Finds the layers of a network of pictures: all tensors in it that are feature maps."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import nn

from topopress.network.probing.outputs import Part, not_run, record
from topopress.network.types import LayerInfo

_MAP_DIMENSIONS = 4
_NOT_YET = {
    2: "is a vector; vector layers of pictures cannot be published yet",
    3: "may be a sequence; sequences of pictures cannot be published yet",
}
"""Why layers of pictures that are no maps cannot be published, by their number of axes."""


@dataclass(frozen=True, slots=True)
class FoundLayers:
    """The layers of a network in forward order.

    Attributes:
        layers: Those that can be published.
        others: Why everything else in the network cannot, by its name.
        outputs: Number of the network's outputs, None if its result is not a vector.
        aliases: Names of taps, by the further names of layers.
    """

    layers: tuple[LayerInfo, ...]
    others: Mapping[str, str]
    outputs: int | None
    aliases: Mapping[str, str] = field(default_factory=dict)


def find_layers(module: nn.Module, inputs: torch.Tensor) -> FoundLayers:
    """Find the layers with one forward pass over inputs, shape (n, n_channels, height, width).

    A layer is a tensor in the output of a sub-module's call: a map (n, n_channels, height, width)
    of real numbers. See ``taps`` for its name.
    """
    recorded = record(module, lambda: module(inputs))
    layers: list[LayerInfo] = []
    others: dict[str, str] = {}
    for tap, part in recorded.parts.items():
        name, reason = recorded.name(tap), _why_not(part)
        if reason:
            others[name] = reason
        else:
            layers.append(LayerInfo.of_map(name, *(part.shape or ())[1:]))
    result = recorded.result
    axes = result.shape if isinstance(result, torch.Tensor) else ()
    return FoundLayers(
        layers=tuple(layers),
        others=others | recorded.whole() | not_run(module, recorded),
        outputs=int(axes[1]) if len(axes) == 2 else None,  # noqa: PLR2004
    )


def _why_not(part: Part) -> str:
    """Return why a part of an output cannot be published; "" if it can."""
    shape = part.shape
    if shape is None:
        return f"it is a {part.kind}, not a tensor"
    if len(shape) != _MAP_DIMENSIONS or not all(shape):
        yet = _NOT_YET.get(len(shape)) if all(shape) else None
        not_a_map = "is not a feature map (n, n_channels, height, width)"
        return f"its output of shape {shape} {yet or not_a_map}"
    if not part.is_real:
        return f"it outputs {part.numbers}, and only real numbers such as torch.float32 count"
    return ""
