"""Names of tensors inside a network: a module, which of its calls, and which part of its output.

========================== ==================================================
``encoder.layer.3``        the output of a module, a tensor
``encoder.layer.3[0]``     the first part of an output that is a tuple or a list
``encoder.layer.3.attn``   the part ``attn`` of an output that is a mapping
``relu#2``                 the output of the second call of a module
``rnn#2[1].state[0]``      all of it
========================== ==================================================

A name that could be a module or a key is the module. A tap with a view reads a map or a vector from
a tensor that holds it in another order: see ``views``.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import torch
from torch import nn

from topopress.network.views import View

Path = tuple[int | str, ...]
"""Indices and keys that lead from a module's output to one of its parts."""
DEEPEST = 6
"""Longest path; deeper parts of an output have no name."""
_REST = re.compile(r"(?:#([1-9][0-9]{0,5}))?((?:\[[0-9]{1,6}\]|\.[A-Za-z_][A-Za-z0-9_]*)*)")
_STEP = re.compile(r"\[([0-9]+)\]|\.(\w+)")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Tap:
    """A part of the output of one call of a module; calls count from 1."""

    module: str
    call: int = 1
    path: Path = ()
    view: View | None = None

    def name(self, calls: int) -> str:
        """Return the tensor's name, where the module runs ``calls`` times in a forward pass."""
        number = f"#{self.call}" if calls > 1 else ""
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"{self.module}{number}{''.join(steps)}"

    def part_of(self, output: object) -> object:
        """Return the part of an output; None if the output has no such part."""
        part = self._tensor_of(output)
        if self.view is not None and isinstance(part, torch.Tensor):
            return self.view.read(part)
        return part

    def with_part(self, output: object, part: torch.Tensor) -> object:
        """Return an output in which another part stands at the path; the output stays as it is."""
        whole = self._tensor_of(output)
        if self.view is not None and isinstance(whole, torch.Tensor):
            part = self.view.write(whole, part)
        return _with_part(output, self.path, part)

    def _tensor_of(self, output: object) -> object:
        for step in self.path:
            if isinstance(step, str):
                output = output.get(step) if isinstance(output, Mapping) else None
            else:
                fits = isinstance(output, list | tuple) and step < len(output)
                output = output[step] if fits else None  # type: ignore[index]
        return output


def _with_part(output: object, path: Path, part: object) -> object:
    if not path:
        return part
    step, rest = path[0], path[1:]
    if isinstance(output, Mapping):
        changed = type(output)(output)  # type: ignore[call-arg]
        changed[step] = _with_part(output[step], rest, part)  # type: ignore[index]
        return changed
    if not isinstance(output, list | tuple) or not isinstance(step, int):
        raise TypeError(f"a {type(output).__name__} has no part {step!r}")
    parts = list(output)
    parts[step] = _with_part(parts[step], rest, part)
    is_named = hasattr(output, "_fields")
    return type(output)(*parts) if is_named else type(output)(parts)


def tap_named(module: nn.Module, name: str) -> Tap | None:
    """Return the tap that a name means in a module; None if no sub-module fits.

    Whether the sub-module runs, and how often, only a forward pass shows.
    """
    cuts = [k for k, letter in enumerate(name) if letter in ".#["]
    for cut in (len(name), *reversed(cuts)):
        rest = _REST.fullmatch(name, cut)
        if rest and _has(module, name[:cut]):
            steps = _STEP.findall(rest[2])
            path = tuple(int(index) if index else key for index, key in steps)
            return Tap(name[:cut], int(rest[1] or 1), path)
    return None


def _has(module: nn.Module, name: str) -> bool:
    try:
        return bool(name) and module.get_submodule(name) is not None
    except AttributeError:
        return False


def parts(output: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield the parts of an output that are no containers, with their paths, in order.

    Parts that have no name are left out: those deeper than ``DEEPEST``, and those whose key is no
    identifier.
    """
    steps: Iterable[tuple[int | str, object]]
    if isinstance(output, Mapping):
        keys = (key for key in output if isinstance(key, str) and _KEY.fullmatch(key))
        steps = ((key, output[key]) for key in keys)
    elif isinstance(output, list | tuple):
        steps = enumerate(output)
    else:
        yield path, output
        return
    if len(path) < DEEPEST:
        for step, inner in steps:
            yield from parts(inner, (*path, step))


See = Callable[[str, int, object], object]
"""Is called with a module's name, the number of its call and its output."""


@contextmanager
def watched(module: nn.Module, names: Mapping[str, nn.Module], see: See) -> Iterator[None]:
    """Call ``see`` after each call of some sub-modules; hooks are removed at the end of the block.

    Calls count from the start of the forward pass of the whole module. What ``see`` returns takes
    the place of the output, unless it is None.
    """
    calls: Counter[str] = Counter()

    def hook(name: str) -> Callable[[nn.Module, object, object], object]:
        def call(_module: nn.Module, _inputs: object, output: object) -> object:
            calls[name] += 1
            return see(name, calls[name], output)

        return call

    with ExitStack() as hooks:
        hooks.enter_context(module.register_forward_pre_hook(lambda *_: calls.clear()))
        for name, part in names.items():
            hooks.enter_context(part.register_forward_hook(hook(name)))
        yield


@contextmanager
def tapped(
    module: nn.Module, taps: Mapping[str, Tap], take: Callable[[str, object], None]
) -> Iterator[None]:
    """Call ``take`` with the name and the part of each tap when its call ends.

    The part is None where the output lacks it.
    """

    def see(name: str, call: int, output: object) -> None:
        for wanted, tap in taps.items():
            if (tap.module, tap.call) == (name, call):
                take(wanted, tap.part_of(output))

    modules = {tap.module: module.get_submodule(tap.module) for tap in taps.values()}
    with watched(module, modules, see):
        yield


class _AllTaken(BaseException):
    """Ends the forward pass. A ``BaseException``, so that no handler of a network catches it."""


@contextmanager
def tapped_to_the_last(
    module: nn.Module, taps: Mapping[str, Tap], take: Callable[[str, object], None]
) -> Iterator[None]:
    """Do as ``tapped``; the block ends when everything is taken."""
    left = set(taps)

    def take_one(name: str, part: object) -> None:
        take(name, part)
        left.discard(name)
        if not left:
            raise _AllTaken

    with suppress(_AllTaken), tapped(module, taps, take_one):
        yield


@contextmanager
def replaced(
    module: nn.Module, tap: Tap, inject: Callable[[torch.Tensor], torch.Tensor]
) -> Iterator[None]:
    """Put the result of a function in the place of the tensor at a tap."""

    def see(_name: str, call: int, output: object) -> object:
        part = tap.part_of(output)
        if call != tap.call or not isinstance(part, torch.Tensor):
            return None
        return tap.with_part(output, inject(part))

    with watched(module, {tap.module: module.get_submodule(tap.module)}, see):
        yield
