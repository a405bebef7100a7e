"""A truncated network compiled for one batch shape: traced, with fused and packed convolutions.

Rendering needs only the gradient of the pixels, thousands of times, for one input shape. So the
network is traced once into a flat graph of tensor operations. Each convolution includes its
padding, bias and clamp in one kernel, with weights packed in advance; its backward pass is again a
convolution, with flipped weights. Results are equal up to rounding. If they are not, or if tracing
fails, the network is used uncompiled.
"""

import threading
import warnings
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

import torch
from torch import Tensor, fx
from torch.fx.experimental.proxy_tensor import make_fx
from torch.fx.passes.shape_prop import ShapeProp
from torch.hub import tqdm  # type: ignore[attr-defined]
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from topopress.visuals.fused_convolution import Clamp, FusedConvolution, available
from topopress.visuals.plain_attention import plain_attention
from topopress.visuals.truncated_network import Features

if hasattr(tqdm, "set_lock"):
    # torch.fx shows progress with tqdm, whose default lock is a system semaphore that a terminated
    # worker leaves behind.
    tqdm.set_lock(threading.RLock())

_TOLERANCE = 1e-3
# Cosine of compiled and original gradient: rounding can cross the kink of a ReLU.
_LEAST_COSINE = 0.999
_LARGEST_EMBEDDED = 5
_aten = torch.ops.aten


def compile_subnet(features: Features, shape: Sequence[int]) -> Features:
    """Return a faster function for pictures of one shape, equal up to rounding.

    ``features`` is differentiable and on the CPU; it is returned itself if it cannot be compiled.
    Call this inside ``without_redirected_relu``, because a traced network has ordinary gradients.
    """
    if not available():
        return features
    example = torch.rand(*shape, generator=torch.Generator().manual_seed(0))
    try:
        compiled = _traced(features, example)
        equal = _equal(features, compiled, example)
    except Exception:
        return features  # any network may come, such as one that branches on values
    return compiled if equal else features


