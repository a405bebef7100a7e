"""Finds the layers of a network that output a feature map."""

from collections import Counter
from contextlib import ExitStack

import torch
from torch import nn

from topopress.network.types import LayerInfo

_MAP_DIMENSIONS = 4


def find_layers(
    module: nn.Module, side: int, device: torch.device
) -> tuple[tuple[LayerInfo, ...], int | None]:
    """Return the layers in forward order, and the number of outputs (None if not a vector).

    This takes one forward pass over a square input of ``side`` pixels. A layer is a sub-module that
    runs exactly once, so that its name is unambiguous, and that outputs a square map (n,
    n_channels, height, width). The channels-last maps of Swin transformers are not square.
    """
    outputs: dict[str, torch.Size] = {}
    calls: Counter[str] = Counter()

    def watch(name: str, result: object) -> None:
        calls[name] += 1
        if isinstance(result, torch.Tensor):
            outputs[name] = result.shape

    with ExitStack() as hooks, torch.no_grad():
        for name, child in module.named_modules():
            if name:
                hook = child.register_forward_hook(lambda _m, _i, out, name=name: watch(name, out))
                hooks.enter_context(hook)
        result = module(torch.zeros(1, 3, side, side, device=device))
    shapes = {name: shape for name, shape in outputs.items() if calls[name] == 1}
    layers = tuple(
        LayerInfo.of_map(name, int(shape[1]), int(shape[2]), int(shape[3]))
        for name, shape in shapes.items()
        if len(shape) == _MAP_DIMENSIONS and min(shape) > 0 and shape[2] == shape[3]
    )
    is_vector = isinstance(result, torch.Tensor) and result.ndim == 2  # noqa: PLR2004
    return layers, int(result.shape[1]) if is_vector else None
