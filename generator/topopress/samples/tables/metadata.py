"""The further columns of a table: numbers where nothing is lost by that, else texts."""

import math
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from topopress.core.errors import DataError, suggestion
from topopress.samples.labels import clean_text
from topopress.samples.tables.types import Entry, Number

Metadata = dict[str, str | float]


def metadata_of(
    entries: Sequence[Entry], numbers: Sequence[str], where: str, *, texts: Collection[str]
) -> list[Metadata]:
    """Return the further columns of each entry, which are all but ``texts``.

    A column is of numbers if each value comes back as it is written, or if ``numbers`` names it.

    Raises:
        DataError: A named column is not there, or has a value that is no number.
    """
    columns: dict[str, list[tuple[int, Entry]]] = {}
    for place, entry in enumerate(entries):
        for column in entry.cells:
            if column and column not in texts:
                columns.setdefault(column, []).append((place, entry))
    _require_columns(numbers, columns, texts, where)
    found: list[Metadata] = [{} for _ in entries]
    for column, holders in columns.items():
        if column in numbers:
            values: Sequence[str | float] = [
                _number(entry.cells[column], f"{where}, line {entry.line}: {column!r}")
                for _, entry in holders
            ]
        else:
            values = _as_written([entry.cells[column] for _, entry in holders])
        for (place, _), value in zip(holders, values, strict=True):
            found[place][column] = value
    return found


def _require_columns(
    numbers: Sequence[str], columns: Mapping[str, object], texts: Collection[str], where: str
) -> None:
    for name in numbers:
        if name in texts:
            raise DataError(f"data.numbers: {name!r} is always text; name further columns only")
        if name not in columns:
            known = ", ".join(map(repr, sorted(columns))) or "none"
            raise DataError(
                f"data.numbers: {where.partition(': ')[2]} has no column "
                f"{name!r}{suggestion(name, columns)} (further columns: {known})"
            )


def _number(text: str, where: str) -> str | float:
    if not text.strip():
        return ""
    number = _finite(text)
    if number is None:
        raise DataError(
            f"{where} must be a number, because data.numbers names the column; got {text!r:.60}"
        )
    return number


def _as_written(texts: Sequence[str]) -> Sequence[str | float]:
    """Return numbers if they stand for just these texts, else the texts."""
    numbers = {text: _finite(text) for text in texts if text.strip()}
    plain = {text.strip(): number for text, number in numbers.items() if type(text) is str}
    same = all(number is not None and _is(number, text) for text, number in numbers.items())
    if not same or len(set(plain.values())) < len(plain):
        cleaned = {text: clean_text(text) for text in set(texts)}
        return [cleaned[text] for text in texts]
    return ["" if (number := numbers.get(text)) is None else number for text in texts]


def _is(number: float, text: str) -> bool:
    """Return whether a number comes back as it is written; one of JSON may be written otherwise."""
    if not isinstance(text, Number):
        return text.strip() in (repr(number), f"{number:.0f}")
    try:
        return Decimal(repr(number)) == Decimal(text)
    except ArithmeticError:  # its exponent is beyond all bounds
        return False


def _finite(text: str) -> float | None:
    if "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
