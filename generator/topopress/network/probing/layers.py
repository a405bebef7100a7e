"""Finds the layers of a network of pictures: all tensors in it that are maps or vectors."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import torch
from torch import nn

from topopress.network.probing.hidden_states import (
    NOWHERE,
    hidden_states,
    says_hidden_states,
)
from topopress.network.probing.layouts import Layouts
from topopress.network.probing.outputs import Part, Recorded, not_run, record
from topopress.network.probing.squares import answers, with_squares
from topopress.network.taps import Tap
from topopress.network.types import LayerInfo, VectorShape
from topopress.network.views import OneToken, PatchTokens, View

_VECTOR, _TOKENS, _MAP = 2, 3, 4
"""Number of axes."""


@dataclass(frozen=True, slots=True)
class FoundLayers:
    """The layers of a network in forward order.

    Attributes:
        layers: Those that can be published.
        others: Why everything else in the network cannot, by its name.
        outputs: Number of the network's outputs, None if its result is not a vector.
        taps: Where layers are, by name; those may be missing that the name alone leads to.
    """

    layers: tuple[LayerInfo, ...]
    others: Mapping[str, str]
    outputs: int | None
    taps: Mapping[str, Tap] = field(default_factory=dict)


NO_PATCHES = (
    "its output of shape {} may be a sequence, but its tokens do not answer to patches of the "
    "picture row by row; sequences of pictures that are no patches cannot be published"
)

Views = list[tuple[str, LayerInfo, View | None]]
"""Layers in one tensor: what their names add to the tensor's, what they are, how they are read."""


def find_layers(
    module: nn.Module, inputs: torch.Tensor, others: torch.Tensor, *, hidden: bool = False
) -> FoundLayers:
    """Find the layers with a forward pass over one picture and one over changed copies of it.

    A layer is a tensor of real numbers in the output of a sub-module's call; see ``taps`` for its
    name. It is

    - a map (n, n_channels, height, width), or with channels last,
    - a map whose positions are tokens, (n, n_tokens, n_channels). Tokens that stand for no patch,
      such as a class token, are vectors of their own: ``LAYER@0`` is the first token;
    - a vector (n, n_channels).

    What a tensor is follows from its answers to changes of the input: see ``squares``.

    Args:
        module: Module for pictures.
        inputs: A picture, shape (1, n_channels, height, width).
        others: What replaces parts of it, same shape.
        hidden: Whether the hidden states of a network of transformers get names, ``hidden.0`` for
            the embeddings and ``hidden.K`` after block K, as further names of layers. They come
            first.
    """
    alone = record(module, partial(module, inputs))
    changed = record(module, partial(module, with_squares(inputs, others)), answers)
    found = _views(alone, changed, (inputs.shape[2], inputs.shape[3]))
    named: list[tuple[str, Tap | None]] = [(alone.name(tap), tap) for tap in found]
    if hidden and says_hidden_states(module):
        run = partial(module, inputs, output_hidden_states=True)
        named = [*hidden_states(module, run, found).items(), *named]
    layers: list[LayerInfo] = []
    reasons: dict[str, str] = {}
    taps: dict[str, Tap] = {}
    for name, tap in named:
        views = NOWHERE if tap is None else found[tap]
        if tap is None or isinstance(views, str):
            reasons[name] = str(views)
            continue
        layers += [replace(info, name=name + suffix) for suffix, info, _ in views]
        taps |= {name + suffix: replace(tap, view=view) for suffix, _, view in views}
    return FoundLayers(
        layers=tuple(layers),
        others=reasons | alone.whole() | not_run(module, alone),
        outputs=n_outputs(alone.result),
        taps=taps,
    )


def n_outputs(result: object) -> int | None:
    """Return the number of a network's outputs; None if its result is no vector for each input."""
    axes: tuple[int, ...] = tuple(result.shape) if isinstance(result, torch.Tensor) else ()
    return int(axes[1]) if len(axes) == _VECTOR else None


def _views(alone: Recorded, changed: Recorded, size: tuple[int, int]) -> dict[Tap, Views | str]:
    """Return the layers in each tensor, or why there is none."""
    reasons = {tap: _why_not(part, changed.parts.get(tap)) for tap, part in alone.parts.items()}
    usable = {tap: changed.parts[tap] for tap, reason in reasons.items() if not reason}
    layouts = Layouts(usable, size)
    return {
        tap: reasons[tap] or _layers_in(layouts, tap, part.shape or ())
        for tap, part in alone.parts.items()
    }


def _why_not(part: Part, changed: Part | None) -> str:
    """Return why a part of an output cannot be published whatever its layout; "" for no reason."""
    shape, n_axes = part.shape, len(part.shape or ())
    if shape is None:
        return f"it is a {part.kind}, not a tensor"
    if not part.is_real:
        return f"it outputs {part.numbers}, and only real numbers such as torch.float32 count"
    if n_axes not in (_VECTOR, _TOKENS, _MAP) or not all(shape):
        return f"its output of shape {shape} is neither a map, nor tokens, nor a vector"
    if changed is None:
        return "it does not run for every input"
    if shape[0] != 1 or changed.shape != (5, *shape[1:]):
        return (
            f"its output of shape {shape} for one input is {changed.shape} for five; its first "
            "axis is not that of the inputs"
        )
    return ""


def _layers_in(layouts: Layouts, tap: Tap, shape: tuple[int, ...]) -> Views | str:
    """Return the layers in a tensor, or why there is none."""
    if len(shape) == _VECTOR:
        return [("", LayerInfo("", shape[1], VectorShape()), None)]
    if len(shape) == _TOKENS:
        patches = layouts.of_tokens(shape[1])
        return NO_PATCHES.format(shape) if patches is None else _of_tokens(shape, patches)
    layout = layouts.of_map(tap)
    if layout.reason:
        return f"its output of shape {shape} may be a map, but {layout.reason}"
    last = layout.view is not None
    channels, height, width = (shape[3], *shape[1:3]) if last else shape[1:]
    return [("", LayerInfo.of_map("", channels, height, width), layout.view)]


def _of_tokens(shape: tuple[int, ...], view: PatchTokens) -> Views:
    """Return a map of patches, and each token beside them as a vector."""
    channels, places = shape[2], [*range(view.before), *range(-view.after, 0)]
    apart: Views = [
        (f"@{place % shape[1]}", LayerInfo("", channels, VectorShape()), OneToken(place))
        for place in places
    ]
    return [("", LayerInfo.of_map("", channels, view.height, view.width), view), *apart]
