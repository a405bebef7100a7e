"""The page that a host shows where there is no page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from topopress.pages.contexts import Page
from topopress.pages.site.environment import self_contained_policy
from topopress.pages.site.location import SiteInputs, site_context
from topopress.pages.types.page_type import PageType


@dataclass(frozen=True, slots=True)
class NotFoundPage(Page):
    """Context of ``not_found.html.jinja``, which must work at any depth."""

    url: Annotated[str | None, "Public address of the site."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, NotFoundPage]]:
    # GitHub Pages serves this page at whatever depth was asked for, so no relative address in it
    # would hold: its style is inside.
    settings = site.settings
    yield (
        "404.html",
        NotFoundPage(
            site=site_context(settings),
            title=f"Not found: {settings.title}",
            description="There is no page at this address.",
            csp=self_contained_policy(site.templates, "not_found.css"),
            home="",
            stylesheet="",
            script="",
            navigation=(),
            url=settings.url,
        ),
    )


NOT_FOUND = PageType("not_found.html.jinja", NotFoundPage, _pages)
