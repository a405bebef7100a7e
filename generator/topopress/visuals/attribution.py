"""Which classes an activation speaks for: the linearisation of the network behind its layer.

The attribution of Olah, Satyanarayan, Johnson, Carter, Schubert, Ye and Mordvintsev, "The Building
Blocks of Interpretability", Distill 2018: the activation vector at one position times the gradient
of a class's logit there. It says how the logit would change at first if this one vector grew; it is
exact where the rest of the network is linear.

For all classes at once it is one directional derivative: that of all logits along the layer's
output at the position, zero elsewhere. How far the linearisation can be trusted is measured by
what it foretells: what the logits lose when the vector is set to zero.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor, nn
from torch.autograd import forward_ad

from topopress.core.arrays import Float32, Float64, Int32
from topopress.core.progress import SILENT, Progress
from topopress.kinds.images.survey import PictureSource
from topopress.mapper.head import are_probabilities
from topopress.network.loaded import LoadedNetwork
from topopress.samples.types import ImageSample
from topopress.visuals.redirected_relu import without_redirected_relu

Way = Callable[[nn.Module, str, Tensor, Int32], Tensor]
"""Module, layer, inputs and positions -> the derivatives of all logits, (n, n_classes)."""


class NoClasses(Exception):
    """A layer cannot speak for classes; the message is the reason."""


def attribute(
    network: LoadedNetwork,
    layer: str,
    batches: Iterable[tuple[Tensor, Int32]],
    progress: Progress = SILENT,
) -> tuple[Float32, str]:
    """Return how much the activation at each position speaks for each class, and the way taken.

    Args:
        network: The network.
        layer: Name of a layer.
        batches: Inputs and positions, as ``batches_of`` yields them, at least one.
        progress: Is told of each input.

    Returns:
        Logits relative to their mean over the classes, which no softmax sees, shape
        (n, n_classes); and the name in ``WAYS``.

    Raises:
        NoClasses: The network has no classes, or none that depends on the layer in a way that can
            be differentiated.
    """
    values, name = [], ""
    for inputs, positions in batches:
        batch = inputs.to(network.device)
        with without_redirected_relu(network.module):
            name = name or choose_way(network.module, layer, batch[:1], positions[:1])
            values.append(_centred(WAYS[name](network.module, layer, batch, positions)))
        progress.advance(len(batch))
    return np.concatenate(values), name


def agreement(
    network: LoadedNetwork, layer: str, batches: Iterable[tuple[Tensor, Int32]], values: Float32
) -> Float64:
    """Return how well attributions foretell what the logits lose without the activations.

    Args:
        network: The network.
        layer: Name of a layer.
        batches: Inputs and positions, at least one.
        values: What ``attribute`` returned for them, shape (n, n_classes).

    Returns:
        Correlation over the classes, shape (n,); 0 where either is the same for all classes.
    """
    lost = []
    for inputs, positions in batches:
        batch = inputs.to(network.device)
        with torch.no_grad():
            whole = _logits(network.module(batch))
        lost.append(_centred(whole - _without(network.module, layer, batch, positions)))
    return _correlation(values, np.concatenate(lost))


def batches_of(
    network: LoadedNetwork,
    pictures: PictureSource,
    samples: Sequence[ImageSample],
    positions: Int32,
    *,
    batch_size: int,
) -> Iterator[tuple[Tensor, Int32]]:
    """Yield inputs (n, 3, height, width) with the position that is looked at in each.

    Args:
        network: What the inputs are for.
        pictures: The pixels of the samples.
        samples: One for each position.
        positions: Row and column on a layer's map, -1 for all of it, shape (n_samples, 2).
        batch_size: Inputs in a batch; it changes values only by rounding.
    """
    for start in range(0, len(samples), batch_size):
        batch = samples[start : start + batch_size]
        inputs = [network.prepare(pictures.read(sample)) for sample in batch]
        yield torch.stack(inputs), positions[start : start + len(batch)]


def choose_way(module: nn.Module, layer: str, inputs: Tensor, positions: Int32) -> str:
    """Return the first of ``WAYS`` that the network behind a layer supports.

    Raises:
        NoClasses: None does, or there are no classes.
    """
    reasons = []
    for name, way in WAYS.items():
        try:
            way(module, layer, inputs, positions)
        except RuntimeError as error:  # what torch raises for an operation without a derivative
            reasons.append(f"{name}: {str(error).splitlines()[0]}")
        else:
            return name
    raise NoClasses("; ".join(reasons))


def forward_mode(module: nn.Module, layer: str, inputs: Tensor, positions: Int32) -> Tensor:
    """Return the derivatives by dual numbers, which go forward together with the values."""

    def inject(output: Tensor) -> Tensor:
        with warnings.catch_warnings():
            # At first use torch compiles its decompositions in a way that it warns of itself.
            warnings.simplefilter("ignore", FutureWarning)
            dual: Tensor = forward_ad.make_dual(  # type: ignore[no-untyped-call]
                output, _only_at(output, positions)
            )
        return dual

    # Forward mode records nothing, so gradients can be off; an in-place operation behind the
    # layer changes value and tangent alike.
    with torch.no_grad(), forward_ad.dual_level(), _replaced(module, layer, inject):
        logits = _logits(module(inputs))
        tangent: Tensor | None = forward_ad.unpack_dual(logits).tangent  # type: ignore[no-untyped-call]
        if tangent is None:
            raise NoClasses("the classes do not depend on the layer")
        return tangent.clone()


def double_backward(module: nn.Module, layer: str, inputs: Tensor, positions: Int32) -> Tensor:
    """Return the derivatives by reverse mode alone, for operations without forward mode.

    The gradient of v . logits is linear in v, whatever v is; the derivative with respect to v of
    its product with a direction is the derivative of the logits along that direction.
    """
    leaves: list[Tensor] = []

    def inject(output: Tensor) -> Tensor:
        leaves.append(output.detach().requires_grad_())
        return leaves[0].clone()  # an in-place operation must not change the leaf

    with torch.enable_grad(), _replaced(module, layer, inject):
        logits = _logits(module(inputs))
        if not leaves or not logits.requires_grad:
            raise NoClasses("the classes do not depend on the layer")
        v = torch.zeros_like(logits, requires_grad=True)
        (gradient,) = torch.autograd.grad(logits, leaves[0], v, create_graph=True)
        along = (gradient * _only_at(leaves[0].detach(), positions)).sum()
        return torch.autograd.grad(along, v)[0]


WAYS: dict[str, Way] = {"forward mode": forward_mode, "double backward": double_backward}
"""In the order in which they are tried."""


def _without(module: nn.Module, layer: str, inputs: Tensor, positions: Int32) -> Tensor:
    """Return the logits when the activation at each position is set to zero, (n, n_classes)."""
    with torch.no_grad(), _replaced(module, layer, lambda out: out - _only_at(out, positions)):
        return _logits(module(inputs))


@contextmanager
def _replaced(module: nn.Module, layer: str, inject: Callable[[Tensor], Tensor]) -> Iterator[None]:
    handle = module.get_submodule(layer).register_forward_hook(
        lambda _module, _inputs, output: inject(output)
    )
    try:
        yield
    finally:
        handle.remove()


def _only_at(output: Tensor, positions: Int32) -> Tensor:
    """Return a map that is zero but at one position of each input; the whole map for -1."""
    if positions[0, 0] < 0:
        return output.clone()
    alone = torch.zeros_like(output)
    item = torch.arange(len(output), device=output.device)
    row, column = torch.from_numpy(positions).to(output.device).unbind(1)
    alone[item, :, row, column] = output[item, :, row, column]
    return alone


def _logits(result: object) -> Tensor:
    if not isinstance(result, Tensor) or result.ndim != 2 or result.shape[1] < 2:  # noqa: PLR2004
        raise NoClasses("the network has no classes")
    if not are_probabilities(result.detach().to("cpu", torch.float32).numpy()):
        return result
    # The logarithm of a softmax is its logits, but for a constant of each sample.
    return result.clamp(min=torch.finfo(result.dtype).tiny).log()


def _centred(logits: Tensor) -> Float32:
    values: Float32 = logits.cpu().numpy()
    if not np.isfinite(values).all():
        raise NoClasses("its derivatives are NaN or infinite")
    centred: Float32 = values - values.mean(axis=1, keepdims=True)
    return centred


def _correlation(first: Float32, second: Float32) -> Float64:
    a, b = first.astype(np.float64), second.astype(np.float64)
    lengths = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    cosine: Float64 = np.divide(
        (a * b).sum(axis=1), lengths, out=np.zeros(len(a)), where=lengths > 0
    )
    return cosine
