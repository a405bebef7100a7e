"""Reads .npy files: the header is parsed here, so nothing in it can run code or ask for memory."""

import ast
import math
import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np

from topopress.core.errors import DataError
from topopress.samples.arrays.types import Floats, Matrix, checked_shape, not_floats

MAGIC = b"\x93NUMPY"
LONGEST_HEADER = 10_000
"""Bytes of a header at most, as NumPy has it by default."""
_SIZES = {(1, 0): "<H", (2, 0): "<I", (3, 0): "<I"}
_KEYS = {"descr", "fortran_order", "shape"}
_TYPE = re.compile(r"([<>|=]?)([A-Za-z])(\d{0,6})(?:\[\w{1,4}\])?")
_FLOATS = ("2", "4", "8")
_KINDS = {
    "O": "Python objects, which are never unpickled",
    "i": "integers",
    "u": "integers",
    "b": "truth values",
    "c": "complex numbers",
    "f": "floating-point numbers of a size other than 2, 4 or 8 bytes",
    "S": "texts",
    "U": "texts",
    "M": "points in time",
    "m": "lengths of time",
}


@dataclass(frozen=True, slots=True)
class NpyHeader:
    """What a header says: type, shape and order of the numbers, and the length of the header."""

    dtype: "np.dtype[np.floating[Any]]"
    shape: tuple[int, int]
    fortran_order: bool
    length: int

    @property
    def n_bytes(self) -> int:
        """Bytes of the numbers."""
        return math.prod(self.shape) * self.dtype.itemsize


@dataclass(frozen=True, slots=True)
class MappedMatrix(Matrix):
    """A matrix whose numbers lie in a file as they are in memory."""

    file: Path
    offset: int
    header: NpyHeader

    def blocks(self) -> Iterator[Floats]:
        """Yield all rows in their order, from the mapped file."""
        order: Literal["C", "F"] = "F" if self.header.fortran_order else "C"
        try:
            mapped: Floats = np.memmap(
                self.file, self.header.dtype, "r", self.offset, self.header.shape, order
            )
        except (OSError, ValueError) as error:
            raise DataError(f"{self.where}: cannot be read ({error})") from error
        for start in range(0, self.n_rows, self.block_rows):
            yield mapped[start : start + self.block_rows]


def open_npy(file: Path, where: str) -> Matrix:
    """Return the matrix of a .npy file.

    Raises:
        DataError: It is no matrix of floating-point numbers, or shorter than its header says.
    """
    with file.open("rb") as opened:
        header = read_header(opened, where)
        size = os.fstat(opened.fileno()).st_size
    require_length(header, size - header.length, where)
    return MappedMatrix(where, *header.shape, file, header.length, header)


def require_length(header: NpyHeader, n_bytes: int, where: str) -> None:
    """Refuse a file that is shorter or longer than its header says.

    Raises:
        DataError: With both lengths.
    """
    if header.n_bytes != n_bytes:
        shorter = "shorter" if n_bytes < header.n_bytes else "longer"
        raise DataError(
            f"{where} is {shorter} than its header says: {n_bytes:,} bytes of numbers, and "
            f"{header.n_bytes:,} are expected for the shape {header.shape}; write it again"
        )


def read_header(opened: IO[bytes], where: str) -> NpyHeader:
    """Read the header of a .npy stream, at most ``LONGEST_HEADER`` bytes.

    Raises:
        DataError: It is damaged, or the array is no matrix of floating-point numbers.
    """
    start = opened.read(len(MAGIC) + 2)
    if not start.startswith(MAGIC):
        pickled = " but a pickled object, which is never read" if start[:1] == b"\x80" else ""
        raise DataError(f"{where} is no .npy array{pickled}; write the matrix with numpy.save")
    size = _SIZES.get((start[-2], start[-1])) if len(start) == len(MAGIC) + 2 else None
    if size is None:
        raise DataError(f"{where} has a .npy format that is not known; write it with numpy.save")
    try:
        (n_header,) = struct.unpack(size, opened.read(struct.calcsize(size)))
    except struct.error:
        raise _damaged(where) from None
    if n_header > LONGEST_HEADER:
        raise DataError(
            f"{where} has a header of {n_header:,} bytes; {LONGEST_HEADER:,} are allowed"
        )
    written = opened.read(n_header)
    if len(written) < n_header:
        raise _damaged(where)
    length = len(MAGIC) + 2 + struct.calcsize(size) + n_header
    return _parsed(written, length, where)


def _damaged(where: str) -> DataError:
    return DataError(f"{where} has a damaged .npy header; write it again with numpy.save")


def _parsed(written: bytes, length: int, where: str) -> NpyHeader:
    try:
        found = ast.literal_eval(written.decode("utf-8").strip())
        if not isinstance(found, dict) or set(found) != _KEYS:
            raise _damaged(where)
        shape, fortran, descr = found["shape"], found["fortran_order"], found["descr"]
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise _damaged(where) from error
    if not isinstance(shape, tuple) or not all(type(n) is int and n >= 0 for n in shape):
        raise _damaged(where)
    if not isinstance(fortran, bool):
        raise _damaged(where)
    dtype = _float_type(descr, where)
    return NpyHeader(dtype, checked_shape(shape, where), fortran, length)


def _float_type(descr: object, where: str) -> "np.dtype[np.floating[Any]]":
    if isinstance(descr, list):
        raise not_floats("records with named fields", where)
    found = _TYPE.fullmatch(descr) if isinstance(descr, str) else None
    if found is None:
        raise _damaged(where)
    order, kind, size = found.groups()
    if kind != "f" or size not in _FLOATS:
        raise not_floats(_KINDS.get(kind, f"values of type {found[0]}"), where)
    return np.dtype(f"{'>' if order == '>' else '<'}f{size}")
