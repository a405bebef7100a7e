"""Citations and lists of works in a style of CSL, written by citeproc-py, an extra.

Each work of a citation is written by itself, as it is a link of its own; the brackets and what
stands between works are those of the style. Whatever comes out passes a filter of HTML.
"""

import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from xml.etree import ElementTree as ET

import nh3
from markupsafe import Markup, escape

from topopress.pages.citations.export import item_of
from topopress.pages.citations.styles import plain
from topopress.pages.citations.works import Work

_T = TypeVar("_T")
_CSL = "{http://purl.org/net/xbiblio/csl}"
_HIDDEN = str.maketrans({"<": "\ufffe", ">": "\uffff", "&": "\x7f"})
"""Some texts of works come out of citeproc as they are, others escaped. No work has these signs."""
_SHOWN = str.maketrans({"\ufffe": "&lt;", "\uffff": "&gt;", "\x7f": "&amp;"})
_TAGS = {"i", "b", "em", "strong", "sub", "sup"}


@dataclass(frozen=True, slots=True, eq=False)
class CslStyle:
    """A style that is read.

    Attributes:
        numbered: Whether citations are numbers.
        opened: What stands before the works of a citation.
        closed: What stands behind them.
        between: What stands between them.
    """

    style: Any
    numbered: bool
    opened: str
    closed: str
    between: str

    def cited(self, works: Sequence[Work], index: int) -> Markup:
        """Return one of the works, which are in the order of their first citations, as cited."""
        made = _quietly(lambda: self._cited(works, index))
        text = made.removeprefix(self.opened).removesuffix(self.closed)
        return _clean(text) or escape(works[index].key)

    def entries(self, works: Sequence[Work]) -> list[tuple[int, Markup]]:
        """Return the list of the works in the order of the style, each with its index."""
        return _quietly(lambda: self._entries(works))

    def _cited(self, works: Sequence[Work], index: int) -> str:
        from citeproc import Citation, CitationItem

        bibliography = self._bibliography(works)
        citation = Citation([CitationItem(_id(index))])
        citation.bibliography = bibliography
        return str(bibliography.cite(citation, lambda item: ""))

    def _entries(self, works: Sequence[Work]) -> list[tuple[int, Markup]]:
        bibliography = self._bibliography(works)
        bibliography.sort()
        found = []
        for item in bibliography.items:
            index = int(item.key.removeprefix("w"))
            lines = self.style.render_bibliography([item])
            shown = _clean(str(lines[0])) if lines else Markup("")
            found.append((index, _linked(shown or escape(plain(works[index])), works[index])))
        return found

    def _bibliography(self, works: Sequence[Work]) -> Any:  # noqa: ANN401 - of an untyped library
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
        from citeproc.source.json import CiteProcJSON

        items = [{**_item(work), "id": _id(index)} for index, work in enumerate(works)]
        bibliography = CitationStylesBibliography(self.style, CiteProcJSON(items), formatter.html)
        for index in range(len(works)):
            bibliography.register(Citation([CitationItem(_id(index))]))
        return bibliography


@lru_cache(maxsize=4)
def csl_style(text: str, language: str) -> CslStyle:
    """Read a style; its words are in the language, or in that of the style if there are none."""
    from citeproc import CitationStylesStyle

    style = _quietly(
        lambda: CitationStylesStyle(
            io.BytesIO(text.encode()), locale=_locale(language), validate=False
        )
    )
    layout = style.root.citation.layout
    return CslStyle(
        style,
        "citation-number" in _variables(text),
        layout.get("prefix", ""),
        layout.get("suffix", ""),
        layout.get("delimiter", ", "),
    )


def _variables(text: str) -> set[str]:
    """Return the variables that the citations of a style show, those of its macros included."""
    root = ET.fromstring(text)
    macros = {one.get("name", ""): one for one in root.iter(f"{_CSL}macro")}
    waiting, seen, found = [*root.iter(f"{_CSL}citation")], set[str](), set[str]()
    while waiting:
        for part in waiting.pop().iter():
            found |= {part.get("variable", "")}
            name = part.get("macro", "")
            if part.tag == f"{_CSL}text" and name in macros and name not in seen:
                seen.add(name)
                waiting.append(macros[name])
    return found


def _locale(language: str) -> str | None:
    """Return the locale of citeproc for a language: the same, or one of the same first part."""
    from citeproc import LOCALES_PATH

    known = sorted(one.stem.removeprefix("locales-") for one in Path(LOCALES_PATH).glob("*.xml"))
    first = language.partition("-")[0].lower()
    wished = {"en": "en-US", "de": "de-DE", "pt": "pt-PT", "es": "es-ES"}.get(first)
    near = [one for one in known if one.partition("-")[0] == first]
    exact = [one for one in known if one.lower() == language.lower()]
    return next(iter([*exact, *filter(None, [wished]), *near]), None)


def _item(work: Work) -> dict[str, Any]:
    """Return a work as citeproc reads it, with the signs of HTML replaced until the end."""
    return {key: _hidden(value) for key, value in item_of(work).items()}


def _hidden(value: Any) -> Any:  # noqa: ANN401 - of JSON
    match value:
        case str():
            return value.translate(_HIDDEN)
        case list():
            return [_hidden(one) for one in value]
        case dict():
            return {key: _hidden(one) for key, one in value.items()}
    return value


def _clean(made: str) -> Markup:
    """Return what a style has made without elements that no style needs."""
    html = nh3.clean(made, tags=_TAGS, attributes={}, link_rel=None)
    return Markup(html.translate(_SHOWN)).strip()


def _linked(html: Markup, work: Work) -> Markup:
    """Return an entry with a link to the work: where the style has its address, or behind it."""
    address = escape(work.url)
    if not address:
        return html
    link = Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(work.url, work.url)
    if address in html:
        return Markup(str(html).replace(str(address), str(link), 1))
    return Markup("{} {}").format(html, link)


def _id(index: int) -> str:
    return f"w{index}"


def _quietly(make: Callable[[], _T]) -> _T:
    """Run citeproc without the warnings with which it tells what it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return make()
