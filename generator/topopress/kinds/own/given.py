"""Checks one sample as an author's code yields it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import torch
from numpy.typing import NDArray

from topopress.core.errors import suggestion
from topopress.kinds.own.pictures import picture_of
from topopress.kinds.own.types import Arrays
from topopress.kinds.own.unusable import Unusable
from topopress.samples.labels import clean_label, clean_text, is_plain

KEYS = ("id", "input", "label", "metadata", "picture", "text", "link")
MOST_BYTES = 1 << 28
"""Bytes of one input at most."""
LONGEST_ID = 200
LONGEST_TEXT = 20_000
_PAIR = 2
_KINDS = "biuf"
"""Numpy's kinds of numbers that an input can have: truth values, integers, real numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """One sample: ``id`` is None and texts are empty where the author says nothing."""

    id: str | None
    arrays: Arrays
    label: str | None
    metadata: Mapping[str, str | float]
    picture: bytes
    text: str
    link: str


def given_sample(value: object, base: Path) -> Given:
    """Return a sample that an author's code yields; paths of pictures start from ``base``.

    Raises:
        Unusable: it is none.
    """
    entry = _entry(value)
    return Given(
        id=_id(entry.get("id")),
        arrays=_arrays(entry["input"]),
        label=_label(entry.get("label")),
        metadata=_metadata(entry.get("metadata")),
        picture=picture_of(entry.get("picture"), base),
        text=_text(entry.get("text")),
        link=_link(entry.get("link")),
    )


def _entry(value: object) -> Mapping[str, object]:
    if isinstance(value, tuple | list) and len(value) == _PAIR:
        return {"input": value[0], "label": value[1]}
    if not isinstance(value, Mapping):
        raise Unusable(
            f"it is of type {type(value).__name__}; a sample is a dictionary with 'input' and, "
            f"where there are, {', '.join(map(repr, [KEYS[0], *KEYS[2:]]))}, or a pair of input "
            "and label"
        )
    if unknown := [key for key in value if key not in KEYS]:
        raise Unusable(
            f"it has the key {unknown[0]!r:.60}{suggestion(str(unknown[0]), KEYS)}; keys are "
            f"{', '.join(KEYS)}; further facts belong into 'metadata'"
        )
    if "input" not in value:
        raise Unusable("it has no key 'input', which is what the network is shown")
    return value


def _id(value: object) -> str | None:
    if value is None:
        return None
    plain = _plain(value)
    if isinstance(plain, bool) or not isinstance(plain, str | int):
        raise Unusable(f"'id' is of type {type(value).__name__}; a text or an integer is allowed")
    text = str(plain).strip()
    if not text or len(text) > LONGEST_ID or not is_plain(text):
        raise Unusable(
            f"'id' must be 1 to {LONGEST_ID} characters that can be shown, got {text[:40]!r}"
        )
    return text


def _label(value: object) -> str | None:
    plain = _plain(value)
    if plain is None or isinstance(plain, str | int):
        return clean_label(None if plain is None else str(plain))
    raise Unusable(
        f"'label' is of type {type(value).__name__}; a text, an integer or None is allowed"
    )


def _metadata(value: object) -> dict[str, str | float]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Unusable(f"'metadata' is of type {type(value).__name__}; a dictionary is allowed")
    found: dict[str, str | float] = {}
    for key, each in value.items():
        plain = _plain(each)
        if not isinstance(key, str) or not clean_text(key):
            raise Unusable(f"'metadata' has the key {key!r:.60}; names of columns are texts")
        if not isinstance(plain, str | bool | int | float | None):
            raise Unusable(
                f"'metadata' has a value of type {type(each).__name__} as {key!r}; "
                "texts and numbers are allowed"
            )
        if isinstance(plain, float) and not np.isfinite(plain):
            plain = None
        if plain is not None:
            is_number = isinstance(plain, int | float) and not isinstance(plain, bool)
            found[clean_text(key)] = float(plain) if is_number else clean_text(str(plain))
    return found


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unusable(f"'text' is of type {type(value).__name__}; a text is allowed")
    return value.strip()[:LONGEST_TEXT]


def _link(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or urlsplit(value).scheme not in ("http", "https"):
        raise Unusable(f"'link' is {value!r:.60}; an address with http:// or https:// is allowed")
    return value


def _plain(value: object) -> object:
    """Return a number of torch or numpy as one of Python, and anything else as it is."""
    if isinstance(value, torch.Tensor | np.ndarray | np.generic) and np.prod(value.shape) == 1:
        return value.item()
    return value


def _arrays(value: object) -> Arrays:
    """Return the arrays of an input by name, in the order of the names."""
    if not isinstance(value, Mapping):
        return {"": _array(value, "'input'")}
    if not value or not all(isinstance(key, str) and key.isidentifier() for key in value):
        names = ", ".join(repr(key)[:40] for key in value) or "nothing"
        raise Unusable(
            f"'input' is a dictionary of {names}; its keys are the names of the arguments of "
            "the network's forward"
        )
    return {key: _array(value[key], f"'input' {key!r}") for key in sorted(value)}


def _array(value: object, what: str) -> NDArray[np.generic]:
    if isinstance(value, torch.Tensor):
        value = _of_tensor(value, what)
    if not isinstance(value, np.ndarray | np.generic):
        raise Unusable(
            f"{what} is of type {type(value).__name__}; a tensor of torch, an array of numpy or a "
            "dictionary of these is allowed"
        )
    if value.dtype.kind not in _KINDS or value.dtype.itemsize > np.dtype(np.float64).itemsize:
        raise Unusable(f"{what} holds {value.dtype}; real numbers, integers or truth values do")
    if not value.size or value.nbytes > MOST_BYTES:
        raise Unusable(
            f"{what} has shape {value.shape} and {value.nbytes:,} bytes; 1 to {MOST_BYTES:,} are "
            "allowed"
        )
    if value.dtype.kind == "f" and not np.isfinite(value).all():
        raise Unusable(f"{what} has NaN or infinite values")
    return np.array(value, value.dtype.newbyteorder("="), order="C", copy=True)


def _of_tensor(value: torch.Tensor, what: str) -> NDArray[np.generic]:
    if value.layout != torch.strided or value.is_complex() or value.device.type == "meta":
        kind = f"{value.layout} of {value.dtype} on {value.device.type}"
        raise Unusable(f"{what} is a tensor {kind}; write a dense one of real numbers")
    if value.nbytes > MOST_BYTES:
        raise Unusable(
            f"{what} has shape {tuple(value.shape)} and {value.nbytes:,} bytes; at most "
            f"{MOST_BYTES:,} are allowed"
        )
    plain = value.detach().cpu().resolve_neg()
    halves = plain.dtype == torch.bfloat16  # numpy has no such type
    array: NDArray[np.generic] = (plain.float() if halves else plain).numpy()
    return array
