"""The stages that read arrays and the table of their rows, and the resources that open them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from topopress.activations.types import Rows
from topopress.core.errors import DataError
from topopress.kinds.arrays.row_table import RowCount, RowTable
from topopress.kinds.arrays.settings import DescribedRows
from topopress.network.types import LayerInfo, VectorShape
from topopress.samples.arrays.reading import ArrayPlace, open_matrix
from topopress.samples.arrays.types import Matrix
from topopress.samples.types import Survey
from topopress.stage.executor import Work


@dataclass(frozen=True, slots=True)
class ArrayFile:
    """The array of a layer; relative paths start from the folder, messages name the setting."""

    place: ArrayPlace
    folder: Path
    setting: str

    def open(self, device: str) -> Matrix:
        """Return the matrix; only its header is read."""
        return open_matrix(self.place, self.folder, self.setting)


@dataclass(frozen=True, slots=True)
class TableFile:
    """The table of an exploration's rows; relative paths start from the folder."""

    settings: DescribedRows
    folder: Path

    def open(self, device: str) -> RowTable:
        """Return what reads the table."""
        return RowTable(self.settings, self.folder)


@dataclass(frozen=True, slots=True)
class ReadLayer:
    """A layer whose rows have been read."""

    layer: LayerInfo


@dataclass(frozen=True, slots=True)
class ReadArrays:
    """The layers whose arrays were found usable."""

    layers: tuple[LayerInfo, ...]


def row_samples(
    work: Work, *, settings: DescribedRows, table: str, n_rows: int, of: str, opened: TableFile
) -> Survey:
    """List the rows as samples; ``table`` changes with the table and its pictures."""
    return work.open(opened).survey(RowCount(n_rows, of), work.progress)


def array_rows(work: Work, *, layer: str, file: str, array: str | None, opened: ArrayFile) -> Rows:
    """Read the rows of a layer; ``file`` is the SHA-256 of its file.

    Raises:
        DataError: a number is NaN, infinite, or too large for single precision.
    """
    matrix = work.open(opened)
    vectors = work.array("vectors", (matrix.n_rows, matrix.n_channels), np.float32)
    matrix.copy_to(vectors)
    return Rows(
        layer=LayerInfo(layer, matrix.n_channels, VectorShape()),
        vectors=vectors,
        sample=np.arange(matrix.n_rows, dtype=np.int32),
        place="whole",
        position=np.empty((matrix.n_rows, 0), np.int32),
    )


def arrays_fit(rows: Mapping[str, ReadLayer]) -> ReadArrays:
    """Read all arrays once before anything is computed, so that a mistake in one is known."""
    return ReadArrays(tuple(each.layer for each in rows.values()))


def require_one_length(matrices: Mapping[str, Matrix]) -> RowCount:
    """Return the number of rows, which all arrays have in common.

    Raises:
        DataError: With the first array that has another.
    """
    first, *others = matrices.values()
    for other in others:
        if other.n_rows != first.n_rows:
            raise DataError(
                f"{other.where} has {other.n_rows:,} rows, and {first.where} has "
                f"{first.n_rows:,}; all layers have the same rows in the same order"
            )
    return RowCount(first.n_rows, first.where)
