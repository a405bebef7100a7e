"""The texts of a page by its headings, read from the HTML that is published.

Every page is searched in this way, whatever its type. What stands outside ``<main>``, in a list of
links, a drawing, a formula or a table of figures is left out, and so is what has the attribute
``data-unsearched``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

UNSEARCHED = "data-unsearched"
_LEFT_OUT = frozenset({"nav", "math", "template", "fieldset", "button", "noscript"})
_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "dfn", "em", "i", "kbd", "mark", "q"),
        *("s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    }
)
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_BLOCKS_WITH_PLACE = frozenset({"section", "article", "div", "li", "figure", "header"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
# Large, and of no use here; they are cut out before the HTML is read.
_DRAWINGS = re.compile(rb"<(svg|script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_NO_INDEX = re.compile(rb'<meta name="robots" content="[^"]*noindex')


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the text up to the next one, and the id of the place; both empty at the top."""

    place: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PageText:
    """A page by its ``<title>``, and its sections; the first has what stands before a heading."""

    title: str
    sections: tuple[Section, ...]


def is_listed(html: bytes) -> bool:
    """Return whether a page is to be found by searches and listed for search engines."""
    return not _NO_INDEX.search(html)


# While an author writes, most pages are those of the last build.
@lru_cache(maxsize=1024)
def page_text(html: bytes) -> PageText:
    """Return what is searched of a page."""
    reader = _Reader()
    reader.feed(_DRAWINGS.sub(b" ", html).decode())
    reader.close()
    return reader.page()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._title: list[str] = []
        self._heading: list[str] = []
        self._sections: list[tuple[str, list[str], list[str]]] = [("", [], [])]
        self._into = self._unused = list[str]()
        self._main = False
        self._place = ""
        self._left_out: tuple[str, int] | None = None

    def page(self) -> PageText:
        """Return what was read, without sections that have neither heading nor text."""
        sections = [
            Section(place, _line(heading), _line(text)) for place, heading, text in self._sections
        ]
        kept = (one for one in sections[1:] if one.heading or one.text)
        return PageText(_line(self._title) or _line(self._heading), (sections[0], *kept))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a section at a heading, or leave an element out."""
        if self._left_out is not None:
            name, depth = self._left_out
            self._left_out = (name, depth + (tag == name))
            return
        given = dict(attrs)
        if tag in _LEFT_OUT or (UNSEARCHED in given and tag not in _VOID):
            self._left_out = (tag, 1)
            return
        self._break(tag)
        place = given.get("id") or ""
        if tag == "title":
            self._into = self._title
        elif tag == "main":
            self._main, self._into = True, self._sections[0][2]
        elif tag == "h1" and self._main:
            self._into = self._heading
        elif self._main and (tag in _HEADINGS or (tag == "dt" and place)):
            self._into = []
            self._sections.append((place or self._place, self._into, []))
        elif tag in _BLOCKS_WITH_PLACE and place:
            self._place = place

    def handle_endtag(self, tag: str) -> None:
        """End an element that is left out, a heading, or the page's content."""
        if self._left_out is not None:
            name, depth = self._left_out
            depth -= tag == name
            self._left_out = (name, depth) if depth else None
            return
        self._break(tag)
        if tag in ("main", "title"):
            self._main, self._into = False, self._unused
        elif self._main and (tag in _HEADINGS or tag in ("h1", "dt")):
            self._into = self._sections[-1][2]

    def handle_data(self, data: str) -> None:
        """Keep a text; a place that has begun with a text is no heading's."""
        if self._left_out is None:
            self._into.append(data)
            if data.strip():
                self._place = ""

    def _break(self, tag: str) -> None:
        if tag not in _INLINE:
            self._into.append(" ")


def _line(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())
