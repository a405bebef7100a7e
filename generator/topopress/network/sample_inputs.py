"""Inputs that an author's code makes for each sample, which a network is shown as they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch

Batch = torch.Tensor | Mapping[str, torch.Tensor]
"""Inputs of a network: one tensor, or tensors by the argument's name."""


@dataclass(frozen=True, slots=True, eq=False)
class SampleInputs:
    """The inputs of some samples, with which a network is probed; none has an axis of a batch.

    Attributes:
        alike: At least one input; all have one form.
        others: Inputs of other forms.
        described: The form of the inputs in words.
    """

    alike: tuple[Batch, ...]
    others: tuple[Batch, ...]
    described: str

    def shown(self, count: int, start: int = 0) -> tuple[Batch, ...]:
        """Return so many inputs of one form, from a number on; they repeat where there are few."""
        return tuple(self.alike[k % len(self.alike)] for k in range(start, start + count))

    def describe(self) -> str:
        """Return a readable description in one line."""
        return f"{self.described}, as data.samples gives it"


def form_of(one: Batch) -> tuple[object, ...]:
    """Return what inputs of one batch have in common: names, shapes and types of numbers."""
    if isinstance(one, torch.Tensor):
        return tuple(one.shape), one.dtype
    return tuple((name, tuple(each.shape), each.dtype) for name, each in one.items())


def together(inputs: Sequence[Batch]) -> Iterator[slice]:
    """Yield the parts of a sequence of inputs that have one form."""
    start = 0
    for k in range(1, len(inputs) + 1):
        if k == len(inputs) or form_of(inputs[k]) != form_of(inputs[start]):
            yield slice(start, k)
            start = k


def stacked(inputs: Sequence[Batch], device: torch.device, dtype: torch.dtype) -> Batch:
    """Return a batch of inputs of one form; real numbers are of a type, others stay as they are."""
    first = inputs[0]
    if isinstance(first, torch.Tensor):
        plain = [each for each in inputs if isinstance(each, torch.Tensor)]
        return _moved(torch.stack(plain), device, dtype)
    named = [each for each in inputs if isinstance(each, Mapping)]
    return {
        name: _moved(torch.stack([each[name] for each in named]), device, dtype) for name in first
    }


def _moved(tensor: torch.Tensor, device: torch.device, dtype: torch.dtype) -> torch.Tensor:
    return tensor.to(device, dtype if tensor.is_floating_point() else tensor.dtype)
