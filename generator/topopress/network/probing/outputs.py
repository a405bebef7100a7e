"""Records what each sub-module of a network puts out in one forward pass."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import nn

from topopress.network.taps import Tap, parts, watched

_SHOWN = 3
Keep = Callable[[torch.Tensor], object]
"""Returns what is kept of a tensor; the tensor itself may be overwritten later."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of an output that is no container.

    Attributes:
        kind: Name of its type.
        shape: Shape of a tensor, None for anything else.
        numbers: Type of a tensor's numbers; "" for anything else.
        is_real: Whether it is a tensor of real numbers.
        kept: What was kept of a tensor of real numbers, if anything was asked for.
    """

    kind: str
    shape: tuple[int, ...] | None
    numbers: str
    is_real: bool
    kept: object = None

    @classmethod
    def of(cls, value: object, keep: Keep) -> "Part":
        """Describe a value."""
        kind = type(value).__name__
        if not isinstance(value, torch.Tensor):
            return cls(kind, None, "", is_real=False)
        real, shape = value.is_floating_point(), tuple(map(int, value.shape))
        return cls(kind, shape, str(value.dtype), real, keep(value) if real else None)


@dataclass(slots=True, eq=False)
class Recorded:
    """All outputs of a forward pass.

    Attributes:
        modules: Name and kind of the output of each call of each sub-module, in forward order.
        parts: The parts of these outputs, in forward order.
        calls: How often each sub-module ran.
        result: What the whole module returned.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    parts: dict[Tap, Part] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    result: object = None

    def name(self, tap: Tap) -> str:
        """Return the name of a tap, with the number of the call where the module ran twice."""
        return tap.name(self.calls[tap.module])

    def whole(self) -> dict[str, str]:
        """Return why a module that ran several times or returned a container is no layer.

        The reason says which names to write instead. Modules that returned one tensor in their
        only call are left out.
        """
        names: dict[str, list[str]] = {}
        for tap, part in self.parts.items():
            if (tap.path or self.calls[tap.module] > 1) and part.shape is not None:
                names.setdefault(tap.module, []).append(self.name(tap))
        return {
            module: _instead(kind, self.calls[module], names.get(module, []))
            for module, kind in self.kinds.items()
            if module in names or Tap(module) not in self.parts
        }


def _instead(kind: str, calls: int, names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    hint = f"; name one tensor: {', '.join(names[:_SHOWN])}{more}" if names else ""
    if calls > 1:
        return f"it runs {calls} times in a forward pass{hint}"
    return f"it outputs a {kind}, not a tensor{hint}"


def record(
    module: nn.Module, run: Callable[[], object], keep: Keep = lambda _tensor: None
) -> Recorded:
    """Run a module once and return what its sub-modules put out."""
    recorded = Recorded()

    def see(name: str, call: int, output: object) -> None:
        recorded.calls[name] = call
        recorded.kinds.setdefault(name, type(output).__name__)
        for path, value in parts(output):
            recorded.parts[Tap(name, call, path)] = Part.of(value, keep)

    names = {
        name: part
        for name, part in module.named_modules()
        if name and not isinstance(part, torch.jit.ScriptModule)  # it takes no hooks
    }
    with watched(module, names, see), torch.no_grad():
        recorded.result = run()
    return recorded


def not_run(module: nn.Module, recorded: Recorded) -> dict[str, str]:
    """Return why each sub-module without an output is no layer."""
    first = {id(part): name for name, part in module.named_modules()}
    reasons = {}
    for name, part in module.named_modules(remove_duplicate=False):
        if name and first[id(part)] != name:
            reasons[name] = f"it is the module {first[id(part)]!r} under another name"
        elif isinstance(part, torch.jit.ScriptModule):
            reasons[name] = "it is compiled by torch.jit, which lets nobody look inside"
        elif name and not recorded.calls[name]:
            reasons[name] = "it does not run in a forward pass"
    return reasons
