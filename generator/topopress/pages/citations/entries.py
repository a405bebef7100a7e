"""Works as lists of references show them, on the page of an essay and on that of the whole site."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from topopress.config.references import CitationStyle
from topopress.pages.citations.styles import in_words
from topopress.pages.citations.works import Work


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """A work in a list of references."""

    id: Annotated[str, "Id of its element."]
    who: Annotated[str, "Authors; may be empty."]
    title: Annotated[str, "Title, with a full stop."]
    published: Annotated[str, "Place of publication and year; may be empty."]
    href: Annotated[str, "Its address in the web, of its DOI if it has one; may be empty."]
    address: Annotated[str, "The address as readers see it, such as doi:10.1111/cgf.14195."]


def work_entry(work: Work, id_: str) -> WorkEntry:
    """Return the entry of a work under an id."""
    words = in_words(work)
    shown = f"doi:{work.doi}" if work.doi else work.url
    return WorkEntry(id_, words.who, words.title, words.published, work.url, shown)


def essay_entries(works: Sequence[Work], style: CitationStyle) -> tuple[WorkEntry, ...]:
    """Return the list at the end of an essay, given its works in the order of their citations."""
    entries = [work_entry(work, f"work-{number}") for number, work in enumerate(works, 1)]
    if style == "author-year":
        pairs = zip(works, entries, strict=True)
        entries = [entry for _, entry in sorted(pairs, key=lambda pair: by_author(pair[0]))]
    return tuple(entries)


def by_author(work: Work) -> tuple[str, str, str]:
    """Return by what a list without numbers is sorted: first author, year, title."""
    first = work.authors[0].family if work.authors else work.title
    return first.casefold(), work.year, work.title.casefold()
