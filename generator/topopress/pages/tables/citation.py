"""How to cite an exploration."""

import re
import unicodedata

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from topopress.config.schema import Exploration, Site
from topopress.pages.tables.text import listed

# Characters that BibTeX reads as commands.
_SPECIAL = str.maketrans(
    {character: f"\\{character}" for character in "{}%&#_$"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


def citation(site: Site, settings: Exploration, name: str) -> str:
    """Return the citation in one line."""
    year = f"({settings.date.year})" if settings.date else ""
    who = " ".join(filter(None, (listed(settings.authors or site.authors), year)))
    lead = f"{who}: " if who else ""
    within = f" {site.title}." if site.title != settings.title else ""
    return f"{lead}“{settings.title}”.{within} {_url(site, name)}".rstrip()


def bibtex(site: Site, settings: Exploration, name: str) -> str:
    """Return the citation as a BibTeX entry."""
    authors = settings.authors or site.authors
    year = str(settings.date.year) if settings.date else ""
    fields = {
        "title": "{" + _escaped(settings.title) + "}",
        "author": " and ".join(map(_escaped, authors)),
        "year": year,
        "howpublished": _escaped(site.title) if site.title != settings.title else "",
        "url": _url(site, name),
    }
    last = authors[0].split(",")[0].split()[-1] if authors and authors[0].split() else site.title
    entry = Entry(
        "misc",
        _plain(last) + year + _plain(name),
        [Field(key, value) for key, value in fields.items() if value],
    )
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent, layout.value_column, layout.trailing_comma = "  ", 15, True
    return write_string(Library([entry]), bibtex_format=layout).rstrip()


def _url(site: Site, name: str) -> str:
    return f"{site.url.rstrip('/')}/{name}/index.html" if site.url else ""


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", ascii_only.lower())


def _escaped(text: str) -> str:
    return text.translate(_SPECIAL)
