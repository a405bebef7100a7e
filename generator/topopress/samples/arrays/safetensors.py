"""Reads matrices from .safetensors files: a header in JSON, then the numbers of each tensor."""

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from topopress.core.errors import DataError
from topopress.samples.arrays.choice import chosen_array
from topopress.samples.arrays.types import Floats, Matrix, checked_shape, not_floats

_LENGTH = struct.Struct("<Q")
LONGEST_HEADER = 16 << 20
"""Bytes of a header at most."""
_TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "BF16": "<u2"}
_KINDS = {"I": "integers", "U": "integers", "B": "truth values", "C": "complex numbers"}
_BF16 = "BF16"


@dataclass(frozen=True, slots=True)
class TensorMatrix(Matrix):
    """A tensor in a file."""

    file: Path
    offset: int
    type: str

    def blocks(self) -> Iterator[Floats]:
        """Yield all rows in their order, from the mapped file; bfloat16 as single precision."""
        shape = (self.n_rows, self.n_channels)
        try:
            mapped = np.memmap(self.file, _TYPES[self.type], "r", self.offset, shape)
        except (OSError, ValueError) as error:
            raise DataError(f"{self.where}: cannot be read ({error})") from error
        for start in range(0, self.n_rows, self.block_rows):
            block = mapped[start : start + self.block_rows]
            if self.type == _BF16:  # the upper half of a number in single precision
                yield (block.astype(np.uint32) << np.uint32(16)).view(np.float32)
            else:
                yield block


def open_safetensors(file: Path, array: str | None, where: str) -> Matrix:
    """Return a tensor of a .safetensors file: the named one, or the only one.

    Raises:
        DataError: There is no such tensor, it is no matrix of floating-point numbers, or the file
            is damaged.
    """
    size = file.stat().st_size
    header, begin = _read_header(file, size, where)
    names = [name for name in header if name != "__metadata__"]
    name = chosen_array(array, names, where)
    here = f"{where}, tensor {name!r}"
    kind, shape, first, last = _described(header[name], here)
    if kind not in _TYPES:
        raise not_floats(_KINDS.get(kind[:1], f"values of type {kind:.20}"), here)
    n_rows, n_channels = checked_shape(shape, here)
    wanted = n_rows * n_channels * np.dtype(_TYPES[kind]).itemsize
    if last - first != wanted or begin + last > size:
        raise DataError(
            f"{here}: its header says {wanted:,} bytes of numbers, and the file does not have "
            "them there; write it again"
        )
    return TensorMatrix(here, n_rows, n_channels, file, begin + first, kind)


def _read_header(file: Path, size: int, where: str) -> tuple[Mapping[str, Any], int]:
    """Return the header, and where the numbers begin."""
    with file.open("rb") as opened:
        start = opened.read(_LENGTH.size)
        (length,) = _LENGTH.unpack(start) if len(start) == _LENGTH.size else (size + 1,)
        if length > size - _LENGTH.size:
            raise DataError(f"{where} is no .safetensors file, or was cut short")
        if length > LONGEST_HEADER:
            raise DataError(
                f"{where} has a header of {length:,} bytes; {LONGEST_HEADER:,} are allowed"
            )
        written = opened.read(length)
    try:
        header = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise _damaged(where) from error
    if not isinstance(header, dict):
        raise _damaged(where)
    return header, _LENGTH.size + len(written)


def _described(tensor: object, where: str) -> tuple[str, list[int], int, int]:
    """Return type, shape, and first and last place of a tensor's bytes."""
    found = tensor if isinstance(tensor, dict) else {}
    kind, shape, places = (
        found.get("dtype"),
        _counts(found, "shape"),
        _counts(found, "data_offsets"),
    )
    if not isinstance(kind, str) or shape is None or places is None:
        raise _damaged(where)
    if len(places) != 2 or places[0] > places[1]:  # noqa: PLR2004 - begin and end
        raise _damaged(where)
    return kind, shape, places[0], places[1]


def _counts(tensor: Mapping[str, Any], key: str) -> list[int] | None:
    """Return a list of numbers from 0, or None if the value is none."""
    value = tensor.get(key)
    if not isinstance(value, list):
        return None
    return value if all(type(each) is int and each >= 0 for each in value) else None


def _damaged(where: str) -> DataError:
    return DataError(f"{where} has a damaged .safetensors header; write it again")
