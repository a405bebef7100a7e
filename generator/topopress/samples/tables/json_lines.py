"""Reads JSONL: one object a line. A number is kept as its text, so 7, 7.0 and 1e3 are three."""

import json
from collections.abc import Iterator
from typing import NoReturn

from topopress.core.errors import DataError
from topopress.samples.tables.text_file import Utf8File
from topopress.samples.tables.types import Entry, Number, Required, column_name, require_once


class _Malformed(Exception):
    """An entry cannot be read; the message is the reason."""


class _Pairs(tuple[tuple[str, object], ...]):
    """The keys and values of an object, in their order."""

    __slots__ = ()


def json_entries(file: Utf8File, required: Required) -> Iterator[Entry]:
    """Yield the entries of a JSONL file.

    Raises:
        DataError: A line is no object, or lacks what is required.
    """
    for line, written in enumerate(file.lines_with_ends("\n"), start=1):
        content = written.removesuffix("\n")
        if not content.strip():
            continue
        here = f"{file.where}, line {line}"
        try:
            pairs = json.loads(
                content,
                parse_int=Number,
                parse_float=Number,
                parse_constant=_refuse_constant,
                object_pairs_hook=_Pairs,
            )
        except (ValueError, RecursionError) as error:
            raise DataError(f"{here}: not JSON ({error})") from error
        except _Malformed as error:
            raise DataError(f"{here}: {error}") from error
        if not isinstance(pairs, _Pairs):
            raise DataError(f"{here}: expected an object with a key {required.columns[0]!r}")
        yield Entry(line, _cells(pairs, here, required))


def _cells(pairs: _Pairs, where: str, required: Required) -> dict[str, str]:
    columns = [column_name(key) for key, _ in pairs]
    require_once(columns, where)
    required.check(columns, where)
    cells = {
        column: _cell(column, value, where)
        for column, (_, value) in zip(columns, pairs, strict=True)
        if value is not None
    }
    for column in required.columns:
        as_text = column in required.texts
        if column not in cells or (as_text and isinstance(cells[column], Number)):
            allowed = "a text" if as_text else "a text or a number"
            raise DataError(f"{where}: {column!r} must be {allowed}")
    return cells


def _cell(column: str, value: object, where: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value
    raise DataError(
        f"{where}: {column!r} holds a list or an object; a value must be a text or a number"
    )


def _refuse_constant(text: str) -> NoReturn:
    raise _Malformed(f"{text} is neither a text nor a number; leave the value out or write null")
