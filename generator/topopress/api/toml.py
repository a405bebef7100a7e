"""Writes settings as TOML: texts, numbers, truth values, lists, and tables within tables."""

import json
from collections.abc import Iterator, Mapping, Sequence

from topopress.api.errors import ParameterError
from topopress.config.mistakes import dotted

Path = tuple[str | int, ...]
Plain = str | bool | int | float | list["Plain"] | dict[str, "Plain"]


def plain(value: object, where: Path) -> Plain:
    """Return a value as TOML can hold it; NumPy's scalars and arrays become Python's.

    Keys whose value is None are left out of mappings, as TOML has no such value.

    Raises:
        ParameterError: it is something else; ``where`` names it.
    """
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        given = ((str(key), inner) for key, inner in value.items() if inner is not None)
        return {key: plain(inner, (*where, key)) for key, inner in given}
    if isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(inner, (*where, place)) for place, inner in enumerate(value)]
    raise ParameterError(
        f"{dotted(where)}: must be a text, a number, a list or a mapping, as docs/settings.md has "
        f"it, got {value!r:.80}"
    )


def as_toml(table: Mapping[str, Plain]) -> str:
    """Return a TOML document; tables within it come after the other keys, as TOML wants it."""
    return "\n".join(_lines(table, ())) + "\n"


def _lines(table: Mapping[str, Plain], path: tuple[str, ...]) -> Iterator[str]:
    for key, value in table.items():
        if not isinstance(value, dict):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        if isinstance(value, dict):
            yield f"\n[{'.'.join(_key(part) for part in (*path, key))}]"
            yield from _lines(value, (*path, key))


def _value(value: Plain) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_key(key)} = {_value(one)}' for key, one in value.items())}}}"
    return repr(value)  # nan and inf are spelt as in TOML


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else _text(key)


def _text(text: str) -> str:
    # JSON's escapes are TOML's; only the delete character is a text in JSON alone.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
