"""The input of all pages of a site, and the fields that every page has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from topopress.config.schema import Site
from topopress.core.language import gettext
from topopress.pages.citations.citation import Citation
from topopress.pages.contexts import Link
from topopress.pages.site.assets import Assets
from topopress.pages.sources import PageSource

REFERENCES = "references.html"
"""The page of all works that the site cites."""
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types topo"
)


@dataclass(frozen=True, slots=True)
class SiteInputs:
    """The input of all pages of a site; the explorations are in their order."""

    settings: Site
    assets: Assets
    explorations: tuple[PageSource, ...]
    templates: Environment
    citations: tuple[tuple[PageSource, tuple[Citation, ...]], ...] = ()
    """The citations of each essay that has some, so that there is a page of the works."""

    def common(self, path: str) -> dict[str, Any]:
        """Return the fields of a page but its title and description, given its path on the site."""
        root = root_of(path)
        return {
            "site": self.settings,
            "csp": CSP,
            "home": f"{root}index.html",
            "stylesheet": f"{root}{self.assets.style}",
            "script": f"{root}{self.assets.script}",
            "texts": self.assets.texts and f"{root}{self.assets.texts}",
            "navigation": (
                Link(gettext("Explorations"), f"{root}index.html#explorations"),
                *_within_exploration(path.partition("/")[2]),
                *([self._references(path, root)] if self.citations else []),
            ),
        }

    def _references(self, path: str, root: str) -> Link:
        return Link(gettext("References"), f"{root}{REFERENCES}", current=path == REFERENCES)


def root_of(path: str) -> str:
    """Return the way from a page to the site's root: ``""``, ``"../"``, ..."""
    return "../" * path.count("/")


def _within_exploration(page: str) -> Iterator[Link]:
    """Yield the links between the pages of an exploration; none on other pages."""
    names = {"index.html": gettext("Essay and explorer"), "method.html": gettext("Method")}
    for file, text in names.items():
        if page:
            yield Link(text, f"{root_of(page)}{file}", current=page == file)
