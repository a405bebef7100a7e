"""The Atom feed of a site's articles, and the map of its pages for search engines.

Both state whole addresses, so a site has them where it has a ``url``. Their dates are those that
authors state; nothing else is dated, so that a build gives the same bytes on every day.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from topopress.config.schema import Site
from topopress.pages.search.page_texts import is_listed
from topopress.pages.sources import ArticleSource
from topopress.pages.tables.text import printable

FEED, SITEMAP = "feed.xml", "sitemap.xml"
_ATOM = "http://www.w3.org/2005/Atom"
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def whole_address(site: Site, path: str) -> str:
    """Return the public address of a file, given its path; empty where the site has none."""
    return f"{site.url.rstrip('/')}/{path}" if site.url else ""


def dated(articles: Iterable[ArticleSource]) -> list[tuple[dt.date, ArticleSource]]:
    """Return the articles that have a date, the newest first."""
    found = ((one.settings.date, one) for one in articles if one.settings.date is not None)
    return sorted(found, key=lambda pair: (-pair[0].toordinal(), pair[1].path))


def feed(site: Site, articles: Iterable[ArticleSource]) -> bytes | None:
    """Return the feed; None where the site has no address, or no article a date."""
    entries = dated(articles)
    if not site.url or not entries:
        return None
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
    _add(root, "title", site.title)
    if site.tagline:
        _add(root, "subtitle", site.tagline)
    _add(root, "id", whole_address(site, ""))
    _link(root, whole_address(site, FEED), rel="self", type="application/atom+xml")
    _link(root, whole_address(site, "index.html"), rel="alternate", type="text/html")
    _add(root, "updated", _instant(entries[0][0]))
    _authors(root, site.authors or (site.title,))
    for date, article in entries:
        _entry(root, site, date, article)
    return _written(root)


def _entry(root: ET.Element, site: Site, date: dt.date, article: ArticleSource) -> None:
    entry = ET.SubElement(root, "entry")
    address = whole_address(site, f"{article.path}/index.html")
    _add(entry, "title", article.settings.title)
    _add(entry, "id", address)
    _link(entry, address, rel="alternate", type="text/html")
    _add(entry, "published", _instant(date))
    _add(entry, "updated", _instant(date))
    if article.settings.summary:
        _add(entry, "summary", article.settings.summary)
    _authors(entry, article.settings.authors)


def sitemap(
    site: Site, files: Mapping[str, bytes], articles: Iterable[ArticleSource]
) -> bytes | None:
    """Return the map of all pages that are to be found; None where the site has no address."""
    if not site.url:
        return None
    dates = {f"{article.path}/index.html": date for date, article in dated(articles)}
    root = ET.Element("urlset", {"xmlns": _MAP})
    for path in sorted(path for path in files if path.endswith(".html")):
        if is_listed(files[path]):
            url = ET.SubElement(root, "url")
            _add(url, "loc", whole_address(site, path))
            if path in dates:
                _add(url, "lastmod", dates[path].isoformat())
    return _written(root)


def _instant(date: dt.date) -> str:
    return f"{date.isoformat()}T00:00:00Z"


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = printable(text)


def _link(parent: ET.Element, href: str, **given: str) -> None:
    ET.SubElement(parent, "link", {**given, "href": href})


def _authors(parent: ET.Element, names: Sequence[str]) -> None:
    for name in names:
        _add(ET.SubElement(parent, "author"), "name", name)


def _written(root: ET.Element) -> bytes:
    ET.indent(root, space=" ")
    xml: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"
