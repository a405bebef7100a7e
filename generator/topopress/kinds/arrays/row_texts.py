"""The texts and the addresses that a table gives of rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from topopress.config.texts import web_address_fault
from topopress.core.errors import DataError
from topopress.kinds.texts.marked import NotMarked, read_marked
from topopress.kinds.texts.naming import fault_of
from topopress.samples.labels import shown
from topopress.samples.tables.types import Entry

Part = tuple[int, ...]
_LONGEST = 80
"""Characters of an address that a message shows."""


@dataclass(frozen=True, slots=True)
class RowTexts:
    """The text of each row, "" for none, and the first and one-after-last character of its word.

    A part is empty for a whole text. ``notice`` says what an author should know, or nothing.
    """

    texts: tuple[str, ...]
    parts: tuple[Part, ...]
    notice: str = ""


def read_texts(entries: Sequence[Entry], column: str, where: str) -> RowTexts:
    """Return the texts of a column.

    Square brackets mark a word if every text has exactly one pair of them. In other columns they
    are letters as all others, since citations and code have brackets, too.

    Raises:
        DataError: A text has half of a character, or there is none at all.
    """
    written = [entry.cells.get(column, "").strip() for entry in entries]
    if not any(written):
        raise DataError(f"data.text: the column {column!r} of {where} has no text")
    for entry, text in zip(entries, written, strict=True):
        if text and (fault := fault_of(text)):
            raise DataError(f"data.text: {where}, line {entry.line}: {fault}")
    marked = [_marked(text) for text in written]
    n_marked = sum(bool(part) for _, part in marked)
    if n_marked == sum(map(bool, written)):
        return RowTexts(tuple(text for text, _ in marked), tuple(part for _, part in marked))
    notice = ""
    if 2 * n_marked > len(written):
        first = next(e.line for e, (t, p) in zip(entries, marked, strict=True) if t and not p)
        notice = (
            f"{n_marked:,} of {len(written):,} texts have one word in square brackets, and line "
            f"{first} has not; brackets mark words only where every text has one pair of them"
        )
    return RowTexts(tuple(written), ((),) * len(written), notice)


def _marked(text: str) -> tuple[str, Part]:
    try:
        plain, start, end = read_marked(text)
    except NotMarked:
        return text, ()
    return plain, (start, end)


def read_links(entries: Sequence[Entry], column: str, where: str) -> tuple[str, ...]:
    """Return the addresses of a column, "" for none.

    Raises:
        DataError: One does not begin with https:// or http://, or is no address.
    """
    links = [entry.cells.get(column, "").strip() for entry in entries]
    for entry, link in zip(entries, links, strict=True):
        if link and (fault := web_address_fault(link)):
            raise DataError(
                f"data.link: {where}, line {entry.line}: {shown(link[:_LONGEST])!r} must be an "
                f"address that begins with https:// or http:// ({fault})"
            )
    return tuple(links)
