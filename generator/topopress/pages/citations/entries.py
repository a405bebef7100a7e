"""Works as lists of references show them, on the page of an essay and on that of the whole site."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from markupsafe import Markup

from topopress.config.references import ReferencesFile
from topopress.pages.citations.styles import in_words
from topopress.pages.citations.works import Work
from topopress.pages.citations.writing import csl_of, writer_of


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """A work in a list of references."""

    id: Annotated[str, "Id of its element."]
    who: Annotated[str, "Authors; may be empty."]
    title: Annotated[str, "Title, with a full stop."]
    published: Annotated[str, "Place of publication and year; may be empty."]
    href: Annotated[str, "Its address in the web, of its DOI if it has one; may be empty."]
    address: Annotated[str, "The address as readers see it, such as doi:10.1111/cgf.14195."]
    html: Annotated[Markup, "All of it, where the site cites in a style of CSL; else empty."]


def work_entry(work: Work, id_: str, html: Markup | None = None) -> WorkEntry:
    """Return the entry of a work under an id; ``html`` is what a style of CSL has made of it."""
    words = in_words(work)
    shown = f"doi:{work.doi}" if work.doi else work.url
    known = html or Markup()
    return WorkEntry(id_, words.who, words.title, words.published, work.url, shown, known)


def essay_entries(works: Sequence[Work], file: ReferencesFile | None) -> tuple[WorkEntry, ...]:
    """Return the list at the end of an essay, given its works in the order of their citations."""
    if csl := csl_of(file):
        listed = csl.entries(works)
        return tuple(work_entry(works[k], f"work-{k + 1}", html) for k, html in listed)
    entries = [work_entry(work, f"work-{number}") for number, work in enumerate(works, 1)]
    if not writer_of(file).numbered:
        pairs = zip(works, entries, strict=True)
        entries = [entry for _, entry in sorted(pairs, key=lambda pair: by_author(pair[0]))]
    return tuple(entries)


def site_entries(works: Sequence[Work], file: ReferencesFile | None) -> tuple[WorkEntry, ...]:
    """Return an entry for each work of a site; a style of CSL with numbers is for essays alone."""
    csl = csl_of(file)
    made = dict(csl.entries(works)) if csl and not csl.numbered else {}
    return tuple(work_entry(work, f"ref-{work.key}", made.get(k)) for k, work in enumerate(works))


def by_author(work: Work) -> tuple[str, str, str]:
    """Return by what a list without numbers is sorted: first author, year, title."""
    first = work.authors[0].family if work.authors else work.title
    return first.casefold(), work.year, work.title.casefold()
