"""The input of all pages of a site, and the fields that every page has."""

from dataclasses import dataclass
from typing import TypedDict

from jinja2 import Environment

from topopress.config.schema import Site
from topopress.pages.contexts import Link, SiteContext
from topopress.pages.site.assets import Assets
from topopress.pages.sources import PageSource
from topopress.pages.tables.text import listed

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types topo"
)


class Common(TypedDict):
    """The fields of ``Page`` that follow from its path alone."""

    site: SiteContext
    csp: str
    home: str
    stylesheet: str
    script: str
    navigation: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SiteInputs:
    """The input of all pages of a site.

    Attributes:
        settings: Settings of the site.
        assets: Published assets.
        explorations: All explorations, in their order.
        templates: The templates.
    """

    settings: Site
    assets: Assets
    explorations: tuple[PageSource, ...]
    templates: Environment

    def common(self, path: str) -> Common:
        """Return the fields that every page has, but its title and description.

        Args:
            path: Where the page is, below the site's root.
        """
        root = root_of(path)
        return {
            "site": site_context(self.settings),
            "csp": CSP,
            "home": f"{root}index.html",
            "stylesheet": f"{root}{self.assets.style}",
            "script": f"{root}{self.assets.script}",
            "navigation": (
                Link("Explorations", f"{root}index.html#explorations", current=False),
                *_within_exploration(path),
            ),
        }


def root_of(path: str) -> str:
    """Return the way from a page to the site's root: ``""``, ``"../"``, ..."""
    return "../" * path.count("/")


def _within_exploration(path: str) -> tuple[Link, ...]:
    """Return the links between the pages of an exploration; none on other pages."""
    page = path.partition("/")[2]
    if not page:
        return ()
    up = root_of(page)
    return (
        Link("Essay and explorer", f"{up}index.html", current=page == "index.html"),
        Link("Method", f"{up}method.html", current=page == "method.html"),
    )


def site_context(site: Site) -> SiteContext:
    """Return what every page states about the site."""
    return SiteContext(
        title=site.title,
        tagline=site.tagline,
        language=site.language,
        authors=listed(site.authors),
        license=site.license,
        repository=site.repository,
    )
