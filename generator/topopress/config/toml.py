"""Writes settings as TOML: texts, numbers, truth values, lists, and tables within tables."""

import json
from collections.abc import Iterator, Mapping

Plain = str | bool | int | float | list["Plain"] | dict[str, "Plain"]


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
