"""Reads tables whose columns are separated by commas or tabs."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import filterfalse

from topopress.core.errors import DataError
from topopress.samples.labels import shown
from topopress.samples.tables.text_file import Utf8File
from topopress.samples.tables.types import Entry, Required, column_name, require_once

_SEPARATORS = {";": "';'", "\t": "tabs", "|": "'|'"}
_QUOTED = re.compile('"(?:[^"]|"")*"')


def csv_entries(file: Utf8File, required: Required) -> Iterator[Entry]:
    """Yield the entries of a CSV file; a space after each comma is no part of a cell.

    Raises:
        DataError: A line is malformed, or a required column is not there.
    """
    header, spaced = _csv_header(file, required)
    lines = _cells(file, spaced=spaced)
    next(lines, None)
    yield from _entries(lines, header, file.where)


def tsv_entries(file: Utf8File, required: Required) -> Iterator[Entry]:
    """Yield the entries of a TSV file, whose cells are quoted as in CSV or not at all.

    Many TSV files have quotation marks that quote nothing. Read as CSV, the cells between two of
    them would become one, and nobody would see it. So cells are unquoted only if every cell with a
    quotation mark is quoted as a whole.

    Raises:
        DataError: A line is malformed, or a required column is not there.
    """
    where, lines = file.where, _tsv_lines(file)
    line, written = next(lines, (1, []))
    header = [column_name(cell) for cell in written]
    require_once(header, f"{where}, line {line}")
    if len(header) == 1 and "," in header[0]:
        raise DataError(
            f"{where}: its columns are separated by commas; write tabs, or name it .csv"
        )
    required.check(header, where)
    yield from _entries(lines, header, where)


def _tsv_lines(file: Utf8File) -> Iterator[tuple[int, list[str]]]:
    marked = (
        cell for line in file.lines() if '"' in line for cell in line.split("\t") if '"' in cell
    )
    if all(map(_QUOTED.fullmatch, marked)):
        for number, line in enumerate(file.lines(), start=1):
            if line:
                yield number, [_unquoted(cell) for cell in line.split("\t")]
    elif len({line.count("\t") for line in file.lines() if line}) == 1:
        lines = enumerate(file.lines(), start=1)
        yield from ((number, line.split("\t")) for number, line in lines if line)
    else:  # quoted cells may hold tabs and ends of lines
        yield from _cells(file, delimiter="\t")


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _cells(
    file: Utf8File, *, delimiter: str = ",", spaced: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that has any, with the line where they begin."""
    lines = csv.reader(
        file.lines_with_ends(""), strict=True, skipinitialspace=spaced, delimiter=delimiter
    )
    before = 0
    try:
        for cells in lines:
            line, before = before + 1, lines.line_num
            if not _is_empty(cells):
                yield line, cells
    except csv.Error as error:
        advice = "; write long texts as .jsonl" if "field limit" in str(error) else ""
        reason = shown(str(error))
        raise DataError(f"{file.where}, line {before + 1}: {reason}{advice}") from error


def _is_empty(cells: Sequence[str]) -> bool:
    """Return whether a line is empty; spreadsheets end a list with lines of commas alone."""
    return not cells or (len(cells) > 1 and not any(cells))


def _entries(
    lines: Iterator[tuple[int, list[str]]], header: Sequence[str], where: str
) -> Iterator[Entry]:
    for line, cells in lines:
        if len(cells) != len(header):
            raise DataError(
                f"{where}, line {line} does not have the {len(header)} columns of the header"
            )
        yield Entry(line, dict(zip(header, cells, strict=True)))


def _csv_header(file: Utf8File, required: Required) -> tuple[list[str], bool]:
    """Return the names of the columns, and whether a space follows each comma."""
    where = file.where
    try:
        lines = csv.reader(file.lines_with_ends(""), strict=True)
        written = next(filterfalse(_is_empty, lines), [])
        spaced = any(cell.startswith(" ") for cell in written[1:])
        if spaced:
            lines = csv.reader(file.lines_with_ends(""), strict=True, skipinitialspace=True)
            written = next(filterfalse(_is_empty, lines), [])
    except csv.Error as error:
        raise DataError(f"{where}, line 1: {shown(str(error))}") from error
    columns = [column_name(cell) for cell in written]
    for separator, name in _SEPARATORS.items():
        if len(columns) == 1 and separator in written[0]:
            raise DataError(f"{where}: its columns are separated by {name}; write commas")
    require_once(columns, f"{where}, line {lines.line_num}")
    required.check(columns, where)
    return columns, spaced
