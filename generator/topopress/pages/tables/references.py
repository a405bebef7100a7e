"""The works that pages cite, read from ``references.bib`` beside the templates."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from bibtexparser.middlewares.names import NameParts
from bibtexparser.model import Block, Entry, ParsingFailedBlock

from topopress.core.errors import PageError
from topopress.pages.tables.text import listed, or_near

FILE = "references.bib"
REQUIRED = ("author", "title", "year")
# What it logs is in our error, too.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
_CITATION = re.compile(r"\[@([^\]\s]+)\]")


@dataclass(frozen=True, slots=True)
class Reference:
    """A work in the list of references."""

    number: Annotated[int, "Number in the list, from 1."]
    text: Annotated[str, "Authors, title, place of publication and year."]


def read_references(bibtex: str) -> dict[str, Reference]:
    """Return the works of a BibTeX file by key, numbered in the order of the file.

    Raises:
        PageError: with a line for each entry that is malformed, is repeated or lacks a field.
    """
    library = parse_string(
        bibtex, append_middleware=[LatexDecodingMiddleware(), SeparateCoAuthors(), SplitNameParts()]
    )
    mistakes = [f"{_place(block)}: {_why(block)}" for block in library.failed_blocks]
    mistakes += [lacking for entry in library.entries for lacking in _lacking(entry)]
    if mistakes:
        raise PageError("\n  ".join(mistakes))
    return {
        entry.key: Reference(number, _in_words(entry))
        for number, entry in enumerate(library.entries, 1)
    }


def cited(text: str, references: Mapping[str, Reference]) -> str:
    """Return a text in which each ``[@key]`` is the number of that work, such as ``[3]``.

    Raises:
        PageError: if there is no such work.
    """

    def number(match: re.Match[str]) -> str:
        key = match[1]
        if key not in references:
            raise PageError(f"templates/{FILE} has no work {key!r}{or_near(key, references)}")
        return f"[{references[key].number}]"

    return _CITATION.sub(number, text)


def _why(block: ParsingFailedBlock) -> str:
    """Return one sentence; an entry without an end has its reason elsewhere than others."""
    why = getattr(block.error, "abort_reason", None) or str(block.error)
    return why.partition(" Note: ")[0]


def _lacking(entry: Entry) -> Iterator[str]:
    given = {field.key for field in entry.fields if field.value}
    if lacking := [name for name in REQUIRED if name not in given]:
        yield f"{_place(entry)}: {entry.key!r} needs {listed(lacking)}"


def _in_words(entry: Entry) -> str:
    fields = {field.key: field.value for field in entry.fields}
    venue = fields.get("journal", fields.get("booktitle", ""))
    number = f"({fields['number']})" if "number" in fields else ""
    where = f"{venue} {fields.get('volume', '')}{number}".strip()
    published = ", ".join(part for part in (where, fields["year"]) if part)
    return (
        f"{listed([_author(name) for name in fields['author']])}: {fields['title']}. {published}."
    )


def _author(name: NameParts) -> str:
    """Return ``H.-P. Kriegel``."""
    initials = [
        "-".join(f"{part[0]}." for part in first.split("-") if part) for first in name.first
    ]
    return " ".join([*initials, *name.von, *name.last, *name.jr])


def _place(block: Block) -> str:
    return f"templates/{FILE}, line {(block.start_line or 0) + 1}"
