"""Where a page stands in the site, and what every page says."""

from dataclasses import dataclass
from typing import TypedDict

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
    """The fields of ``Page`` that follow from the place alone."""

    site: SiteContext
    csp: str
    home: str
    stylesheet: str
    script: str
    navigation: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A page's place: how many folders deep it lies in which site.

    Attributes:
        site: Settings of the site.
        assets: Published assets.
        explorations: All explorations, in their order.
        depth: Folders between the site's root and the page.
    """

    site: Site
    assets: Assets
    explorations: tuple[PageSource, ...]
    depth: int

    @property
    def root(self) -> str:
        """The way up to the site's root: ``""``, ``"../"``, ..."""
        return "../" * self.depth

    def common(self, *navigation: Link) -> Common:
        """Return the fields that every page has, but its title and description.

        Args:
            navigation: Links at the head of the page, after that to all explorations.
        """
        return {
            "site": site_context(self.site),
            "csp": CSP,
            "home": f"{self.root}index.html",
            "stylesheet": f"{self.root}{self.assets.style}",
            "script": f"{self.root}{self.assets.script}",
            "navigation": (
                Link("Explorations", f"{self.root}index.html#explorations", current=False),
                *navigation,
            ),
        }


def site_context(site: Site) -> SiteContext:
    """Return what every page says of the site."""
    return SiteContext(
        title=site.title,
        tagline=site.tagline,
        language=site.language,
        authors=listed(site.authors),
        license=site.license,
        repository=site.repository,
    )
