"""Vectors as a user hands them over: anything that numpy reads as a table of numbers."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topopress.api.errors import ParameterError
from topopress.core.arrays import Float32, Float64

Numbers = NDArray[np.floating[Any]]
ROWS_AT_ONCE = 4096
RESOLVED = 1000
"""A channel's standard deviation must be so many times the rounding error of single precision."""


def checked_vectors(vectors: Any, name: str = "vectors") -> Numbers:  # noqa: ANN401
    """Return vectors as an array of float16, float32 or float64, shape (n_rows, n_channels).

    Arrays of these types are not copied, and stay memory-mapped. Integers become float64.

    Args:
        vectors: Whatever ``numpy.asarray`` reads: lists, data frames, tensors on the CPU.
        name: The name of the argument, for messages.

    Raises:
        ParameterError: it is no table of finite real numbers with at least one row and channel.
    """
    array = number_array(vectors, name)
    if array.ndim != 2:  # noqa: PLR2004 - a table
        advice = (
            f"; for one channel write {name}.reshape(-1, 1), for a single row {name}.reshape(1, -1)"
            if array.ndim == 1
            else f"; write {name}.reshape(len({name}), -1) for one row from each entry"
            if array.ndim
            else ""
        )
        raise ParameterError(
            f"{name}: expected an array of shape (n_rows, n_channels), got shape "
            f"{array.shape}{advice}"
        )
    for size, what in zip(array.shape, ("row", "channel"), strict=True):
        if size == 0:
            raise ParameterError(f"{name}: expected at least one {what}, got shape {array.shape}")
    _require_finite(array, name)
    return array


def number_array(values: Any, name: str) -> Numbers:  # noqa: ANN401
    """Return real numbers as an array of float16, float32 or float64, of any shape.

    Raises:
        ParameterError: they are no real numbers, or some are masked.
    """
    if hasattr(values, "toarray") and hasattr(values, "nnz"):
        raise ParameterError(f"{name}: is sparse, expected a dense array; write {name}.toarray()")
    if np.ma.is_masked(values):
        raise ParameterError(f"{name}: has masked numbers; fill them in, or leave their rows out")
    try:
        array = np.asarray(values)
        if array.dtype == object:
            array = array.astype(np.float64)
    except Exception as error:
        raise ParameterError(f"{name}: cannot be read as an array of numbers: {error}") from error
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    if array.dtype.kind != "f":
        raise ParameterError(
            f"{name}: expected real numbers, got an array of type {array.dtype} and shape "
            f"{array.shape}"
        )
    # Of longer or byte-swapped floats a copy.
    return array if array.dtype in (np.float16, np.float32, np.float64) else array.astype("f8")


def single_precision(vectors: Numbers, name: str = "vectors") -> Float32:
    """Return checked vectors as float32, in which all of this package's graphs are made.

    Raises:
        ParameterError: numbers are too large for it, or differ too little for their size.
    """
    if vectors.dtype == np.float32:
        return vectors.astype(np.float32, copy=False)
    with np.errstate(over="ignore"):
        single = vectors.astype(np.float32)
    if vectors.dtype == np.float64:
        _require_resolved(vectors, single, name)
    return single


def _require_finite(array: Numbers, name: str) -> None:
    for start in range(0, len(array), ROWS_AT_ONCE):
        block = np.asarray(array[start : start + ROWS_AT_ONCE])
        broken = np.argwhere(~np.isfinite(block))
        if len(broken):
            row, channel = broken[0].tolist()
            raise ParameterError(
                f"{name}: row {start + row} has {block[row, channel]} in channel {channel}, "
                "expected finite numbers; leave such rows out, or fill them in"
            )


def _sizes(vectors: Numbers) -> tuple[Float64, Float64]:
    """Return the largest absolute value and the standard deviation of each channel, in blocks."""
    mean, largest = vectors.mean(axis=0, dtype=np.float64), np.zeros(vectors.shape[1])
    for block in _blocks(vectors):
        np.maximum(largest, np.abs(block).max(axis=0), out=largest)
    # Squares of tiny numbers would be 0.
    scale, squares = np.where(largest > 0, largest, 1.0), np.zeros(vectors.shape[1])
    for block in _blocks(vectors):
        squares += (((block - mean) / scale) ** 2).sum(axis=0)
    return largest, scale * np.sqrt(squares / len(vectors))


def _blocks(vectors: Numbers) -> Iterator[Float64]:
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        yield np.asarray(vectors[start : start + ROWS_AT_ONCE], dtype=np.float64)


def _require_resolved(vectors: Numbers, single: Float32, name: str) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        largest, spread = _sizes(vectors)
    beyond = np.flatnonzero(largest > np.finfo(np.float32).max)
    if len(beyond):
        raise ParameterError(
            f"{name}: numbers of channel {beyond[0]} reach {largest[beyond[0]]:.3g}, which is too "
            "large for single precision (float32); divide the channel by a number"
        )
    limits = np.finfo(np.float32)
    rounding = np.maximum(largest * limits.eps, limits.smallest_subnormal) / 2
    coarse = np.flatnonzero((spread > 0) & (spread < RESOLVED * rounding))
    if len(coarse) and (single[:, coarse] != vectors[:, coarse]).any():
        channel = coarse[0]
        raise ParameterError(
            f"{name}: the numbers of channel {channel} are near {largest[channel]:.3g} and differ "
            f"by {spread[channel]:.3g} (standard deviation), which single precision (float32) "
            "hardly tells apart; subtract each channel's mean first, or multiply the channel by a "
            "number"
        )
