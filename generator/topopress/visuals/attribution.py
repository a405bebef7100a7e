"""Class attribution of activation vectors: activation times gradient of each logit.

Source: Olah, Satyanarayan, Johnson, Carter, Schubert, Ye and Mordvintsev, "The Building Blocks of
Interpretability", Distill 2018. The attribution is exact if the network after the layer is linear.

The values for all classes are one directional derivative: that of the logits along the layer's
output at one position. Their correlation with the effect of zero ablation measures how far the
linearisation holds.
"""

import warnings
from collections.abc import Callable, Iterable

import numpy as np
import torch
from torch import Tensor, nn
from torch.autograd import forward_ad

from topopress.core.arrays import Float32, Float64, Int32
from topopress.core.progress import SILENT, Progress
from topopress.mapper.head import are_probabilities
from topopress.network.loaded import LoadedNetwork
from topopress.network.numbers import single, wide
from topopress.network.taps import Tap, replaced
from topopress.visuals.plain_attention import plain_attention
from topopress.visuals.redirected_relu import without_redirected_relu

Method = Callable[[nn.Module, Tap, Tensor, Int32], Tensor]
"""Module, tap, inputs and positions -> the derivatives of all logits, (n, n_classes)."""


class NoClasses(Exception):
    """A layer has no class attribution; the message is the reason."""


def attribute(
    network: LoadedNetwork,
    layer: str,
    batches: Iterable[tuple[Tensor, Int32]],
    progress: Progress = SILENT,
) -> tuple[Float32, str]:
    """Return the class attribution of the activation at each position, and a key of ``METHODS``.

    Batches are pairs of inputs (n, n_inputs, height, width) on the network's device, and positions:
    row and column of one activation of each on the layer's map, shape (n, 2), or (n, 0) for the
    whole map. The batch size changes values only by rounding. Values, shape (n, n_classes), are
    logits minus their mean over the classes, which no softmax sees.

    Raises:
        NoClasses: The network has no classes, or the logits have no derivative with respect to
            the layer.
    """
    values, name, tap = [], "", _tap(network, layer)
    for inputs, positions in batches:
        with without_redirected_relu(network.module), plain_attention():
            name = name or choose_method(network.module, tap, inputs[:1], positions[:1])
            values.append(_centred(METHODS[name](network.module, tap, inputs, positions)))
        progress.advance(len(inputs))
    found = np.concatenate(values)
    if not found.any():
        raise NoClasses("the classes do not depend on the layer at these positions")
    return found, name


def agreement(
    network: LoadedNetwork, layer: str, batches: Iterable[tuple[Tensor, Int32]], values: Float32
) -> Float64:
    """Return the correlation of attributions (n, n_classes) with the effect of zero ablation.

    It is taken over the classes, shape (n,), and is 0 where either is the same for all classes.
    """
    effects, tap = [], _tap(network, layer)
    for inputs, positions in batches:
        with torch.no_grad():
            whole = _logits(network.module(inputs))
        effects.append(_centred(whole - _ablated(network.module, tap, inputs, positions)))
    return _correlation(values, np.concatenate(effects))


def choose_method(module: nn.Module, tap: Tap, inputs: Tensor, positions: Int32) -> str:
    """Return the first of ``METHODS`` that the network after a tap supports.

    Raises:
        NoClasses: The network supports none, or has no classes.
    """
    reasons = []
    for name, method in METHODS.items():
        try:
            method(module, tap, inputs, positions)
        except RuntimeError as error:  # an operation without a derivative
            reasons.append(f"{name}: {str(error).splitlines()[0]}")
        else:
            return name
    raise NoClasses("; ".join(reasons))


