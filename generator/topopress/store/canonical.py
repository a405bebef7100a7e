"""Canonical JSON (equal values have equal texts), and SHA-256 hashes."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def canonical(value: object) -> bytes:
    """Return the canonical JSON of a value: keys sorted, no spaces, ASCII, shortest numbers.

    Raises:
        TypeError: the value contains a type without JSON form, or a key that is not a string.
        ValueError: it contains NaN or an infinity.
    """
    _require_string_keys(value)
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_mapping
    )
    return text.encode("ascii")


def seal(body: object) -> bytes:
    """Return canonical JSON of a value together with its SHA-256, against damage."""
    return canonical({"body": body, "sha256": sha256(canonical(body))})


def unseal(data: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Return the value of sealed JSON.

    Raises:
        ValueError: the data is damaged.
    """
    try:
        envelope = json.loads(data)
        if envelope["sha256"] == sha256(canonical(envelope["body"])):
            return envelope["body"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("without a valid checksum") from error
    raise ValueError("without a valid checksum")


def sha256(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's content in hexadecimal; ``OSError`` if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mapping(value: object) -> dict[str, object]:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} ({type(value).__name__}) has no JSON form")


def _require_string_keys(value: object) -> None:
    # json writes the keys 1 and "1" as the same text.
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"key {key!r} is not a string")
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            _require_string_keys(inner)
