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
_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def citation(site: Site, settings: Exploration, name: str) -> str:
    """Return the citation in one line."""
    who = listed(settings.authors or site.authors)
    year = str(settings.date.year) if settings.date else ""
    lead = " ".join(part for part in (who, f"({year})" if year else "") if part)
    text = (
        f"{lead}: “{settings.title}”. {site.title}."
        if lead
        else f"“{settings.title}”. {site.title}."
    )
    return f"{text} {page_url(site, name)}" if site.url else text


def bibtex(site: Site, settings: Exploration, name: str) -> str:
    """Return the citation as a BibTeX entry."""
    fields = {
        "title": "{" + _escaped(settings.title) + "}",
        "author": " and ".join(_escaped(author) for author in settings.authors or site.authors),
        "year": str(settings.date.year) if settings.date else "",
        "howpublished": _escaped(site.title),
        "url": page_url(site, name) if site.url else "",
    }
    entry = Entry(
        "misc",
        _key(site, settings, name),
        [Field(key, value) for key, value in fields.items() if value],
    )
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent, layout.value_column, layout.trailing_comma = "  ", 15, True
    return write_string(Library([entry]), bibtex_format=layout).rstrip()


def page_url(site: Site, name: str) -> str:
    """Return the public address of an exploration's page."""
    return f"{(site.url or '').rstrip('/')}/{name}/index.html"


def _key(site: Site, settings: Exploration, name: str) -> str:
    authors = settings.authors or site.authors
    last = authors[0].split(",")[0].split()[-1] if authors and authors[0].split() else site.title
    year = str(settings.date.year) if settings.date else ""
    return _plain(last) + year + _plain(name)


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", ascii_only.lower())


def _escaped(text: str) -> str:
    return "".join(
        _SPECIAL.get(character, "\\" + character if character in "{}%&#_$" else character)
        for character in text
    )
