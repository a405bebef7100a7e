"""The columns of numbers of samples that nodes can be coloured by: measures, not ids or dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from topopress.core.arrays import Float64
from topopress.samples.types import SampleTable

_ID = re.compile(r"(^|[\W_])(id|ids|index|idx|key|no|nr|number|row|uid)$", re.IGNORECASE)
_DATE = re.compile(r"(^|[\W_])(date|datetime|timestamp)([\W_]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class NumberColumn:
    """A column of the metadata as numbers, shape (n_samples,); NaN where a sample has none."""

    name: str
    values: Float64


def number_columns(table: SampleTable) -> tuple[NumberColumn, ...]:
    """Return the columns of the metadata that are measures, by name.

    A column is a measure if all its values are numbers, and there are two different ones at least.
    It is none if it is

    * an id: whole numbers of which no two are the same, that follow one another without a gap, or
      whose name ends in a word such as ``id``, ``index`` or ``number``;
    * a date: its name has the word ``date``, ``datetime`` or ``timestamp``, or all its numbers are
      days written as ``20240131``.
    """
    names = sorted({name for sample in table.samples for name in sample.metadata})
    found = (_column(table, name) for name in names)
    return tuple(column for column in found if column is not None)


def _column(table: SampleTable, name: str) -> NumberColumn | None:
    cells = [sample.metadata.get(name, "") for sample in table.samples]
    numbers = [cell for cell in cells if not isinstance(cell, str)]
    if len(numbers) + cells.count("") < len(cells) or len(set(numbers)) < 2:  # noqa: PLR2004 - differ
        return None
    if _is_id(name, numbers) or _is_date(name, numbers):
        return None
    values = [np.nan if isinstance(cell, str) else cell for cell in cells]
    return NumberColumn(name, np.array(values, np.float64))


def _is_id(name: str, numbers: Sequence[float]) -> bool:
    if len(set(numbers)) < len(numbers) or not all(number == int(number) for number in numbers):
        return False
    without_gap = max(numbers) - min(numbers) == len(numbers) - 1
    return without_gap or _ID.search(name) is not None


def _is_date(name: str, numbers: Sequence[float]) -> bool:
    return _DATE.search(name) is not None or all(map(_is_day, set(numbers)))


def _is_day(number: float) -> bool:
    """Return whether a number is a day from 1800 to 2199, written as ``20240131``."""
    if number != int(number) or not 18_000_101 <= number <= 21_991_231:  # noqa: PLR2004
        return False
    text = str(int(number))
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True
