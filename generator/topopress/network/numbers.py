"""The type of a network's numbers, and of what is computed from its outputs."""

import torch
from torch import nn

_KNOWN = (torch.float32, torch.float64, torch.float16, torch.bfloat16)
HALVES = (torch.float16, torch.bfloat16)
"""Types of numbers with 16 bits."""


def dtype_of(module: nn.Module) -> torch.dtype:
    """Return the type of a module's inputs: that of its first parameter, else of its first buffer.

    Single precision for a module without floating-point numbers.
    """
    tensors = [*module.parameters(), *module.buffers()]
    return next((each.dtype for each in tensors if each.dtype in _KNOWN), torch.float32)


def wide(values: torch.Tensor) -> torch.Tensor:
    """Return numbers of 16 bits in single precision, others as they are.

    Means and norms of numbers with 16 bits would be rounded to 16 bits again.
    """
    return values.float() if values.dtype in HALVES else values


def single(values: torch.Tensor) -> torch.Tensor:
    """Return numbers in single precision, on the CPU."""
    return values.to("cpu", torch.float32)
