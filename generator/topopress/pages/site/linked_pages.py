"""The pages of a site that essays can link to, and the places on them."""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from topopress.config.contents import CASE_STUDIES
from topopress.pages.essay.beside import FOLDERS, is_of_site
from topopress.pages.essay.context import EssayContext, Mistake, Reference
from topopress.pages.essay.views import parse_view
from topopress.pages.glossary import GLOSSARY
from topopress.pages.site.asked_pages import asked_page
from topopress.pages.site.location import REFERENCES, TAGS
from topopress.pages.site.places import Places
from topopress.pages.tables.text import listed, or_near

_OF_ALL = {
    "index.html": "home.html.jinja",
    "404.html": "not_found.html.jinja",
    REFERENCES: "references.html.jinja",
    TAGS: "tags.html.jinja",
    GLOSSARY: "glossary.html.jinja",
}
_OF_EACH = {"index.html": "exploration.html.jinja", "method.html": "method.html.jinja"}
_OF_STUDY = "case_study.html.jinja"
_LAYER = "layer.html.jinja"


@dataclass(frozen=True, slots=True)
class PagesOfSite:
    """What is published: the essays by the path of their article, and the places on pages.

    Attributes:
        left_out: Why an article is not on the site, by its path.
        places: Returns the ids that a template gives to elements; read when a link needs them.
    """

    essays: Mapping[str, EssayContext]
    left_out: Mapping[str, str]
    places: Callable[[str], Places]

    def mistakes(self, article: str) -> Iterator[Mistake]:
        """Yield the links of an essay that lead nowhere."""
        for one in self.essays[article].references:
            if is_of_site(one):
                try:
                    self._check(article, one)
                except LookupError as error:
                    yield Mistake(one.line, f"a link to {one.written!r}: {error.args[0]}")

    def _check(self, article: str, one: Reference) -> None:
        target = posixpath.normpath(posixpath.join(article, one.path or "index.html"))
        folder, page = _folder_and_page(target)
        template = self._template(folder, page) if folder else _OF_ALL.get(target)
        if template is None:
            raise LookupError(
                "it leads out of the essay's folder, and to no page of the site; put the file "
                "beside the essay"
            )
        if "=" in one.fragment and template == _OF_EACH["index.html"]:
            parse_view(one.fragment, self.essays[folder].names.of(folder))
        elif one.fragment:
            self._check_place(folder, template, one.fragment)

    def _template(self, article: str, page: str) -> str | None:
        """Return the template of a page of an article."""
        if article == "..":
            return None
        is_study = article.startswith(f"{CASE_STUDIES}/")
        what = "case study" if is_study else "exploration"
        name = article.removeprefix(f"{CASE_STUDIES}/")
        if article in self.left_out:
            raise LookupError(f"the {what} {name!r} is not published: {self.left_out[article]}")
        if article not in self.essays:
            raise LookupError(f"there is no {what} {name!r}{or_near(article, self.essays)}")
        if is_study and page != "index.html":
            raise LookupError("it leads nowhere; a case study has the page index.html")
        return _OF_STUDY if is_study else self._template_of_exploration(article, page)

    def _template_of_exploration(self, name: str, page: str) -> str:
        if page in _OF_EACH:
            return _OF_EACH[page]
        asked = asked_page(page)
        if asked is not None:
            asked.check(self.essays[name].article.settings)
            return asked.template
        first, _, file = page.partition("/")
        if first == "layers" and file.endswith(".html"):
            self._check_layer(name, file.removesuffix(".html"))
            return _LAYER
        raise LookupError(
            "it leads nowhere; an exploration has the pages index.html, method.html and "
            f"layers/LAYER.html. A file beside the essay must not lie in {listed(sorted(FOLDERS))}"
        )

    def _check_layer(self, name: str, layer: str) -> None:
        address = self.essays[name].names.of(name).layer_id(layer)
        if address != layer:
            raise LookupError(f"the page of the layer {layer!r} is layers/{address}.html")

    def _check_place(self, article: str, template: str, fragment: str) -> None:
        is_essay = template in {_OF_EACH["index.html"], _OF_STUDY}
        own = self.essays[article].ids if is_essay else frozenset[str]()
        places = self.places(template)
        if fragment not in own and not places.has(fragment):
            known = sorted({*own, *places.ids})
            raise LookupError(
                f"there is no place {fragment!r} on that page{or_near(fragment, known)}"
            )


def _folder_and_page(path: str) -> tuple[str, str]:
    """Return the folder of the article that a path is in, and the rest; no folder at the root."""
    first, slash, rest = path.partition("/")
    if not slash:
        return "", path
    if first != CASE_STUDIES:
        return first, rest
    name, slash, page = rest.partition("/")
    return (f"{first}/{name}", page) if slash else ("", path)
