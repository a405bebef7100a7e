"""Reads matrices from Parquet files: a column of lists of one length, or columns of numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from topopress.core.errors import DataError
from topopress.samples.arrays.choice import chosen_array
from topopress.samples.arrays.types import Floats, Matrix, checked_shape, not_floats
from topopress.samples.parquet_files import opened_parquet

_INDEX = "__index_level_"
"""Begin of the names of columns that pandas writes for an index."""
_LISTED = 8


@dataclass(frozen=True, slots=True)
class ParquetMatrix(Matrix):
    """A column of lists, or several columns of numbers; read group by group of rows."""

    file: Path
    columns: tuple[str, ...]
    is_list: bool

    def blocks(self) -> Iterator[Floats]:
        """Yield all rows in their order."""
        start = 0
        with opened_parquet(self.file, self.where) as opened:
            batches = opened.iter_batches(batch_size=self.block_rows, columns=list(self.columns))
            for batch in batches:
                yield (
                    self._of_lists(batch, start) if self.is_list else self._of_columns(batch, start)
                )
                start += batch.num_rows
        if start != self.n_rows:
            raise DataError(f"{self.where} has {start:,} rows, and its footer says {self.n_rows:,}")

    def _of_columns(self, batch: Any, start: int) -> Floats:  # noqa: ANN401 - of pyarrow
        for name, column in zip(self.columns, batch.columns, strict=True):
            if column.null_count:
                raise self._nothing(start, column, f"column {name!r}")
        return np.column_stack([column.to_numpy(zero_copy_only=False) for column in batch.columns])

    def _of_lists(self, batch: Any, start: int) -> Floats:  # noqa: ANN401 - of pyarrow
        lists = _storage(batch.columns[0])
        if lists.null_count:
            raise self._nothing(start, lists, "the list")
        values = lists.flatten()
        if values.null_count:
            row = start + values.is_null().index(True).as_py() // self.n_channels
            raise DataError(f"{self.where}: a number of row {row} (counted from 0) is missing")
        if len(values) != batch.num_rows * self.n_channels or not _all_of(lists, self.n_channels):
            lengths = lists.value_lengths().to_numpy(zero_copy_only=False)
            other = int(np.flatnonzero(lengths != self.n_channels)[0])
            raise DataError(
                f"{self.where}: the list of row {start + other} (counted from 0) has "
                f"{lengths[other]} numbers, and that of row 0 has {self.n_channels}; all rows have "
                "one length"
            )
        numbers: Floats = values.to_numpy(zero_copy_only=False)
        return numbers.reshape(batch.num_rows, self.n_channels)

    def _nothing(self, start: int, column: Any, what: str) -> DataError:  # noqa: ANN401
        row = start + column.is_null().index(True).as_py()
        return DataError(
            f"{self.where}: {what} of row {row} (counted from 0) is missing; leave such rows out"
        )


def open_parquet(file: Path, array: str | None, where: str) -> Matrix:
    """Return a matrix of a Parquet file.

    It is the named column of lists of numbers; without a name the only such column, or else all
    columns, if each is of numbers.

    Raises:
        DataError: There is no such column, it has no floating-point numbers, or the file is
            damaged.
    """
    with opened_parquet(file, where) as opened:
        n_rows = opened.metadata.num_rows
        fields = {field.name: field.type for field in opened.schema_arrow}
        if len(fields) != len(opened.schema_arrow):
            raise DataError(f"{where} has two columns of one name; rename one of them")
        fields = {name: of for name, of in fields.items() if not name.startswith(_INDEX)}
        names = _chosen(array, fields, where)
        here = f"{where}, column {names[0]!r}" if len(names) == 1 else where
        if _is_list(fields[names[0]]):
            _require_floats(_value_type(fields[names[0]]), here)
            width = _width(opened, names[0], here) if n_rows else 0
            return ParquetMatrix(here, *checked_shape((n_rows, width), here), file, names, True)
    for name in names:
        _require_floats(fields[name], f"{where}, column {name!r}")
    shape = checked_shape((n_rows, len(names)), here)
    return ParquetMatrix(here, *shape, file, names, False)


def _chosen(array: str | None, fields: dict[str, Any], where: str) -> tuple[str, ...]:
    """Return the columns of the matrix: one of lists, or all of numbers."""
    if array is not None:
        return (chosen_array(array, list(fields), where),)
    lists = [name for name, of in fields.items() if _is_list(of)]
    if len(lists) == 1:
        return (lists[0],)
    others = {name: of for name, of in fields.items() if not _is_float(of)}
    if not fields or others:
        listed = ", ".join(f"{name!r} ({of!s:.40})" for name, of in [*fields.items()][:_LISTED])
        raise DataError(
            f"{where} has {len(lists) or 'no'} columns of lists, and not all columns are of "
            "floating-point numbers; name a column of lists of numbers after the file, such as "
            f"#vector (columns: {listed or 'none'})"
        )
    return tuple(fields)


def _storage(lists: Any) -> Any:  # noqa: ANN401 - of pyarrow
    """Return the lists of an array of tensors, or the lists themselves."""
    return getattr(lists, "storage", lists)


def _storage_type(of: Any) -> Any:  # noqa: ANN401 - of pyarrow
    return getattr(of, "storage_type", of)


def _is_list(of: Any) -> bool:  # noqa: ANN401 - of pyarrow
    from pyarrow import types

    kind = _storage_type(of)
    found: bool = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return found


def _value_type(of: Any) -> Any:  # noqa: ANN401 - of pyarrow
    return _storage_type(of).value_type


def _is_float(of: Any) -> bool:  # noqa: ANN401 - of pyarrow
    from pyarrow import types

    return bool(types.is_floating(of))


def _require_floats(of: Any, where: str) -> None:  # noqa: ANN401 - of pyarrow
    if not _is_float(of):
        raise not_floats(f"values of type {of}", where)


def _width(opened: Any, name: str, where: str) -> int:  # noqa: ANN401 - of pyarrow
    """Return the length of the first list."""
    first = next(opened.iter_batches(batch_size=1, columns=[name]), None)
    length = None if first is None else _storage(first.columns[0]).value_lengths()[0].as_py()
    if length is None:
        raise DataError(f"{where}: the list of row 0 (counted from 0) is missing")
    return int(length)


def _all_of(lists: Any, length: int) -> bool:  # noqa: ANN401 - of pyarrow
    return bool((lists.value_lengths().to_numpy(zero_copy_only=False) == length).all())
