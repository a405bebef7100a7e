"""Whole texts, and sentences with one marked word: one a line, or in a column of a table."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from topopress.kinds.texts.columns import Cut
from topopress.kinds.texts.marked import NotMarked, read_marked
from topopress.kinds.texts.naming import Names, fault_of, word_id
from topopress.kinds.texts.types import Account, Candidate
from topopress.samples.labels import shown
from topopress.samples.tables.entries import each_entry
from topopress.samples.tables.text_file import Utf8File
from topopress.samples.tables.types import Entry, Required
from topopress.samples.types import SkippedInput

TABLES = (".csv", ".tsv", ".jsonl")
TEXT = "text"
EMPTY_LINES = "empty lines"

Take = Callable[[str], tuple[str, tuple[int, ...]]]
"""Returns the text that is written, and the part of it that a sample is.

Raises:
    NotMarked: It has no such part.
"""


def whole(written: str) -> tuple[str, tuple[int, ...]]:
    """Return a text without the spaces around it, as a whole."""
    return written.strip(), ()


def marked(written: str) -> tuple[str, tuple[int, ...]]:
    """Return a sentence without its marks, and the place of the marked word."""
    text, start, end = read_marked(written)
    return text, (start, end)


def line_texts(file: Path, where: str, take: Take, account: Account) -> Iterator[Candidate]:
    """Yield the texts of a file with one a line.

    Raises:
        DataError: The file cannot be read.
    """
    yield from taken_texts(_lines(Utf8File(file, where), account), TEXT, take, Cut(), account)


def _lines(file: Utf8File, account: Account) -> Iterator[Entry]:
    for line, content in enumerate(file.lines(), start=1):
        if content.strip():
            yield Entry(line, {TEXT: content})
        else:
            account.others[EMPTY_LINES] += 1


def table_texts(
    file: Path, name: str, column: str, take: Take, cut: Cut, account: Account
) -> Iterator[Candidate]:
    """Yield the texts of a column of a table; ``name`` is the file for messages.

    Raises:
        DataError: The table cannot be read, is malformed, or lacks the column.
    """
    required = Required((column,), (column,), "; data.text names the column of the text")
    entries = each_entry(file, name, required, TABLES)
    yield from taken_texts(entries, column, take, cut, account)
    account.notices += cut.notices()
    account.columns = cut.columns


def taken_texts(
    entries: Iterable[Entry], column: str, take: Take, cut: Cut, account: Account
) -> Iterator[Candidate]:
    """Yield the texts in a column of some entries; what cannot be used is accounted for."""
    names = Names()
    for entry in entries:
        written, left = entry.cells[column], cut(entry)
        try:
            text, part = take(written)
        except NotMarked as error:
            account.skipped.append(_skip(entry, str(error)))
            continue
        if fault := fault_of(text):
            account.skipped.append(_skip(entry, fault))
            continue
        origin = names.origin(None, entry.line)
        yield Candidate(word_id(names.key(written), 0), origin, part, left, text)


def _skip(entry: Entry, reason: str) -> SkippedInput:
    return SkippedInput(f"line {entry.line}", shown(reason))
