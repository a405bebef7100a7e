"""Reads a CSV or JSONL list into entries of texts, each with its line. A cell is what is written.

A number of JSON is kept as its text: 7, 7.0 and 1e3 are three texts, and a long number is whole.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import filterfalse
from pathlib import Path
from typing import NoReturn

from topopress.core.errors import DataError, suggestion
from topopress.samples.labels import clean_text

PATH, LABEL = "path", "label"
_MAX_BYTES = 256 << 20
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_SEPARATORS = {";": "';'", "\t": "tabs", "|": "'|'"}
_NEAR_LABEL = frozenset({"labels", "class", "classes", "class_name", "classname", "category"})


class Number(str):
    """The text of a number in JSON."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: the line where it begins, and the text of each column that it has."""

    line: int
    cells: Mapping[str, str]


class Malformed(Exception):
    """An entry cannot be read; the message is the reason."""


def read_entries(file: Path, name: str) -> list[Entry]:
    """Return the entries of a list.

    Raises:
        DataError: The list cannot be read, is malformed, or has no column ``path``.
    """
    where, suffix = f"data.file: {name!r}", file.suffix.lower()
    if suffix not in _READERS:
        raise DataError(f"{where} ends in neither .csv nor .jsonl")
    return list(_READERS[suffix](_text(file, where), where))


def column_notices(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield what an author should know of columns that are nearly ``label`` or without a name."""
    near = {
        column
        for entry in entries
        if LABEL not in entry.cells
        for column in entry.cells
        if column.casefold() == LABEL or column.casefold() in _NEAR_LABEL
    }
    for column in sorted(near):
        yield (
            f"the column {column!r} is not read as labels; rename it to {LABEL!r} if it names the "
            "classes"
        )
    if any("" in entry.cells for entry in entries):
        yield "a column without a name is left out"


def _text(file: Path, where: str) -> str:
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise DataError(f"{where} is larger than {_MAX_BYTES:,} bytes")
        content = file.read_bytes()
    except OSError as error:
        raise DataError(
            f"{where}: cannot be read ({error.strerror}); the path is relative to the "
            "exploration.toml"
        ) from error
    if content.startswith(_WIDE) or b"\0" in content[:4]:
        raise DataError(f"{where} is not UTF-8 text but UTF-16 or UTF-32; save it as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{where}, line {line} is not UTF-8 text ({error.reason}); save the list as UTF-8"
        ) from error


def _csv_entries(text: str, where: str) -> Iterator[Entry]:
    header, spaced = _header(text, where)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=spaced)
    before, seen_header = 0, False
    try:
        for cells in lines:
            line, before = before + 1, lines.line_num
            if _is_empty(cells):
                continue
            if seen_header and len(cells) != len(header):
                raise DataError(
                    f"{where}, line {line} does not have the {len(header)} columns of the header"
                )
            if seen_header:
                yield Entry(line, dict(zip(header, cells, strict=True)))
            seen_header = True
    except csv.Error as error:
        raise DataError(f"{where}, line {before + 1}: {error}") from error


def _is_empty(cells: Sequence[str]) -> bool:
    """Return whether a line is empty; spreadsheets end a list with lines of commas alone."""
    return not cells or (len(cells) > 1 and not any(cells))


def _header(text: str, where: str) -> tuple[list[str], bool]:
    """Return the names of the columns, and whether a space follows each comma."""
    try:
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        written = next(filterfalse(_is_empty, lines), [])
        spaced = any(cell.startswith(" ") for cell in written[1:])
        if spaced:
            lines = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
            written = next(filterfalse(_is_empty, lines), [])
    except csv.Error as error:
        raise DataError(f"{where}, line 1: {error}") from error
    columns = [_name(cell) for cell in written]
    for separator, shown in _SEPARATORS.items():
        if len(columns) == 1 and separator in written[0]:
            raise DataError(f"{where}: its columns are separated by {shown}; write commas")
    _require_once(columns, f"{where}, line {lines.line_num}")
    _require_path(columns, where)
    return columns, spaced


def _require_once(columns: Sequence[str], where: str) -> None:
    seen: set[str] = set()
    for column in filter(None, columns):
        if column in seen:
            raise DataError(f"{where}: the column {column!r} stands there twice; keep one of them")
        seen.add(column)


def _require_path(columns: Sequence[str], where: str) -> None:
    if PATH not in columns:
        listed = ", ".join(map(repr, columns)) or "none"
        other_case = next((c for c in columns if c.casefold() == PATH), None)
        hint = f"; rename {other_case!r}" if other_case else suggestion(PATH, columns)
        raise DataError(f"{where} has no column {PATH!r}{hint} (columns: {listed:.200})")


@lru_cache(maxsize=1024)
def _name(written: str) -> str:
    return clean_text(written)


def _jsonl_entries(text: str, where: str) -> Iterator[Entry]:
    for line, content in enumerate(text.split("\n"), start=1):
        if not content.strip():
            continue
        here = f"{where}, line {line}"
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
        except Malformed as error:
            raise DataError(f"{here}: {error}") from error
        if not isinstance(pairs, _Pairs):
            raise DataError(f"{here}: expected an object with a key {PATH!r}")
        yield Entry(line, _cells(pairs, here))


class _Pairs(tuple[tuple[str, object], ...]):
    """The keys and values of an object, in their order."""

    __slots__ = ()


def _cells(pairs: _Pairs, where: str) -> dict[str, str]:
    columns = [_name(key) for key, _ in pairs]
    _require_once(columns, where)
    _require_path(columns, where)
    cells = {
        column: _cell(column, value, where)
        for column, (_, value) in zip(columns, pairs, strict=True)
        if value is not None
    }
    if isinstance(cells.get(PATH, Number()), Number):
        raise DataError(f"{where}: {PATH!r} must be a text")
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
    raise Malformed(f"{text} is neither a text nor a number; leave the value out or write null")


_READERS = {".csv": _csv_entries, ".jsonl": _jsonl_entries}
