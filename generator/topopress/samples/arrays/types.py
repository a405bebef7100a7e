"""A matrix in a file, and what every reader of one must refuse."""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float32
from topopress.core.errors import DataError

Floats = NDArray[np.floating[Any]]

BLOCK = 1 << 22
"""Numbers that are read at once."""
MOST_ROWS = (1 << 31) - 1
_MATRIX = 2
"""Number of axes."""
_SHOWN_AXES = 6


@dataclass(frozen=True, slots=True)
class Matrix(ABC):
    """A matrix of floating-point numbers in a file; its numbers are read when they are asked for.

    Attributes:
        where: What messages call the file: its setting and its name.
        n_rows: Number of rows, at least one.
        n_channels: Number of columns, at least one.
    """

    where: str
    n_rows: int
    n_channels: int

    @property
    def block_rows(self) -> int:
        """Number of rows that are read at once."""
        return max(1, BLOCK // self.n_channels)

    @abstractmethod
    def blocks(self) -> Iterator[Floats]:
        """Yield all rows in their order, some at once, shape (n, n_channels).

        Raises:
            DataError: The file cannot be read.
        """

    def copy_to(self, target: Float32) -> None:
        """Copy all numbers to an array in single precision, shape (n_rows, n_channels).

        Raises:
            DataError: The file cannot be read, or a number is NaN, infinite, or too large.
        """
        start = 0
        for block in self.blocks():
            part = target[start : start + len(block)]
            with np.errstate(over="ignore"):
                part[:] = block
            if not np.isfinite(part).all():
                raise DataError(_not_finite(self.where, block, part, start))
            start += len(block)


def _not_finite(where: str, block: Floats, single: Float32, start: int) -> str:
    row, column = np.argwhere(~np.isfinite(single))[0].tolist()
    value = float(block[row, column])
    here = f"{where}: row {start + row}, column {column} (counted from 0)"
    if math.isfinite(value):
        return (
            f"{here} is {value:.4g}, and rows are kept in single precision, up to 3.4e+38; scale "
            "the array"
        )
    wrong = "not a number (NaN)" if math.isnan(value) else "infinite"
    return f"{here} is {wrong}; leave such rows out, or replace the values"


def checked_shape(shape: Sequence[int], where: str) -> tuple[int, int]:
    """Return the shape of a matrix.

    Raises:
        DataError: It is none, or has no rows or no columns.
    """
    if len(shape) != _MATRIX:
        advice = (
            "write array[:, None] for one channel"
            if len(shape) == 1
            else "write array.reshape(len(array), -1), or one vector of each item"
        )
        raise DataError(
            f"{where} has the shape {shown_shape(shape)}, and a layer is a matrix of rows and "
            f"channels, shape (n_rows, n_channels); {advice}"
        )
    n_rows, n_channels = shape
    if not n_rows or not n_channels:
        raise DataError(f"{where} has {n_rows:,} rows and {n_channels:,} columns; it is empty")
    if n_rows > MOST_ROWS:
        raise DataError(f"{where} has {n_rows:,} rows; {MOST_ROWS:,} are allowed")
    return n_rows, n_channels


def shown_shape(shape: Sequence[int]) -> str:
    """Return a shape for messages."""
    axes = [f"{axis}" if axis < 10**18 else "more than 10^18" for axis in shape[:_SHOWN_AXES]]
    return f"({', '.join(axes)}{', ...' if len(shape) > _SHOWN_AXES else ''})"


def not_floats(found: str, where: str) -> DataError:
    """Return the error of an array whose values are of another kind; ``found`` says which."""
    return DataError(
        f"{where} holds {found}; a layer is floating-point numbers of 16, 32 or 64 bits: write "
        "array.astype('float32')"
    )
