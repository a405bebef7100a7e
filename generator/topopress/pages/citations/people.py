"""The authors of a site as persons: given names, surname, ORCID and affiliation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bibtexparser.middlewares.names import parse_single_name_into_parts

from topopress.config.people import PersonDetails
from topopress.config.schema import Site

_GROUP = re.compile(r"(?i)the\b|.*\b(authors|team|group|consortium|collaboration|lab|institute)\b")


@dataclass(frozen=True, slots=True)
class Person:
    """An author; a group has neither given names nor a surname."""

    name: str
    given: str = ""
    family: str = ""
    orcid: str = ""
    affiliation: str = ""


def person(name: str, details: PersonDetails | None = None) -> Person:
    """Return an author by name, taken apart as BibTeX does."""
    given, family = "", ""
    if not _GROUP.match(name) and len(name.replace(",", " ").split()) > 1:
        parts = parse_single_name_into_parts(name, strict=False)
        given, family = " ".join(parts.first), " ".join([*parts.von, *parts.last, *parts.jr])
    known = details or PersonDetails()
    shown = f"{given} {family}" if given else name
    return Person(shown, given, family if given else "", known.orcid or "", known.affiliation)


def people_of(site: Site, of_explorations: Sequence[Sequence[str]]) -> tuple[Person, ...]:
    """Return the authors of a site: its own, else those of its explorations, each once."""
    names = dict.fromkeys(site.authors or _all(of_explorations))
    return tuple(person(name, site.people.get(name)) for name in names)


def _all(lists: Sequence[Sequence[str]]) -> Iterator[str]:
    for names in lists:
        yield from names
