"""The input of all pages of a site, and the fields that every page has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment

from topopress.config.contents import CASE_STUDIES
from topopress.config.schema import Site
from topopress.core.language import gettext
from topopress.pages.citations.citation import Citation
from topopress.pages.claims.claim import Claim
from topopress.pages.contexts import Head, Link
from topopress.pages.essay.render import Essay
from topopress.pages.glossary import GLOSSARY
from topopress.pages.sharing.cards import HEIGHT, WIDTH, Card
from topopress.pages.sharing.listings import FEED, dated, whole_address
from topopress.pages.site.assets import Assets
from topopress.pages.sources import ArticleSource, PageSource, StudySource

CLAIMS = "claims.html"
"""The page of all claims of the site."""
CLASSES = "classes/index.html"
"""The page of all classes of an exploration, below its folder."""
REFERENCES = "references.html"
"""The page of all works that the site cites."""
ANOMALIES = "anomalies.html"
"""The page of what is worth a look in the data of an exploration, in its folder."""
TRAINING = "training.html"
"""The page of what forms along the training of an exploration's network, in its folder."""
REPORT = "report.html"
"""The page of the report on the network of an exploration, in its folder."""
OVERLAY = "overlay.html"
"""The page of new data over the graphs of an exploration, in its folder."""
TAGS = "tags.html"
"""The page of all articles by their tags."""
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

    @property
    def claims(self) -> tuple[tuple[ArticleSource, tuple[Claim, ...]], ...]:
        """The claims of each essay that has some."""
        each = ((one, self.essays[one.path].claims) for one in self.articles)
        return tuple((article, found) for article, found in each if found)

    @property
    def has_glossary(self) -> bool:
        """Whether there is a page of terms: some are defined, or used in an essay."""
        return any(self.essays[one.path].terms or one.glossary.terms for one in self.articles)

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
            "navigation": tuple(self._navigation(path)),
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

    def _navigation(self, path: str) -> Iterator[Link]:
        root, (folder, _, page) = root_of(path), path.partition("/")
        if self.case_studies:
            yield Link(gettext("Case studies"), f"{root}index.html#{CASE_STUDIES}")
        if self.explorations or not self.case_studies:
            yield Link(gettext("Explorations"), f"{root}index.html#explorations")
        own = next((one for one in self.explorations if one.path == folder), None)
        yield from _within_exploration(own, page) if own else ()
        if any(one.settings.tags for one in self.articles):
            yield Link(gettext("Tags"), f"{root}{TAGS}", current=path == TAGS)
        if self.claims:
            yield Link(gettext("Claims"), f"{root}{CLAIMS}", current=path == CLAIMS)
        if self.has_glossary:
            yield Link(gettext("Glossary"), f"{root}{GLOSSARY}", current=path == GLOSSARY)
        if self.citations:
            yield Link(gettext("References"), f"{root}{REFERENCES}", current=path == REFERENCES)


def comparison_page(name: str) -> str:
    """Return the page of the comparison with an exploration, in the folder of the other."""
    return f"compare-{name}.html"


def compared_name(page: str) -> str | None:
    """Return the exploration that a page compares with; None for other pages."""
    is_comparison = page.startswith("compare-") and page.endswith(".html")
    return page.removeprefix("compare-").removesuffix(".html") if is_comparison else None


def root_of(path: str) -> str:
    """Return the way from a page to the site's root: ``""``, ``"../"``, ..."""
    return "../" * path.count("/")


def _within_exploration(source: PageSource, page: str) -> Iterator[Link]:
    """Yield the links between the pages of an exploration."""
    pages = {"index.html": gettext("Essay and explorer")}
    if source.has_classes:
        pages[CLASSES] = gettext("Classes")
    if source.story is not None:
        pages[TRAINING] = gettext("Training")
    if source.report is not None:
        pages[REPORT] = gettext("Report")
    for name in source.comparisons:
        pages[comparison_page(name)] = gettext("Compared with {name}", name=name)
    if source.anomalies is not None:
        pages[ANOMALIES] = gettext("Anomalies")
    if source.overlay is not None:
        pages[OVERLAY] = gettext("New data")
    pages["method.html"] = gettext("Method")
    for file, text in pages.items():
        yield Link(text, f"{root_of(page)}{file}", current=page == file)
