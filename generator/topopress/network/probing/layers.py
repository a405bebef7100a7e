"""Finds the layers of a network that output a feature map."""

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import torch
from torch import nn

from topopress.network.types import LayerInfo

_MAP_DIMENSIONS = 4


@dataclass(frozen=True, slots=True)
class FoundLayers:
    """The layers of a network in forward order.

    Attributes:
        layers: Those that can be published.
        others: Why each other sub-module cannot, by its name.
        outputs: Number of the network's outputs, None if its result is not a vector.
    """

    layers: tuple[LayerInfo, ...]
    others: Mapping[str, str]
    outputs: int | None


def find_layers(module: nn.Module, inputs: torch.Tensor) -> FoundLayers:
    """Find the layers with one forward pass over inputs, shape (n, 3, side, side).

    A layer is a sub-module that runs exactly once, so that its name is unambiguous, and that
    outputs a square map (n, n_channels, height, width) of real numbers. The channels-last maps of
    Swin transformers are not square.
    """
    results: dict[str, _Output] = {}
    calls: Counter[str] = Counter()

    def watch(name: str, result: object) -> None:
        calls[name] += 1
        results[name] = _Output(result)

    compiled = _compiled(module)
    names = [name for name, _ in module.named_modules() if name]
    with ExitStack() as hooks, torch.no_grad():
        for name in names:
            if name in compiled:
                continue
            hook = module.get_submodule(name).register_forward_hook(
                lambda _module, _inputs, result, name=name: watch(name, result)
            )
            hooks.enter_context(hook)
        result = module(inputs)
    ran = [*results, *(name for name in names if name not in results)]
    reasons = {name: _why_not(results.get(name), calls[name]) for name in ran}
    reasons |= dict.fromkeys(compiled, "it is compiled by torch.jit, which lets nobody look inside")
    layers = tuple(
        LayerInfo.of_map(name, *output.shape[1:])
        for name, output in results.items()
        if not reasons[name]
    )
    is_vector = isinstance(result, torch.Tensor) and result.ndim == 2  # noqa: PLR2004
    return FoundLayers(
        layers=layers,
        others={name: reason for name, reason in reasons.items() if reason},
        outputs=int(result.shape[1]) if is_vector else None,
    )


def _compiled(module: nn.Module) -> list[str]:
    """Return the names of the sub-modules that torch.jit compiled, which take no hooks."""
    named = module.named_modules()
    return [name for name, part in named if isinstance(part, torch.jit.ScriptModule)]


class _Output:
    """Type, shape and numbers of a sub-module's result."""

    def __init__(self, result: object) -> None:
        tensor = result if isinstance(result, torch.Tensor) else None
        self.kind, self.is_tensor = type(result).__name__, tensor is not None
        self.shape: tuple[int, ...] = () if tensor is None else tuple(map(int, tensor.shape))
        self.is_real = tensor is not None and tensor.is_floating_point()
        self.numbers = "" if tensor is None else str(tensor.dtype)


def _why_not(result: _Output | None, calls: int) -> str:
    """Return why a sub-module cannot be published; "" if it can."""
    if result is None:
        return "it does not run in a forward pass"
    if calls > 1:
        return f"it runs {calls} times in a forward pass"
    return _not_a_map(result)


def _not_a_map(result: _Output) -> str:
    shape = result.shape
    if not result.is_tensor:
        return f"it outputs a {result.kind}, not a tensor"
    if len(shape) != _MAP_DIMENSIONS or not all(shape):
        return f"its output of shape {shape} is not a feature map (n, n_channels, height, width)"
    if shape[2] != shape[3]:
        return f"its map of {shape[2]} x {shape[3]} positions is not square"
    if not result.is_real:
        return f"it outputs {result.numbers}, and only real numbers such as torch.float32 count"
    return ""
