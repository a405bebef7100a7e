"""Finds the layers of a network that is shown inputs of an author's own.

A layer is a tensor of real numbers in the output of a sub-module's call, with one axis for the
inputs, one for the channels, and any further ones, whose positions are no places of a picture.
Which axis holds the channels follows from the modules that made the tensor, see ``channel_axis``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import torch
from torch import nn

from topopress.network.loaded import run_module
from topopress.network.numbers import dtype_of
from topopress.network.probing.channel_axis import Channels, channel_axis, channels_said
from topopress.network.probing.layers import FoundLayers, n_outputs
from topopress.network.probing.outputs import Part, Recorded, not_run, record
from topopress.network.sample_inputs import Batch, SampleInputs, stacked
from topopress.network.taps import Tap
from topopress.network.types import LayerInfo, MapShape, SequenceShape, VectorShape
from topopress.network.views import AnyPositions

AT_ONCE = 3
_VECTOR, _ONE_AXIS = 2, 3
Shape = tuple[int, ...]


def find_sample_layers(
    module: nn.Module, samples: SampleInputs, device: torch.device
) -> FoundLayers:
    """Find the layers with a forward pass over one sample, over three, and over one of each form.

    A layer is a vector (n, n_channels), a map where inputs of one form always give as many
    positions, or a sequence where the number of positions differs between samples.
    """

    def passed(inputs: Sequence[Batch]) -> Recorded:
        batch = stacked(inputs, device, dtype_of(module))
        return record(module, partial(run_module, module, batch, device))

    alone, several = passed(samples.shown(1)), passed(samples.shown(AT_ONCE))
    others = [passed([each]) for each in samples.others]
    said = channels_said(module, alone)
    layers: list[LayerInfo] = []
    taps: dict[str, Tap] = {}
    reasons: dict[str, str] = {}
    for tap, part in alone.parts.items():
        name = alone.name(tap)
        shapes = [each.parts.get(tap) for each in (several, *others)]
        found = _why_not(part, shapes) or _layer(_shapes(part, shapes), said[tap])
        if isinstance(found, str):
            reasons[name] = found
            continue
        info, axis = found
        layers.append(replace(info, name=name))
        view = None if isinstance(info.output, VectorShape) else AnyPositions(axis)
        taps[name] = replace(tap, view=view)
    more: Mapping[str, str] = alone.whole() | not_run(module, alone)
    return FoundLayers(tuple(layers), reasons | dict(more), n_outputs(alone.result), taps)


def _why_not(part: Part, others: Sequence[Part | None]) -> str:
    """Return why a part of an output is no layer, whatever its channels are; "" for no reason."""
    if part.shape is None:
        return f"it is a {part.kind}, not a tensor"
    if not part.is_real:
        return f"it outputs {part.numbers}, and only real numbers such as torch.float32 count"
    if len(part.shape) < _VECTOR or not all(part.shape):
        return f"its output of shape {part.shape} has no axis of channels"
    return _differs(part.shape, [each.shape if each else None for each in others])


def _differs(shape: Shape, others: Sequence[Shape | None]) -> str:
    """Return why the shapes of an output for several samples belong to no layer."""
    several, *_ = others
    if not all(others):
        return "it does not run for every sample"
    if shape[0] != 1 or several != (AT_ONCE, *shape[1:]):
        return (
            f"its output of shape {shape} for one sample is {several} for {AT_ONCE}; its first "
            "axis is not that of the samples"
        )
    if any(len(each or ()) != len(shape) for each in others):
        return "its number of axes differs between samples"
    return ""


def _shapes(part: Part, others: Sequence[Part | None]) -> list[Shape]:
    """Return the shapes of an output for one sample each, without the axis of the samples."""
    return [(each.shape or ())[1:] for each in (part, *others) if each is not None]


def _layer(shapes: Sequence[Shape], said: Channels) -> tuple[LayerInfo, int] | str:
    """Return a layer and the axis of its channels in a batch, or why there is none."""
    first = shapes[0]
    same = [len({shape[axis] for shape in shapes}) == 1 for axis in range(len(first))]
    if len(first) == 1:
        if same[0]:
            return LayerInfo("", first[0], VectorShape()), 1
        return "the length of its vectors differs between samples"
    axis = channel_axis(first, same, said)
    if axis is None:
        return (
            f"which axis of its output of shape (n, {', '.join(map(str, first))}) holds the "
            "channels is not known. Let a module, such as nn.Identity, return it as (n, "
            "n_channels), or let the last layer before it be one of torch's"
        )
    positions = [size for k, size in enumerate(first) if k != axis]
    is_fixed = all(each for k, each in enumerate(same) if k != axis)
    height, *rest = positions if len(positions) > 1 else (1, *positions)
    width = 1
    for size in rest:
        width *= size
    output = MapShape(height, width) if is_fixed else SequenceShape()
    return LayerInfo("", first[axis], output), axis + 1
