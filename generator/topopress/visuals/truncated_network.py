"""The part of a network up to one layer, prepared for thousands of forward and backward passes.

It is a copy with frozen weights, and with batch normalisation folded into the convolutions before
it. Its forward pass ends with the layer. The original network does not change.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_weights

from topopress.activations.capture import forward_to
from topopress.network.copies import copy_of
from topopress.network.loaded import LoadedNetwork
from topopress.network.preprocessing import Preprocessing
from topopress.network.types import LayerInfo

_FOLDING_TOLERANCE = 1e-3

Features = Callable[[Tensor], Tensor]
"""Pictures in 0..1, shape (n, n_inputs, height, width) -> maps, shape (n, n_channels, h, w)."""


class TruncatedNetwork:
    """A network up to one layer, as a differentiable function of pictures.

    ======== ==============================================================
    input    (n, n_inputs, height, width), pixels in 0..1, single precision
    output   (n, n_channels, h, w), the layer's activations
    ======== ==============================================================
    """

    def __init__(self, network: LoadedNetwork, layer: LayerInfo) -> None:
        self.module = copy_of(network.module)
        self._copy = replace(network, module=self.module)
        self._layer = layer.name
        pixels = _noise(network.preprocessing, network.device)
        fold_batch_norms(self.module, lambda: self(pixels))

    def __call__(self, pixels: Tensor) -> Tensor:
        """Return the layer's activations for pixels in 0..1."""
        inputs = self._copy.normalised(pixels)
        inputs = inputs.contiguous(memory_format=self._copy.memory_format)
        layer = self._layer
        return forward_to(self._copy, [layer], inputs, lambda _layer, output: output)[layer]


def fold_batch_norms(module: nn.Module, run: Callable[[], Tensor]) -> int:
    """Fold batch normalisations into the convolutions before them, in place; return their number.

    One forward pass (``run``) shows which convolution feeds which normalisation. If the result then
    differs, because a convolution's output is used twice, all changes are undone. The module is in
    evaluation mode.
    """
    pairs, before = _watch_pairs(module, run)
    saved = [(conv, conv.weight, conv.bias, norm, norm.forward) for conv, norm in pairs]
    for conv, norm in pairs:
        _fold(conv, norm)
    with torch.no_grad():
        after = run()
    if after.shape == before.shape and _close(before, after):
        return len(pairs)
    for conv, weight, bias, norm, forward in saved:
        conv.weight, conv.bias = weight, bias
        norm.forward = forward  # type: ignore[method-assign]
    return 0


def _noise(shown: Preprocessing, device: torch.device) -> Tensor:
    shape = (1, shown.channels, *shown.input_size)
    return torch.rand(*shape, generator=torch.Generator().manual_seed(0)).to(device)


def _watch_pairs(
    module: nn.Module, run: Callable[[], Tensor]
) -> tuple[list[tuple[nn.Conv2d, nn.BatchNorm2d]], Tensor]:
    made: list[tuple[Tensor, nn.Conv2d]] = []  # keeps tensors alive: ids stay unique
    pairs: list[tuple[nn.Conv2d, nn.BatchNorm2d]] = []

    def conv_hook(conv: nn.Conv2d, _inputs: object, output: Tensor) -> None:
        made.append((output, conv))

    def norm_hook(norm: nn.BatchNorm2d, inputs: tuple[Tensor, ...]) -> None:
        pairs.extend((conv, norm) for output, conv in made if output is inputs[0])

    with ExitStack() as hooks, torch.no_grad():
        for child in module.modules():
            if isinstance(child, nn.Conv2d):
                hooks.enter_context(child.register_forward_hook(conv_hook))
            elif isinstance(child, nn.BatchNorm2d):
                hooks.enter_context(child.register_forward_pre_hook(norm_hook))
        return pairs, run()


def _fold(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
    mean, variance = norm.running_mean, norm.running_var
    if mean is None or variance is None:
        return
    conv.weight, conv.bias = fuse_conv_bn_weights(
        conv.weight, conv.bias, mean, variance, norm.eps, norm.weight, norm.bias
    )
    norm.forward = lambda input: input  # type: ignore[method-assign]


def _close(before: Tensor, after: Tensor) -> bool:
    return bool((before - after).abs().max() <= _FOLDING_TOLERANCE * before.abs().max())
