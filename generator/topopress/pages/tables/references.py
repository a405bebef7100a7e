"""The works that our own pages cite, read from ``references.bib`` beside the templates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from topopress.config.references import ReferencesFile
from topopress.core.errors import PageError
from topopress.pages.citations.styles import plain
from topopress.pages.citations.works import Work, library_of
from topopress.pages.tables.text import listed, or_near

FILE = "references.bib"
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
    library = library_of(ReferencesFile(f"templates/{FILE}", bibtex))
    mistakes = [*library.left_out, *filter(None, map(_lacking, library.works.values()))]
    if mistakes:
        raise PageError("\n  ".join(mistakes))
    return {
        key: Reference(number, plain(work))
        for number, (key, work) in enumerate(library.works.items(), 1)
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


def _lacking(work: Work) -> str:
    """Return what our pages need of a work and it lacks; empty where it has all."""
    needed = {"author": work.authors, "year": work.year}
    lacks = [name for name, value in needed.items() if not value]
    return f"{work.place}: {work.key!r} needs {listed(lacks)}" if lacks else ""
