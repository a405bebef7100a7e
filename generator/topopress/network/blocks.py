"""Finds the blocks of a network: the repeated parts of which it is built, such as residual blocks.

A block is called once in a forward pass, takes a tensor and gives one. Of modules inside each other
the outermost counts whose class occurs at least twice. A ``Sequential`` is a block only where there
is no other, and only if nothing is nested in it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import nn

from topopress.core.errors import NetworkError, suggestion

_LEAST_AXES, _MOST_AXES = 2, 4


@dataclass(frozen=True, slots=True)
class Passed:
    """What went through a module in a forward pass: shapes of the tensors, and how often."""

    taken: tuple[int, ...]
    given: tuple[int, ...]
    calls: int


def find_blocks(
    module: nn.Module, run: Callable[[], object], names: Sequence[str] = ()
) -> dict[str, Passed]:
    """Return the blocks of a network in forward order, with the shapes that go through them.

    Args:
        module: The network.
        run: Runs it on a few inputs, perhaps not to the end.
        names: Those that an author names; none for those that are found.

    Raises:
        NetworkError: one that an author names is no module, does not run once, or takes or gives no
            tensor.
    """
    passed = _passed(module, run)
    if names:
        return {name: _named(module, passed, name) for name in sorted(names, key=_order(passed))}
    usable = {
        name: each for name, each in passed.items() if _usable(each) and _weighs(module, name)
    }
    plain = [name for name in usable if not isinstance(module.get_submodule(name), nn.Sequential)]
    found = _outermost(module, plain) or _outermost(module, _flat(module, usable))
    return {name: usable[name] for name in usable if name in found}


def _order(passed: dict[str, Passed]) -> Callable[[str], int]:
    order = {name: k for k, name in enumerate(passed)}
    return lambda name: order.get(name, 0)


def _outermost(module: nn.Module, names: Sequence[str]) -> set[str]:
    """Return the modules of classes that occur twice, without those inside of another."""
    classes = Counter(type(module.get_submodule(name)) for name in names)
    repeated = {name for name in names if classes[type(module.get_submodule(name))] > 1}
    return {name for name in repeated if not any(name.startswith(f"{o}.") for o in repeated)}


def _flat(module: nn.Module, names: dict[str, Passed]) -> list[str]:
    parts = {name: module.get_submodule(name) for name in names}
    return [
        name
        for name, part in parts.items()
        if isinstance(part, nn.Sequential) and not any(map(_nested, part.children()))
    ]


def _nested(part: nn.Module) -> bool:
    return any(True for _ in part.children())


def _weighs(module: nn.Module, name: str) -> bool:
    """Return whether a module is made of others, is no single layer, and has weights."""
    part = module.get_submodule(name)
    single = isinstance(part, nn.modules.conv._ConvNd | nn.Linear)
    return (
        not single and _nested(part) and any(each.ndim >= _LEAST_AXES for each in part.parameters())
    )


def _usable(passed: Passed) -> bool:
    axes = {len(passed.taken), len(passed.given)}
    return passed.calls == 1 and axes <= set(range(_LEAST_AXES, _MOST_AXES + 1))


def _named(module: nn.Module, passed: dict[str, Passed], name: str) -> Passed:
    if name in passed and _usable(passed[name]):
        return passed[name]
    modules = [known for known, _ in module.named_modules() if known]
    if name not in modules:
        hint = suggestion(name, modules)
        raise NetworkError(f"report.blocks: the network has no module {name!r}{hint or '.'}")
    raise NetworkError(
        f"report.blocks: the module {name!r} does not run once before the last layer, or takes or "
        "gives no tensor, so nothing can be put in its place; name another block"
    )


def _passed(module: nn.Module, run: Callable[[], object]) -> dict[str, Passed]:
    """Return what goes through each sub-module, in the order in which they begin."""
    taken: dict[str, tuple[int, ...]] = {}
    given: dict[str, tuple[int, ...]] = {}
    calls: Counter[str] = Counter()

    def before(name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> None:
        taken.setdefault(name, _shape(taken_tensor(args, kwargs)))

    def after(name: str, output: object) -> None:
        calls[name] += 1
        given[name] = _shape(given_tensor(output))

    with _watched(module, before, after):
        run()
    return {
        name: Passed(shape, given[name], calls[name])
        for name, shape in taken.items()
        if name in given
    }


@contextmanager
def _watched(
    module: nn.Module,
    before: Callable[[str, tuple[object, ...], dict[str, object]], None],
    after: Callable[[str, object], None],
) -> Iterator[None]:
    hooks = []
    for name, part in module.named_modules():
        if name:
            hooks.append(
                part.register_forward_pre_hook(
                    lambda _, args, kwargs, name=name: before(name, args, kwargs), with_kwargs=True
                )
            )
            hooks.append(part.register_forward_hook(lambda _, __, out, name=name: after(name, out)))
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def taken_tensor(args: tuple[object, ...], kwargs: dict[str, object]) -> torch.Tensor | None:
    """Return the tensor that a module is called with: the first of its arguments, if it is one."""
    first = next(iter((*args, *kwargs.values())), None)
    return first if isinstance(first, torch.Tensor) else None


def given_tensor(output: object) -> torch.Tensor | None:
    """Return the tensor that a module gives, or the first part of what it gives."""
    first = output[0] if isinstance(output, tuple | list) and output else output
    return first if isinstance(first, torch.Tensor) else None


def with_tensor(output: object, tensor: torch.Tensor) -> object:
    """Return what a module gives with another tensor in the place of ``given_tensor``."""
    if isinstance(output, tuple | list):
        return type(output)((tensor, *output[1:]))
    return tensor


def _shape(tensor: torch.Tensor | None) -> tuple[int, ...]:
    return () if tensor is None or not tensor.is_floating_point() else tuple(tensor.shape)
