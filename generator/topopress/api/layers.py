"""The vectors that ``topopress.publish`` is given, as one matrix of numbers for each layer."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topopress.api.arrays import Numbers, checked_vectors, single_precision
from topopress.api.errors import ParameterError, parameter_errors
from topopress.config.addresses import layer_address
from topopress.core.arrays import Float32
from topopress.core.counted import counted
from topopress.samples.arrays.reading import NPY, ArrayPlace, open_matrix

DEFAULT = "vectors"
"""Name of the layer where only one array is given."""


@dataclass(frozen=True, slots=True, eq=False)
class GivenLayer:
    """A layer as it was given.

    Attributes:
        where: What messages call it, such as ``vectors['encoder']``.
        values: Its rows, shape (n_rows, n_channels), of 16, 32 or 64 bits.
        file: The .npy file that holds just these values; None for an array in memory.
    """

    where: str
    values: Numbers
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
                f"{other.where} has {counted(len(other.values), 'row')}, and {first.where} has "
                f"{len(first.values):,}; row k of every layer is of the same input"
            )
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


def _layer(given: Any, where: str) -> GivenLayer:  # noqa: ANN401 - an array of any library
    if isinstance(given, str | os.PathLike):
        return _of_file(os.fspath(given), where)
    given = without_gradient(given)
    if hasattr(given, "to_numpy") and hasattr(given, "columns"):
        given = _of_frame(given, where)
    values = checked_vectors(given, where)
    if values.dtype == np.float64:
        single_precision(values, where)
    return GivenLayer(where, values)


def _of_file(path: str, where: str) -> GivenLayer:
    """Return the rows of a file; those of a .npy file stay where they are."""
    place = ArrayPlace.of(path)
    file = Path(place.file).absolute()
    if not file.is_file():
        raise ParameterError(f"{where}: there is no file {file}")
    if file.suffix.lower() != NPY:
        return GivenLayer(where, _read(place, where))
    try:
        mapped = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise ParameterError(f"{where}: {file} cannot be read ({error})") from error
    values = checked_vectors(mapped, where)
    # An array of another type was converted, so it is no longer what the file holds.
    return GivenLayer(where, values, file if values.dtype == mapped.dtype else None)


def _read(place: ArrayPlace, where: str) -> Float32:
    with parameter_errors():
        matrix = open_matrix(place, Path(), where)
        values = np.empty((matrix.n_rows, matrix.n_channels), np.float32)
        matrix.copy_to(values)
    return values


def without_gradient(given: Any) -> Any:  # noqa: ANN401 - an array of any library
    """Return a tensor of torch in the main memory, in a type that NumPy has; others as they are."""
    if not (hasattr(given, "detach") and hasattr(given, "cpu")):
        return given
    tensor = given.detach().cpu()
    return tensor.float() if "bfloat16" in str(tensor.dtype) else tensor


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
