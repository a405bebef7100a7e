"""Whole texts, and sentences with one marked word: one a line, or in a column of a table."""

from collections.abc import Callable, Iterable
from pathlib import Path

from topopress.kinds.texts.columns import Cut
from topopress.kinds.texts.marked import NotMarked, read_marked
from topopress.kinds.texts.naming import Names, fault_of, word_id
from topopress.kinds.texts.types import Candidate, Contents
from topopress.samples.labels import shown
from topopress.samples.tables.entries import each_entry
from topopress.samples.tables.text_file import lines_of, text_of
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


def line_contents(file: Path, where: str, take: Take) -> Contents:
    """Return the texts of a file with one a line.

    Raises:
        DataError: The file cannot be read.
    """
    lines = lines_of(text_of(file, where))
    entries = [
        Entry(line, {TEXT: content}) for line, content in enumerate(lines, 1) if content.strip()
    ]
    n_empty = len(lines) - len(entries)
    others = {EMPTY_LINES: n_empty} if n_empty else {}
    texts, candidates, skipped = _taken(entries, TEXT, take, Cut())
    return Contents(texts, tuple(candidates), tuple(skipped), others)


def table_contents(file: Path, name: str, column: str, take: Take, cut: Cut) -> Contents:
    """Return the texts of a column of a table; ``name`` is the file for messages.

    Raises:
        DataError: The table cannot be read, is malformed, or lacks the column.
    """
    required = Required((column,), (column,), "; data.text names the column of the text")
    entries = each_entry(file, name, required, TABLES)
    texts, candidates, skipped = _taken(entries, column, take, cut)
    return Contents(texts, tuple(candidates), tuple(skipped), {}, cut.notices(), cut.columns)


def _taken(
    entries: Iterable[Entry], column: str, take: Take, cut: Cut
) -> tuple[dict[str, str], list[Candidate], list[SkippedInput]]:
    names = Names()
    texts: dict[str, str] = {}
    candidates: list[Candidate] = []
    skipped: list[SkippedInput] = []
    for entry in entries:
        written, left = entry.cells[column], cut(entry)
        try:
            text, part = take(written)
        except NotMarked as error:
            skipped.append(_skip(entry, str(error)))
            continue
        if fault := fault_of(text):
            skipped.append(_skip(entry, fault))
            continue
        origin = names.origin(None, entry.line)
        texts[origin] = text
        candidates.append(Candidate(word_id(names.key(written), 0), origin, part, left))
    return texts, candidates, skipped


def _skip(entry: Entry, reason: str) -> SkippedInput:
    return SkippedInput(f"line {entry.line}", shown(reason))
