"""The columns of a data set of Hugging Face as texts: labels by their names, numbers as numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from topopress.core.errors import DataError, suggestion
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.samples.tables.entries import LABEL
from topopress.samples.tables.types import Number


def label_column(settings: HuggingFaceData, columns: Sequence[str]) -> str | None:
    """Return the column of the label; None where there is none."""
    return settings.label or (LABEL if LABEL in columns else None)


def require_columns(settings: HuggingFaceData, columns: Sequence[str]) -> None:
    """Refuse settings that name columns that the data set lacks.

    Raises:
        DataError: with the columns that there are.
    """
    named = {
        "image": settings.image,
        "text": settings.text,
        "label": settings.label,
        **{f"columns[{k}]": column for k, column in enumerate(settings.columns)},
    }
    for key, column in named.items():
        if column is not None and column not in columns:
            raise DataError(
                f"data.{key}: {settings.name!r} has no column {column!r}"
                f"{suggestion(column, columns)} (columns: {', '.join(columns)})"
            )
    for column in settings.numbers:
        if column not in settings.columns:
            raise DataError(f"data.numbers: {column!r} is not in data.columns")


def cells_of(
    row: Mapping[str, object], columns: Sequence[str], features: Mapping[str, Any], where: str
) -> dict[str, str]:
    """Return some columns of a row as texts; what is None is left out.

    Raises:
        DataError: a value is neither a text nor a number.
    """
    cells = {}
    for column in columns:
        value = row[column]
        names = getattr(features[column], "names", None)
        if value is None or (names and value == -1):
            continue
        if names and isinstance(value, int):
            cells[column] = str(names[value])
        elif isinstance(value, bool):
            cells[column] = str(value).lower()
        elif isinstance(value, int | float):
            cells[column] = Number(repr(value))
        elif isinstance(value, str):
            cells[column] = value
        else:
            raise DataError(
                f"{where}: {column!r} holds a value of type {type(value).__name__}; texts, "
                "numbers and classes are read"
            )
    return cells