def _traced(features: Features, example: Tensor) -> fx.GraphModule:
    with torch.no_grad(), plain_attention(), _CheapNormalisation(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph_module = make_fx(features)(example)
        ShapeProp(graph_module).propagate(example)
    for node in list(graph_module.graph.nodes):
        if node.target is _aten.convolution.default and not node.args[6]:
            _fuse(graph_module, node)
    graph_module.graph.eliminate_dead_code()
    graph_module.recompile()
    return graph_module


def _fuse(graph_module: fx.GraphModule, node: fx.Node) -> None:
    """Replace a convolution, the padding before it and the clamp after it with one module."""
    source, weight, padding = _absorb_padding(graph_module, node)
    clamped = _clamp_after(node)
    last, clamp = clamped or (node, Clamp.NONE)
    bias = node.args[2]
    _, _, _, stride, _, dilation, _, _, groups = cast("tuple[Any, ...]", node.args)
    module = FusedConvolution(
        weight,
        _constant(graph_module, bias) if isinstance(bias, fx.Node) else None,
        input_shape=tuple(source.meta["tensor_meta"].shape),
        geometry=(tuple(stride), padding, tuple(dilation), groups),
        clamp=clamp,
    )
    name = f"fused_{node.name}"
    graph_module.add_submodule(name, module)
    with graph_module.graph.inserting_before(node):
        fused = graph_module.graph.call_module(name, (source,))
    fused.meta["tensor_meta"] = last.meta["tensor_meta"]
    last.replace_all_uses_with(fused)


def _absorb_padding(
    graph_module: fx.GraphModule, node: fx.Node
) -> tuple[fx.Node, Tensor, tuple[int, int]]:
    """Return the convolution's input before any padding node, its weight and its padding.

    TensorFlow pads a convolution of stride 2 by one pixel less above and left. A kernel extended
    by a leading row and column of zeros needs the same padding on all sides.
    """
    arguments: tuple[Any, ...] = node.args
    source, weight_node, _, _, padding = arguments[:5]
    weight = _constant(graph_module, weight_node)
    own = (int(padding[0]), int(padding[1]))
    before = _zero_padding(source)
    if before is None or own != (0, 0):
        return source, weight, own
    padded, (left, right, top, bottom) = before
    extra = (right - left, bottom - top)
    if extra == (0, 0):
        return padded, weight, (top, left)
    if extra == (1, 1) and max(weight.shape[2:]) <= _LARGEST_EMBEDDED:
        return padded, functional.pad(weight, (1, 0, 1, 0)), (bottom, right)
    return source, weight, own


def _zero_padding(node: fx.Node) -> tuple[fx.Node, tuple[int, int, int, int]] | None:
    """Return the input of a zero padding node and its sizes: left, right, above, below."""
    if node.target is not _aten.constant_pad_nd.default or len(node.users) != 1:
        return None
    padded, amounts, *value = cast("tuple[Any, ...]", node.args)
    if any(value) or len(amounts) != 4 or min(amounts) < 0:  # noqa: PLR2004 - two dimensions
        return None
    left, right, top, bottom = amounts
    return padded, (left, right, top, bottom)


def _clamp_after(node: fx.Node) -> tuple[fx.Node, Clamp] | None:
    """Return the clamp that is the only user of a convolution's output, and its kind."""
    if len(node.users) != 1:
        return None
    (user,) = node.users
    bounds = tuple(user.args[1:])
    if user.target in (_aten.relu.default, _aten.relu_.default):
        return user, Clamp.BELOW
    if user.target in (_aten.clamp.default, _aten.clamp_min.default) and bounds == (0,):
        return user, Clamp.BELOW
    clamps = (_aten.hardtanh.default, _aten.hardtanh_.default, _aten.clamp.default)
    if user.target in clamps and bounds == (0, 6):
        return user, Clamp.SIX
    return None


def _constant(graph_module: fx.GraphModule, node: fx.Node) -> Tensor:
    """Return the value of a weight, or of a node computed from weights only."""
    if node.op == "get_attr":
        value: Tensor = getattr(graph_module, str(node.target))
        return value.detach()
    if node.op != "call_function" or not callable(node.target):
        raise NotImplementedError("a weight that depends on the picture")
    take = partial(_constant, graph_module)
    kwargs = fx.node.map_arg(node.kwargs, take)
    computed: Tensor = node.target(*fx.node.map_arg(node.args, take), **kwargs)
    return computed


def _equal(features: Features, compiled: Features, example: Tensor) -> bool:
    theirs, their_slope = _response(features, example)
    ours, our_slope = _response(compiled, example)
    if ours.shape != theirs.shape or not torch.isfinite(ours).all():
        return False
    close = (ours - theirs).abs().max() <= _TOLERANCE * theirs.abs().max()
    cosine = functional.cosine_similarity(our_slope.flatten(), their_slope.flatten(), dim=0)
    return bool(close) and float(cosine) > _LEAST_COSINE


def _response(features: Features, example: Tensor) -> tuple[Tensor, Tensor]:
    with torch.enable_grad():
        pixels = example.clone().requires_grad_(True)
        activations = features(pixels)
        (slope,) = torch.autograd.grad(activations.square().sum(), pixels)
    return activations.detach(), slope


class _CheapNormalisation(TorchFunctionMode):
    """Traces local response normalisation as a convolution; torch uses slow 3D pooling."""

    def __torch_function__(
        self,
        func: Any,  # noqa: ANN401 - any function of torch
        types: Any,  # noqa: ANN401
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401
        chosen = _response_norm if func is functional.local_response_norm else func
        return chosen(*args, **(kwargs or {}))


def _response_norm(
    input: Tensor, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> Tensor:
    """Return ``input / (k + alpha * mean of squares over neighbouring channels) ** beta``."""
    channels = input.shape[1]
    number = torch.arange(channels)
    distance = number[None, :] - number[:, None]
    near = (distance >= -(size // 2)) & (distance <= (size - 1) // 2)
    band = near.to(input.dtype) * (alpha / size)
    bias = torch.full((channels,), float(k), dtype=input.dtype)
    total = functional.conv2d(input * input, band[:, :, None, None], bias)
    if beta == 0.5:  # noqa: PLR2004 - a root is cheaper than a power
        return input * total.rsqrt()
    if beta == 0.75:  # noqa: PLR2004
        return input * (total * total.sqrt()).rsqrt()
    return input * total.pow(-beta)
