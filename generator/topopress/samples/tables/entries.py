"""Reads a CSV, TSV or JSONL table into entries, each with its line. A cell is what is written."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from topopress.core.errors import DataError
from topopress.samples.tables.json_lines import json_entries
from topopress.samples.tables.parquet import parquet_entries
from topopress.samples.tables.separated import csv_entries, tsv_entries
from topopress.samples.tables.text_file import Utf8File
from topopress.samples.tables.types import Entry, Required

LABEL = "label"
_NEAR_LABEL = frozenset({"labels", "class", "classes", "class_name", "classname", "category"})
_READERS: Mapping[str, Callable[[Utf8File, Required], Iterator[Entry]]] = {
    ".csv": csv_entries,
    ".tsv": tsv_entries,
    ".jsonl": json_entries,
    ".parquet": parquet_entries,
}


def read_entries(
    file: Path,
    name: str,
    required: Required,
    suffixes: Sequence[str] = (".csv", ".jsonl"),
    setting: str = "data.file",
) -> list[Entry]:
    """Return the entries of a table; arguments and errors are those of ``each_entry``."""
    return list(each_entry(file, name, required, suffixes, setting))


def each_entry(
    file: Path,
    name: str,
    required: Required,
    suffixes: Sequence[str],
    setting: str = "data.file",
) -> Iterator[Entry]:
    """Yield the entries of a table; ``name`` is the file for messages, ``setting`` names it.

    Raises:
        DataError: The table cannot be read, is malformed, lacks a required column, or ends in
            none of ``suffixes``.
    """
    where = f"{setting}: {name!r}"
    require_suffix(file, where, suffixes)
    yield from _READERS[file.suffix.lower()](Utf8File(file, where), required)


def require_suffix(file: Path, where: str, suffixes: Sequence[str]) -> None:
    """Refuse a file that ends in none of ``suffixes``; messages call it ``where``.

    Raises:
        DataError: With what is allowed.
    """
    if file.suffix.lower() not in suffixes:
        *first, last = suffixes
        raise DataError(f"{where} ends in neither {', '.join(first)} nor {last}")


def near_label_notices(entries: Collection[Entry], advice: str) -> Iterator[str]:
    """Yield which columns are nearly ``label``; ``advice`` says what makes them the labels."""
    near = {
        column
        for entry in entries
        if LABEL not in entry.cells
        for column in entry.cells
        if column.casefold() == LABEL or column.casefold() in _NEAR_LABEL
    }
    for column in sorted(near):
        yield f"the column {column!r} is not read as labels; {advice} if it names the classes"


def unnamed_notices(entries: Collection[Entry]) -> Iterator[str]:
    """Yield that a column without a name is left out, if there is one."""
    if any("" in entry.cells for entry in entries):
        yield "a column without a name is left out"
