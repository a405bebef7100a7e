"""Tables of rows as CSV and as Parquet."""

import csv
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from topopress.build.exported import Column
from topopress.core.errors import PublishError


@dataclass(frozen=True, slots=True)
class TableFile:
    """A format of tables: the ending of its files, what each begins with, and its writer."""

    ending: str
    beginning: bytes
    write: Callable[[Mapping[str, Column]], bytes]


def to_csv(columns: Mapping[str, Column]) -> bytes:
    """Return a table as CSV in UTF-8 with commas; unknown is empty, and lists have spaces."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(map(_cell, column) for column in columns.values()), strict=True))
    return text.getvalue().encode()


def to_parquet(columns: Mapping[str, Column]) -> bytes:
    """Return a table as Parquet; the nodes of a row are a list of texts.

    Raises:
        PublishError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise PublishError(
            "Parquet needs pyarrow, which is not installed; `pip install 'topopress[parquet]'` "
            "installs it, and --rows csv needs nothing"
        ) from error
    made = io.BytesIO()
    pq.write_table(pa.table({name: pa.array(column) for name, column in columns.items()}), made)
    return made.getvalue()


TABLE_FILES: Mapping[str, TableFile] = {
    "csv": TableFile(".csv", b"row,id,origin,label,", to_csv),
    "parquet": TableFile(".parquet", b"PAR1", to_parquet),
}
"""The formats of ``topopress export --rows``."""


def _cell(value: Any) -> str:  # noqa: ANN401 - of any column
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, float | np.floating):
        if math.isnan(value):
            return ""
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return str(value)
