"""The vectors that ``topopress.publish`` is given, as one matrix of numbers for each layer."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topopress.config.addresses import layer_address
from topopress.core.errors import ParameterError

Floats = NDArray[np.floating[Any]]
DEFAULT = "vectors"
"""Name of the layer where only one array is given."""
MOST_EXACT = 2**24
"""Integers up to it are numbers of single precision."""
_BLOCK = 1 << 22
_MATRIX = 2
_SIZES = (2, 4, 8)


@dataclass(frozen=True, slots=True, eq=False)
class GivenLayer:
    """A layer as it was given.

    Attributes:
        where: What messages call it, such as ``vectors['encoder']``.
        values: Its rows, shape (n_rows, n_channels), of 16, 32 or 64 bits.
        file: The .npy file that holds just these values; None for an array in memory.
    """

    where: str
    values: Floats
    file: Path | None = None


def given_layers(vectors: object) -> dict[str, GivenLayer]:
    """Return the layers by their names, in the order given; all have the same number of rows.

    Raises:
        ParameterError: an array is no matrix of finite numbers, or the numbers of rows differ.
    """
    if isinstance(vectors, Mapping):
        _check_names(vectors)
        layers = {name: _layer(one, f"vectors[{name!r}]") for name, one in vectors.items()}
    else:
        layers = {DEFAULT: _layer(vectors, "vectors")}
    first, *others = layers.values()
    for other in others:
        if len(other.values) != len(first.values):
            raise ParameterError(
                f"{other.where} has {len(other.values):,} rows, and {first.where} has "
                f"{len(first.values):,}; row k of every layer is of the same input"
            )
    for layer in layers.values():
        _require_finite(layer)
    return layers


def _check_names(vectors: Mapping[Any, object]) -> None:
    if not vectors:
        raise ParameterError("vectors is an empty mapping; give at least one layer: {NAME: array}")
    seen: dict[str, str] = {}
    for name in vectors:
        if not isinstance(name, str) or not name.strip():
            raise ParameterError(f"vectors: names of layers must be texts, got {name!r}")
        other = seen.setdefault(layer_address(name), name)
        if other != name:
            raise ParameterError(
                f"vectors: {other!r} and {name!r} have the same address "
                f"{layer_address(name)!r}; rename one of the layers"
            )


def _layer(given: object, where: str) -> GivenLayer:
    if isinstance(given, str | os.PathLike):
        file = Path(given).absolute()
        values = _checked(_mapped(file, where), where)
        return GivenLayer(where, values, file if isinstance(values, np.memmap) else None)
    return GivenLayer(where, _checked(as_array(given, where), where))


def _mapped(file: Path, where: str) -> NDArray[Any]:
    if file.suffix.lower() != ".npy":
        raise ParameterError(
            f"{where}: {file.name!r} is no .npy file; read it first and pass the array, or name it "
            "in an exploration.toml (docs/vectors.md)"
        )
    try:
        found: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ParameterError(f"{where}: {file} cannot be read ({reason})") from error
    return found


def as_array(given: object, where: str) -> NDArray[Any]:
    """Return an array-like of any library as an array.

    Raises:
        ParameterError: it is none.
    """
    if hasattr(given, "toarray"):
        raise ParameterError(f"{where} is a sparse matrix; pass {where}.toarray()")
    if isinstance(given, np.ma.MaskedArray) and np.ma.is_masked(given):
        raise ParameterError(f"{where} has masked values; leave those rows out, or fill them")
    if hasattr(given, "detach") and hasattr(given, "cpu"):  # a tensor of torch
        given = given.detach().cpu()
        given = given.float() if "bfloat16" in str(given.dtype) else given
    if hasattr(given, "to_numpy") and hasattr(given, "columns"):
        return _of_frame(given, where)
    try:
        return np.asarray(given)
    except (ValueError, TypeError) as error:
        raise ParameterError(f"{where} cannot be read as an array: {error}") from error


def _of_frame(frame: Any, where: str) -> NDArray[Any]:  # noqa: ANN401 - a data frame of any library
    values = np.asarray(frame.to_numpy())
    if values.dtype != object:
        return values
    for column in frame.columns:
        try:
            np.asarray(frame[column].to_numpy(), float)
        except (ValueError, TypeError) as error:
            raise ParameterError(
                f"{where}: the column {str(column)!r} holds something other than numbers ({error});"
                " leave it out, and pass it as metadata"
            ) from error
    return values.astype(float)


def _checked(values: NDArray[Any], where: str) -> Floats:
    shape = values.shape
    if len(shape) != _MATRIX:
        raise ParameterError(
            f"{where} has the shape {shape}; one vector for each row is wanted, shape (n_rows, "
            f"n_channels){_advice(len(shape))}"
        )
    if not values.size:
        raise ParameterError(f"{where} is empty: its shape is {shape}")
    return _as_floats(values, where)


def _advice(axes: int) -> str:
    if axes < _MATRIX:
        return "; write vectors[:, None] for one channel"
    return (
        "; write vectors.reshape(len(vectors), -1), or a mean over the other axes, and give "
        "several layers as a mapping {NAME: array}"
    )


def _as_floats(values: NDArray[Any], where: str) -> Floats:
    kind = values.dtype.kind
    if kind == "f":
        return values if values.dtype.itemsize in _SIZES else values.astype(np.float64)
    if kind in "iu":
        largest = max(abs(int(values.min())), abs(int(values.max())))
        return values.astype(np.float32 if largest <= MOST_EXACT else np.float64)
    if kind == "b":
        return values.astype(np.float32)
    if kind == "O":
        try:
            return values.astype(np.float64)
        except (ValueError, TypeError) as error:
            raise ParameterError(f"{where} holds something other than numbers: {error}") from error
    raise ParameterError(f"{where} holds values of type {values.dtype}; real numbers are wanted")


def _require_finite(layer: GivenLayer) -> None:
    step = max(1, _BLOCK // layer.values.shape[1])
    for start in range(0, len(layer.values), step):
        with np.errstate(over="ignore"):
            block = np.asarray(layer.values[start : start + step], np.float32)
        if not np.isfinite(block).all():
            row, column = np.argwhere(~np.isfinite(block))[0].tolist()
            value = layer.values[start + row, column]
            raise ParameterError(
                f"{layer.where}: row {start + row}, column {column} (counted from 0) is {value}; "
                "every value must be finite in single precision; leave such rows out, or replace "
                "the values"
            )
