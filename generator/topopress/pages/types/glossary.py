"""The page of all terms that the site defines or uses, each with the articles that use it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from topopress.core.language import gettext
from topopress.pages.contexts import Link, Page
from topopress.pages.glossary import GLOSSARY as PATH
from topopress.pages.glossary import Term, own_terms
from topopress.pages.site.location import SiteInputs
from topopress.pages.types.page_type import PageType


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A term on the page of all terms."""

    id: Annotated[str, "Id of its place."]
    name: Annotated[str, "The term itself."]
    meaning: Annotated[str, "What it means."]
    used: Annotated[tuple[Link, ...], "The articles whose text links to it; may be none."]


@dataclass(frozen=True, slots=True)
class GlossaryPage(Page):
    """Context of ``glossary.html.jinja``."""

    terms: Annotated[tuple[DefinedTerm, ...], "The terms, by name."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, GlossaryPage]]:
    if not site.has_glossary:
        return
    used = {one.address: one for essay in site.essays.values() for one in essay.terms}
    own = {one.address: one for article in site.articles for one in own_terms(article.glossary)}
    terms = sorted({**used, **own}.values(), key=lambda one: one.name.casefold())
    yield (
        PATH,
        GlossaryPage(
            **site.common(PATH),
            title=gettext("Glossary"),
            description=gettext("What the terms mean that {site} uses.", site=site.settings.title),
            terms=tuple(_defined(one, site) for one in terms),
        ),
    )


def _defined(term: Term, site: SiteInputs) -> DefinedTerm:
    used = (
        Link(one.settings.title, f"{one.path}/index.html")
        for one in site.articles
        if any(each.address == term.address for each in site.essays[one.path].terms)
    )
    return DefinedTerm(term.id, term.name, term.meaning, tuple(used))


GLOSSARY = PageType("glossary.html.jinja", GlossaryPage, _pages)
