"""How to cite an exploration or a case study."""

import re
import unicodedata

from bibtexparser.model import Entry, Field

from topopress.config.articles import ArticleSettings
from topopress.config.schema import Site
from topopress.pages.citations.export import bibtex_text, escaped
from topopress.pages.tables.text import listed


def citation(site: Site, settings: ArticleSettings, path: str) -> str:
    """Return the citation in one line."""
    year = f"({settings.date.year})" if settings.date else ""
    who = " ".join(filter(None, (listed(settings.authors or site.authors), year)))
    lead = f"{who}: " if who else ""
    within = f" {site.title}." if site.title != settings.title else ""
    return f"{lead}“{settings.title}”.{within} {address_of(site, path)}".rstrip()


def bibtex(site: Site, settings: ArticleSettings, path: str) -> str:
    """Return the citation as a BibTeX entry."""
    authors = settings.authors or site.authors
    year = str(settings.date.year) if settings.date else ""
    fields = {
        "title": "{" + escaped(settings.title) + "}",
        "author": " and ".join(map(escaped, authors)),
        "year": year,
        "howpublished": escaped(site.title) if site.title != settings.title else "",
        "url": address_of(site, path),
    }
    last = authors[0].split(",")[0].split()[-1] if authors and authors[0].split() else site.title
    entry = Entry(
        "misc",
        _plain(last) + year + _plain(path.rpartition("/")[2]),
        [Field(key, value) for key, value in fields.items() if value],
    )
    return bibtex_text([entry]).rstrip()


def address_of(site: Site, path: str) -> str:
    """Return the public address of an article; empty where the site has none."""
    return f"{site.url.rstrip('/')}/{path}/index.html" if site.url else ""


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", ascii_only.lower())
