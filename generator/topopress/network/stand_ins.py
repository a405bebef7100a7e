"""Puts something else in the place of a block: its input, or a linear map of it.

What stood before the block is not computed again: its outputs are kept from the forward pass of the
whole network, and given back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import torch
from torch import nn
from torch.nn import functional

from topopress.network.blocks import given_tensor, taken_tensor, with_tensor

_PENALTY = 1e-4
_MAP, _VECTORS = 4, 2
Function = Callable[[torch.Tensor], torch.Tensor]


@dataclass(slots=True, eq=False)
class Kept:
    """What each block gave in a forward pass, call after call, by its name."""

    outputs: dict[str, list[object]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A linear map from channels to channels at each place; where maps shrink, of means of places.

    Attributes:
        weights: Shape (n_channels, n_other_channels).
        offset: Shape (n_other_channels,).
        axis: Axis of the channels.
        size: Height and width of the output's map; None for no map.
    """

    weights: torch.Tensor
    offset: torch.Tensor
    axis: int
    size: tuple[int, int] | None

    def __call__(self, tensor: torch.Tensor) -> torch.Tensor:
        """Return what takes the place of a block's output."""
        last = pooled(tensor, self.size, self.axis).movedim(self.axis, -1)
        found = last @ self.weights.to(last.dtype) + self.offset.to(last.dtype)
        return found.movedim(-1, self.axis)


def pooled(tensor: torch.Tensor, size: tuple[int, int] | None, axis: int) -> torch.Tensor:
    """Return a map of another size, in which each place is the mean of those that it covers."""
    if size is None:
        return tensor
    first = tensor.movedim(axis, 1)
    if tuple(first.shape[2:]) == size:
        return tensor
    return functional.adaptive_avg_pool2d(first, size).movedim(1, axis)


@dataclass(slots=True, eq=False)
class LeastSquares:
    """Sums over places from which the best linear map of a block follows.

    ``axis`` is that of the channels, ``size`` as in ``Linear``.
    """

    axis: int
    size: tuple[int, int] | None
    n: int = 0
    gram: torch.Tensor | None = None
    cross: torch.Tensor | None = None

    def add(self, taken: torch.Tensor, given: torch.Tensor) -> None:
        """Add the places of some samples."""
        x = _places(pooled(taken, self.size, self.axis), self.axis)
        x = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype, device=x.device)], dim=1)
        y = _places(given, self.axis)
        self.n += len(x)
        self.gram = x.T @ x if self.gram is None else self.gram + x.T @ x
        self.cross = x.T @ y if self.cross is None else self.cross + x.T @ y

    def solve(self) -> Linear:
        """Return the map.

        Raises:
            ValueError: nothing was added.
        """
        if self.gram is None or self.cross is None:
            raise ValueError("a map of no places")
        ridge = _PENALTY * self.n * torch.eye(len(self.gram), dtype=self.gram.dtype)
        found = torch.linalg.solve(self.gram + ridge.to(self.gram.device), self.cross)
        return Linear(found[:-1], found[-1], self.axis, self.size)


def _places(tensor: torch.Tensor, axis: int) -> torch.Tensor:
    return tensor.movedim(axis, -1).flatten(0, -2).double()


def channel_axis(taken: Sequence[int], given: Sequence[int], *, last: bool) -> int | None:
    """Return the axis of the channels of a block for which a linear map can stand; None for none.

    ``last`` says whether maps have their channels last. Places must agree, or become fewer.
    """
    if len(taken) != len(given):
        return None
    if len(given) == _VECTORS:
        return 1
    if len(given) != _MAP:
        return 2 if taken[1] == given[1] else None
    axis = 3 if last else 1
    places = [k for k in (1, 2, 3) if k != axis]
    return axis if all(taken[k] >= given[k] for k in places) else None


@contextmanager
def recorded(
    module: nn.Module, names: Sequence[str], fits: Mapping[str, LeastSquares]
) -> Iterator[Kept]:
    """Keep what blocks give inside the block, and add it to the sums of those that have some."""
    kept = Kept()

    def see(name: str, args: tuple[object, ...], kwargs: dict[str, object], out: object) -> None:
        given, taken = given_tensor(out), taken_tensor(args, kwargs)
        # A following in-place function would change it.
        kept.outputs[name].append(out if given is None else with_tensor(out, given.clone()))
        if name in fits and taken is not None and given is not None:
            fits[name].add(taken, given)

    with ExitStack() as hooks:
        for name in names:
            part = module.get_submodule(name)
            hooks.enter_context(
                part.register_forward_hook(
                    lambda _, args, kwargs, out, name=name: see(name, args, kwargs, out),
                    with_kwargs=True,
                )
            )
        yield kept


@contextmanager
def standing_in(
    module: nn.Module, names: Sequence[str], block: str, function: Function, kept: Kept
) -> Iterator[None]:
    """Put a function of its input in the place of a block; what runs before it is given back.

    Args:
        module: The network.
        names: All blocks, in forward order.
        block: The one that is replaced.
        function: Of the tensor that the block takes.
        kept: What all blocks gave for the same inputs, in the same passes.
    """
    with ExitStack() as stack:
        for name in names[: names.index(block)]:
            given = iter(kept.outputs[name])
            stack.enter_context(_forward(module.get_submodule(name), _giving(given)))
        like = iter(kept.outputs[block])

        def replaced(*args: object, **kwargs: object) -> object:
            taken = taken_tensor(args, kwargs)
            if taken is None:
                raise TypeError(f"{block} takes no tensor")
            return with_tensor(next(like), function(taken))

        stack.enter_context(_forward(module.get_submodule(block), replaced))
        yield


def _giving(given: Iterator[object]) -> Callable[..., object]:
    def give(*_args: object, **_kwargs: object) -> object:
        output = next(given)
        tensor = given_tensor(output)
        return output if tensor is None else with_tensor(output, tensor.clone())

    return give


@contextmanager
def _forward(part: nn.Module, function: Callable[..., object]) -> Iterator[None]:
    """Replace a module's forward function; hooks still run."""
    own = part.__dict__.get("forward")
    part.__dict__["forward"] = function
    try:
        yield
    finally:
        if own is None:
            del part.__dict__["forward"]
        else:
            part.__dict__["forward"] = own
