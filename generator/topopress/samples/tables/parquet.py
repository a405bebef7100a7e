"""Reads Parquet tables: a cell is the text of its value, so 7 and 7.0 are two."""

import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np

from topopress.core.errors import DataError
from topopress.samples.parquet_files import opened_parquet
from topopress.samples.tables.text_file import Utf8File
from topopress.samples.tables.types import Entry, Number, Required, column_name, require_once

_ROWS = 4096
"""Rows that are read at once."""
_INDEX = "__index_level_"


def parquet_entries(file: Utf8File, required: Required) -> Iterator[Entry]:
    """Yield the entries of a Parquet table; a line is the number of a row, from 1.

    Columns of lists and records are left out: vectors often stand beside what describes them.

    Raises:
        DataError: It cannot be read, or lacks a required column.
    """
    with opened_parquet(file.file, file.where) as opened:
        fields = [
            field.name
            for field in opened.schema_arrow
            if not _is_nested(field.type) and not field.name.startswith(_INDEX)
        ]
        columns = [column_name(name) for name in fields]
        require_once(columns, file.where)
        required.check(columns, file.where)
        line = 0
        for batch in opened.iter_batches(batch_size=_ROWS, columns=fields):
            singles = [str(of) == "float" for of in batch.schema.types]
            values = [batch.column(k).to_pylist() for k in range(len(fields))]
            for row in zip(*values, strict=True):
                line += 1
                yield Entry(line, _cells(columns, row, singles, f"{file.where}, line {line}"))


def _is_nested(of: Any) -> bool:  # noqa: ANN401 - of pyarrow
    from pyarrow import types

    return bool(types.is_nested(getattr(of, "storage_type", of)))


def _cells(
    columns: list[str], row: tuple[Any, ...], singles: list[bool], where: str
) -> dict[str, str]:
    cells: dict[str, str] = {}
    for column, value, single in zip(columns, row, singles, strict=True):
        if value is not None and not (isinstance(value, float) and math.isnan(value)):
            cells[column] = _text(np.float32(value) if single else value, f"{where}: {column!r}")
    return cells


def _text(value: Any, where: str) -> str:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal | np.float32):
        return Number(value)
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise DataError(f"{where} is of type {type(value).__name__}; write it as a text or a number")
