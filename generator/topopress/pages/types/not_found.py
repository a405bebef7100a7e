"""The page that a host shows where there is no page."""

from collections.abc import Iterator

from topopress.core.language import gettext
from topopress.pages.contexts import Page
from topopress.pages.site.environment import self_contained_policy
from topopress.pages.site.location import SiteInputs
from topopress.pages.types.page_type import PageType


def _pages(site: SiteInputs) -> Iterator[tuple[str, Page]]:
    # GitHub Pages serves this page at whatever depth was asked for, so no relative address in it
    # would hold: its style is inside.
    settings = site.settings
    yield (
        "404.html",
        Page(
            site=settings,
            title=gettext("Not found: {title}", title=settings.title),
            description=gettext("There is no page at this address."),
            csp=self_contained_policy(site.templates, "not_found.css"),
            home="",
            stylesheet="",
            script="",
            search="",
            texts="",
            navigation=(),
        ),
    )


NOT_FOUND = PageType("not_found.html.jinja", Page, _pages)
