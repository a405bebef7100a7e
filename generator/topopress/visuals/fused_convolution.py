"""A convolution with frozen weights and a clamp, optimised for the gradient of its input.

Forward: one oneDNN kernel with packed weights. Backward, for the input only: the clamp's mask, from
the output, then a convolution. For stride 1 its weights are flipped and transposed. For stride s
each of the s x s phases of the gradient is a convolution with every s-th weight; all phases are
channels of one convolution and are then interleaved (Shi et al., "Is the deconvolution layer the
same as a convolutional layer?", 2016).
"""

import enum
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

_aten = torch.ops.aten
Geometry = tuple[tuple[int, int], tuple[int, int], tuple[int, int], int]
"""Stride, padding, dilation, groups."""


class Clamp(enum.Enum):
    """Activation function after a convolution: none, ReLU or ReLU6."""

    NONE = "none"
    BELOW = "relu"
    SIX = "hardtanh"


def available() -> bool:
    """Return whether this build of torch has the CPU kernels."""
    built: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    has_packing = hasattr(_aten, "mkldnn_reorder_conv2d_weight")
    return built and has_packing and hasattr(torch.ops.mkldnn, "_convolution_pointwise")


class FusedConvolution(nn.Module):
    """One convolution for inputs of one shape.

    ======== ====================================
    input    (n, n_channels, height, width)
    output   (n, n_channels_out, h, w)
    ======== ====================================
    """

    def __init__(
        self,
        weight: Tensor,
        bias: Tensor | None,
        *,
        input_shape: tuple[int, ...],
        geometry: Geometry,
        clamp: Clamp,
    ) -> None:
        super().__init__()
        self.clamp = clamp
        self.run = _packed(weight, bias, input_shape, geometry, clamp)
        self._backward = _backward_of(weight, input_shape, geometry)

    def forward(self, values: Tensor) -> Tensor:
        """Convolve and clamp."""
        result: Tensor = _Apply.apply(values, self)
        return result

    def slope(self, gradient: Tensor, output: Tensor) -> Tensor:
        """Return the gradient of the input for a gradient of the output."""
        if self.clamp is Clamp.BELOW:
            gradient = _aten.threshold_backward(gradient, output, 0)
        elif self.clamp is Clamp.SIX:
            gradient = _aten.hardtanh_backward(gradient, output, 0.0, 6.0)
        return self._backward(gradient)


class _Apply(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, values: Tensor, module: FusedConvolution) -> Tensor:  # noqa: ANN401
        output = module.run(values)
        ctx.save_for_backward(output)
        ctx.module = module
        return output

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:  # noqa: ANN401
        (output,) = ctx.saved_tensors
        return ctx.module.slope(gradient, output), None


def _packed(
    weight: Tensor,
    bias: Tensor | None,
    input_shape: tuple[int, ...],
    geometry: Geometry,
    clamp: Clamp = Clamp.NONE,
) -> Callable[[Tensor], Tensor]:
    """Return a convolution as one call of oneDNN with packed weights."""
    stride, padding, dilation, groups = geometry
    packed = _aten.mkldnn_reorder_conv2d_weight(
        weight.contiguous().to_mkldnn(), padding, stride, dilation, groups, list(input_shape)
    )
    clamped = (clamp.value, [0.0, 6.0] if clamp is Clamp.SIX else [], "")

    def run(values: Tensor) -> Tensor:
        result: Tensor = torch.ops.mkldnn._convolution_pointwise(
            values, packed, bias, padding, stride, dilation, groups, *clamped
        )
        return result

    return run


def _phases(
    weight: Tensor, input_shape: tuple[int, ...], geometry: Geometry
) -> Callable[[Tensor], Tensor]:
    """Return the gradient for stride s > 1: all phases in one convolution, then interleaved."""
    (stride, _), (padding, _), _, _ = geometry
    n_out, n_in, side, _ = weight.shape
    low, high = -((padding + stride - 1) // stride), (side - 1 - padding) // stride
    taps = list(range(high, low - 1, -1))
    phases = torch.zeros(n_in, stride, stride, n_out, len(taps), len(taps))
    index = [[stride * m + phase + padding for m in taps] for phase in range(stride)]
    for row in range(stride):
        for column in range(stride):
            phases[:, row, column] = _taken(weight, index[row], index[column]).transpose(0, 1)
    n, _, height, width = input_shape
    cut = [-(-length // stride) for length in (height, width)]
    output = [(length + 2 * padding - side) // stride + 1 for length in (height, width)]
    # Zeros around the gradient, enough for the first and the last row of phases.
    more = max(need - got for need, got in zip(cut, output, strict=True))
    around = max(high, len(taps) - 1 - high + more, 0)
    first = around - high
    packed = _packed(
        phases.reshape(n_in * stride * stride, n_out, len(taps), len(taps)),
        None,
        (n, n_out, *output),
        ((1, 1), (around, around), (1, 1), 1),
    )

    def run(gradient: Tensor) -> Tensor:
        shifted = packed(gradient)[:, :, first:, first:][:, :, : cut[0], : cut[1]]
        return functional.pixel_shuffle(shifted, stride)[:, :, :height, :width]

    return run


def _taken(weight: Tensor, rows: list[int], columns: list[int]) -> Tensor:
    """Return the weights at given rows and columns, zero outside the kernel."""
    taken = weight.new_zeros(*weight.shape[:2], len(rows), len(columns))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if 0 <= row < weight.shape[2] and 0 <= column < weight.shape[3]:
                taken[:, :, i, j] = weight[:, :, row, column]
    return taken


def _plain(
    weight: Tensor, input_shape: tuple[int, ...], geometry: Geometry
) -> Callable[[Tensor], Tensor]:
    """Return the gradient of the input by torch's own kernel."""
    stride, padding, dilation, groups = geometry
    weight = weight.contiguous(memory_format=torch.channels_last)
    # Only its shape matters.
    values = torch.zeros(input_shape).contiguous(memory_format=torch.channels_last)

    def run(gradient: Tensor) -> Tensor:
        given = (gradient, values, weight, None, stride, padding, dilation)
        result: Tensor = _aten.convolution_backward(
            *given, False, [0, 0], groups, [True, False, False]
        )[0]
        return result

    return run


def _backward_of(
    weight: Tensor, input_shape: tuple[int, ...], geometry: Geometry
) -> Callable[[Tensor], Tensor]:
    stride, padding, dilation, groups = geometry
    reach = [d * (k - 1) for d, k in zip(dilation, weight.shape[2:], strict=True)]
    turned = tuple(r - p for r, p in zip(reach, padding, strict=True))
    if stride == (1, 1) and min(turned) >= 0:
        shape = (
            input_shape[0],
            weight.shape[0],
            *(n + 2 * p - r for n, p, r in zip(input_shape[2:], padding, reach, strict=True)),
        )
        geometry = ((1, 1), (turned[0], turned[1]), dilation, groups)
        return _packed(_turned(weight, groups), None, shape, geometry)
    square = stride[0] == stride[1] and padding[0] == padding[1]
    if groups == 1 and square and dilation == (1, 1) and weight.shape[2] == weight.shape[3]:
        return _phases(weight, input_shape, geometry)
    return _plain(weight, input_shape, geometry)


def _turned(weight: Tensor, groups: int) -> Tensor:
    """Return weights flipped in space, with inputs and outputs swapped within each group."""
    n_out, n_in, height, width = weight.shape
    grouped = weight.flip(2, 3).reshape(groups, n_out // groups, n_in, height, width)
    return grouped.transpose(1, 2).reshape(groups * n_in, n_out // groups, height, width)
