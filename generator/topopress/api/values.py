"""Values from lists, arrays and data frames as texts and numbers that a table can hold."""

import datetime as dt
import math
import numbers
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePath
from typing import Any
from uuid import UUID

import numpy as np

from topopress.api.errors import ParameterError
from topopress.core.counted import counted

Cell = str | int | float | None
"""A text, a number, or None for nothing."""
_MISSING_TYPES = {"NAType", "NaTType"}
_MIDNIGHT = "T00:00:00"


def listed(given: object, where: str, n_rows: int) -> list[object]:
    """Return a sequence of one value for each row as a list.

    Raises:
        ParameterError: it is no sequence, or has another length.
    """
    if isinstance(given, Mapping) or not isinstance(given, Iterable):
        raise ParameterError(
            f"{where}: one value for each row is wanted, such as a list, an array or a column of a "
            f"data frame; got {type(given).__name__}"
        )
    found = _plain_list(given)
    if len(found) != n_rows:
        raise ParameterError(
            f"{where} has {counted(len(found), 'value')}, and vectors has "
            f"{counted(n_rows, 'row')}; one for each row is wanted"
        )
    return found


def _plain_list(given: Any) -> list[object]:  # noqa: ANN401 - a column of any library
    if isinstance(given, np.ndarray) and given.dtype.kind == "M":
        texts = np.datetime_as_string(given, unit="auto").tolist()
        return [None if text == "NaT" else text for text in texts]
    found = given.tolist() if hasattr(given, "tolist") else list(given)
    return found if isinstance(found, list) else [found]


def cells(values: Sequence[object], where: str) -> list[Cell]:
    """Return the values of a column: all of them numbers, or all of them texts.

    None, NaN, NaT and pandas' NA are missing. Days and points in time become ISO texts, truth
    values ``true`` and ``false``.

    Raises:
        ParameterError: a value is none of these, such as a list; with its row.
    """
    found = [_cell(value, where, row) for row, value in enumerate(values)]
    kinds = {isinstance(value, str) for value in found if value is not None}
    if len(kinds) > 1:
        return [None if value is None else _text(value) for value in found]
    return _without_midnight(found)


def texts(values: Sequence[object], where: str) -> list[str | None]:
    """Return the values of a column as texts; 3.0 is written as 3 where all numbers are whole.

    Raises:
        ParameterError: as ``cells``.
    """
    found = cells(values, where)
    present = [value for value in found if isinstance(value, float)]
    whole = all(value.is_integer() for value in present)
    as_text: Callable[[Cell], str] = _whole if whole else _text
    return [None if value is None else as_text(value) for value in found]


def _cell(value: object, where: str, row: int) -> Cell:
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:  # a scalar of NumPy or torch
        value = value.item()
    if is_missing(value):
        return None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, numbers.Real | Decimal):
        return _number(value, where, row)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta | PurePath | UUID):
        return str(value)
    raise ParameterError(
        f"{where}: row {row} (counted from 0) holds a value of type {type(value).__name__}; texts, "
        "numbers, truth values, dates, and None for nothing can be published"
    )


def _number(value: numbers.Real | Decimal, where: str, row: int) -> int | float:
    if isinstance(value, numbers.Integral):
        return int(value)
    number = float(value)
    if math.isinf(number):
        raise ParameterError(
            f"{where}: row {row} (counted from 0) is infinite; replace the value, or leave it out"
        )
    return number


def is_missing(value: object) -> bool:
    """Return whether a value stands for nothing: None, NaN, NaT or pandas' NA."""
    if value is None or type(value).__name__ in _MISSING_TYPES:
        return True
    if isinstance(value, np.datetime64 | np.timedelta64):
        return bool(np.isnat(value))
    return isinstance(value, float | Decimal) and value != value  # noqa: PLR0124 - NaN


def _without_midnight(found: list[Cell]) -> list[Cell]:
    present = [value for value in found if value is not None]
    if not present or not all(str(value).endswith(_MIDNIGHT) for value in present):
        return found
    return [None if value is None else str(value).removesuffix(_MIDNIGHT) for value in found]


def _text(value: Cell) -> str:
    return str(value)


def _whole(value: Cell) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)
