"""The names of a checkpoint's tensors, without what wrappers and training loops put around them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from topopress.core.errors import NetworkError

STATE_DICTS = ("state_dict", "model_state_dict", "model", "net", "network", "module", "weights")
"""Entries that hold the state dict of a network, the preferred ones first."""
_DEEPEST = 3
_COMPILED, _PARALLEL = "_orig_mod.", "module."
COUNTER = "num_batches_tracked"
"""End of the names of batch normalisation's counters, which evaluation does not use."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Tensors under a module's names, and what was left out for it, in words; "" for nothing."""

    tensors: Mapping[str, torch.Tensor]
    note: str


def state_dict_in(content: object, path: Path) -> dict[str, torch.Tensor]:
    """Return the state dict in a checkpoint: the content itself, or an entry of it.

    What ``DataParallel`` and ``torch.compile`` put before the names is removed.

    Raises:
        NetworkError: there is none, or there are several and none has a usual name.
    """
    found = _state_dict(content, path, _DEEPEST)
    names = {name: name.replace(_COMPILED, "") for name in found}
    while names and all(name.startswith(_PARALLEL) for name in names.values()):
        names = {old: name.removeprefix(_PARALLEL) for old, name in names.items()}
    return {names[name]: tensor for name, tensor in found.items()}


def _state_dict(content: object, path: Path, depth: int) -> dict[str, torch.Tensor]:
    if not isinstance(content, Mapping):
        raise NetworkError(
            f"network.weights: {path}: holds a value of type {type(content).__name__}, not a state "
            "dict of named tensors"
        )
    entries = [name for name in content if depth and _may_hold_tensors(content[name])]
    usual = [name for name in STATE_DICTS if name in entries]
    if usual or len(entries) == 1:
        return _state_dict(content[(usual or entries)[0]], path, depth - 1)
    if len(entries) > 1:
        raise NetworkError(
            f"network.weights: {path}: holds several state dicts: "
            f"{', '.join(map(repr, entries))}; save the one of this network alone"
        )
    tensors: dict[str, torch.Tensor] = {}
    for name, value in content.items():
        if not isinstance(name, str) or not isinstance(value, torch.Tensor):
            raise NetworkError(
                f"network.weights: {path}: entry {name!r:.60} is of type {type(value).__name__}, "
                "not a tensor"
            )
        tensors[name] = value
    return tensors


def _may_hold_tensors(value: object) -> bool:
    """Return whether an entry is a state dict, or holds one; an optimiser's state is numbered."""
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        return False
    return any(isinstance(v, torch.Tensor) or _may_hold_tensors(v) for v in value.values())


def fitted(tensors: Mapping[str, torch.Tensor], expected: Iterable[str]) -> Fitted:
    """Return the tensors under the names that a module expects.

    Where one prefix, such as Lightning's ``model.``, comes before all of them, it is removed, and
    tensors outside of it are left out. Where no prefix does it, the names stay.
    """
    needed = [name for name in expected if not name.endswith(COUNTER)]
    if not needed or all(name in tensors for name in needed):
        return Fitted(tensors, "")
    prefixes = [p for p in _prefixes(tensors, needed[0]) if all(p + n in tensors for n in needed)]
    if len(prefixes) != 1:
        return Fitted(tensors, "")
    (prefix,) = prefixes
    inner = {n.removeprefix(prefix): t for n, t in tensors.items() if n.startswith(prefix)}
    others = len(tensors) - len(inner)
    left_out = f", {others} tensors outside of it left out" if others else ""
    return Fitted(inner, f", the part named {prefix.rstrip('.')}{left_out}")


def _prefixes(tensors: Mapping[str, torch.Tensor], name: str) -> Iterator[str]:
    return (found.removesuffix(name) for found in tensors if found.endswith(f".{name}"))