def forward_mode(module: nn.Module, tap: Tap, inputs: Tensor, positions: Int32) -> Tensor:
    """Return the derivatives by forward-mode differentiation with dual numbers."""

    def inject(output: Tensor) -> Tensor:
        with warnings.catch_warnings():
            # The first use compiles torch's decompositions, with a FutureWarning of torch's own.
            warnings.simplefilter("ignore", FutureWarning)
            dual: Tensor = forward_ad.make_dual(  # type: ignore[no-untyped-call]
                output, _only_at(output, positions)
            )
        return dual

    # Forward mode works with gradients off. In-place operations after the layer change value and
    # tangent alike.
    with torch.no_grad(), forward_ad.dual_level(), replaced(module, tap, inject):
        logits = _logits(module(inputs))
        tangent: Tensor | None = forward_ad.unpack_dual(logits).tangent  # type: ignore[no-untyped-call]
        if tangent is None:
            raise NoClasses("the classes do not depend on the layer")
        return tangent.clone()


def double_backward(module: nn.Module, tap: Tap, inputs: Tensor, positions: Int32) -> Tensor:
    """Return the derivatives by reverse mode, for operations without forward mode.

    The gradient of v . logits is linear in v. The derivative with respect to v of its product with
    a direction is the derivative of the logits along that direction.
    """
    leaves: list[Tensor] = []

    def inject(output: Tensor) -> Tensor:
        leaves.append(output.detach().requires_grad_())
        return leaves[0].clone()  # an in-place operation must not change the leaf

    with torch.enable_grad(), replaced(module, tap, inject):
        logits = _logits(module(inputs))
        if not leaves or not logits.requires_grad:
            raise NoClasses("the classes do not depend on the layer")
        v = torch.zeros_like(logits, requires_grad=True)
        (gradient,) = torch.autograd.grad(logits, leaves[0], v, create_graph=True)
        along = (gradient * _only_at(leaves[0].detach(), positions)).sum()
        return torch.autograd.grad(along, v)[0]


METHODS: dict[str, Method] = {"forward mode": forward_mode, "double backward": double_backward}
"""Methods by name, in the order in which they are tried."""


def _ablated(module: nn.Module, tap: Tap, inputs: Tensor, positions: Int32) -> Tensor:
    """Return the logits with the activation at each position set to zero, (n, n_classes)."""
    with torch.no_grad(), replaced(module, tap, lambda out: out - _only_at(out, positions)):
        return _logits(module(inputs))


def _tap(network: LoadedNetwork, layer: str) -> Tap:
    tap = network.tap(layer)
    if tap is None:
        raise NoClasses("the network does not run the layer")
    return tap


def _only_at(output: Tensor, positions: Int32) -> Tensor:
    """Return the maps with zeros outside one position of each input, if there are positions.

    The output is a map, or vectors, which have no positions.
    """
    if not positions.shape[1]:
        return output.clone()
    alone = torch.zeros_like(output)
    item = torch.arange(len(output), device=output.device)
    row, column = torch.from_numpy(positions).to(output.device).unbind(1)
    alone[item, :, row, column] = output[item, :, row, column]
    return alone


def _logits(result: object) -> Tensor:
    if not isinstance(result, Tensor) or result.ndim != 2 or result.shape[1] < 2:  # noqa: PLR2004
        raise NoClasses("the network has no classes")
    if not are_probabilities(single(result.detach()).numpy()):
        return result
    # The logarithm of a softmax equals the logits up to a constant per sample.
    return result.clamp(min=torch.finfo(result.dtype).tiny).log()


def _centred(logits: Tensor) -> Float32:
    values = wide(logits).cpu().numpy()
    if not np.isfinite(values).all():
        raise NoClasses("its derivatives are NaN or infinite")
    centred: Float32 = (values - values.mean(axis=1, keepdims=True)).astype(np.float32)
    return centred


def _correlation(first: Float32, second: Float32) -> Float64:
    a, b = first.astype(np.float64), second.astype(np.float64)
    lengths = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    cosine: Float64 = np.divide(
        (a * b).sum(axis=1), lengths, out=np.zeros(len(a)), where=lengths > 0
    )
    return cosine
