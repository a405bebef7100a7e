"""The input of all pages of a site, and the fields that every page has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment

from topopress.config.schema import Site
from topopress.pages.citations.citation import Citation
from topopress.pages.contexts import Head, Link
from topopress.pages.essay.render import Essay
from topopress.pages.sharing.cards import HEIGHT, WIDTH, Card
from topopress.pages.sharing.listings import FEED, dated, whole_address
from topopress.pages.site.assets import Assets
from topopress.pages.sources import ArticleSource, PageSource, StudySource

REFERENCES = "references.html"
"""The page of all works that the site cites."""
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types topo topo-search"
)


@dataclass(frozen=True, slots=True)
class SiteInputs:
    """The input of all pages of a site.

    Attributes:
        explorations: In the order of the home page.
        case_studies: In the order of the home page.
        essays: The rendered essays, by the path of their article.
        cards: The pictures for links, by the path of their article.
        icon: Path of the site's own icon; empty without one.
        theme: Path of the site's own style sheet; empty without one.
    """

    settings: Site
    assets: Assets
    explorations: tuple[PageSource, ...]
    case_studies: tuple[StudySource, ...]
    templates: Environment
    essays: Mapping[str, Essay]
    cards: Mapping[str, Card] = field(default_factory=dict)
    icon: str = ""
    theme: str = ""

    @property
    def articles(self) -> tuple[ArticleSource, ...]:
        """Explorations and case studies, in the order of the home page."""
        every: tuple[ArticleSource, ...] = (*self.explorations, *self.case_studies)
        return tuple(sorted(every, key=lambda one: (one.settings.order, one.name)))

    @property
    def citations(self) -> tuple[tuple[ArticleSource, tuple[Citation, ...]], ...]:
        """The citations of each essay that has some."""
        each = ((one, self.essays[one.path].citations) for one in self.articles)
        return tuple((article, found) for article, found in each if found)

    def common(self, path: str) -> dict[str, Any]:
        """Return the fields of a page but its title and description, given its path on the site."""
        root = root_of(path)
        return {
            "site": self.settings,
            "csp": CSP,
            "home": f"{root}index.html",
            "stylesheet": f"{root}{self.assets.style}",
            "head": self._head(path, root),
            "script": f"{root}{self.assets.script}",
            "search": f"{root}{self.assets.search}",
            "texts": self.assets.texts and f"{root}{self.assets.texts}",
            "navigation": (
                Link("Explorations", f"{root}index.html#explorations"),
                *_within_exploration(path.partition("/")[2]),
                *([self._references(path, root)] if self.citations else []),
            ),
        }

    def _head(self, path: str, root: str) -> Head:
        own = next((one.path for one in self.articles if path.startswith(f"{one.path}/")), "")
        card = self.cards.get(own) or next(iter(self.cards.values()), None)
        has_feed = bool(self.settings.url and dated(self.articles))
        return Head(
            icon=self.icon and f"{root}{self.icon}",
            theme=self.theme and f"{root}{self.theme}",
            feed=f"{root}{FEED}" if has_feed else "",
            address=whole_address(self.settings, path),
            card=whole_address(self.settings, card.path) if card else "",
            card_text=card.text if card else "",
            card_size=(WIDTH, HEIGHT),
            article=path == f"{own}/index.html",
        )

    def _references(self, path: str, root: str) -> Link:
        return Link("References", f"{root}{REFERENCES}", current=path == REFERENCES)


def root_of(path: str) -> str:
    """Return the way from a page to the site's root: ``""``, ``"../"``, ..."""
    return "../" * path.count("/")


def _within_exploration(page: str) -> Iterator[Link]:
    """Yield the links between the pages of an exploration; none on other pages."""
    for text, file in {"Essay and explorer": "index.html", "Method": "method.html"}.items():
        if page:
            yield Link(text, f"{root_of(page)}{file}", current=page == file)
