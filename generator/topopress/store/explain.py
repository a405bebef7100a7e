"""Explains why an action must run: its differences from the last one of its stage and item."""

from collections.abc import Iterator, Mapping
from typing import Any

from topopress.store.canonical import canonical

_MOST = 4
_LONGEST = 40


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return the changes between two descriptions, such as ``overlap 0.3 -> 0.4``."""
    found = [
        *_changed_values(old["params"], new["params"]),
        *(["code changed"] if old["code"] != new["code"] else []),
        *_changed_values(old["libraries"], new["libraries"]),
        *_changed_inputs(old["inputs"], new["inputs"]),
    ]
    rest = len(found) - _MOST
    return "; ".join([*found[:_MOST], *([f"and {rest} more"] if rest > 0 else [])])


def _changed_inputs(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*old, *new}):
        if name not in old:
            yield f"new input {name}"
        elif name not in new:
            yield f"input {name} is gone"
        elif old[name] != new[name]:
            yield f"input {name} changed"


def _changed_values(
    old: Mapping[str, Any], new: Mapping[str, Any], above: str = ""
) -> Iterator[str]:
    for name in sorted({*old, *new}):
        path = f"{above}{name}"
        if name not in old:
            yield f"{path} {_short(new[name])} is new"
        elif name not in new:
            yield f"{path} {_short(old[name])} is gone"
        elif isinstance(old[name], Mapping) and isinstance(new[name], Mapping):
            yield from _changed_values(old[name], new[name], f"{path}.")
        elif canonical(old[name]) != canonical(new[name]):
            yield f"{path} {_short(old[name])} -> {_short(new[name])}"


def _short(value: object) -> str:
    text = value if isinstance(value, str) else canonical(value).decode("ascii")
    printable = text if text.isprintable() else ascii(text)
    return printable if len(printable) <= _LONGEST else f"{printable[: _LONGEST - 1]}…"
