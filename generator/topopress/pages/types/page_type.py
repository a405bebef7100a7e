"""A page type: a template, its context, and the pages of that type on a site."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from topopress.pages.contexts import Page
from topopress.pages.site.location import SiteInputs


@dataclass(frozen=True, slots=True)
class PageType:
    """One type of page.

    Attributes:
        template: Name of the template.
        context: The dataclass that the template gets as ``page``.
        pages: Yields the path of each page below the site's root with its context; and the files
            that these pages alone show, with their content.
    """

    template: str
    context: type[Page]
    pages: Callable[[SiteInputs], Iterable[tuple[str, Page | bytes]]]
