"""The page of all claims of a site: what is claimed, on which figures, and where."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from topopress.core.language import gettext, ngettext
from topopress.pages.claims.claim import Claim, ClaimFigure
from topopress.pages.contexts import Page
from topopress.pages.site.location import CLAIMS as PATH
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import ArticleSource
from topopress.pages.types.page_type import PageType

DATA = "claims.json"


@dataclass(frozen=True, slots=True)
class FigureHere:
    """A figure that a claim rests on."""

    name: Annotated[str, "The fact, as conditions name it."]
    value: Annotated[str, "The figure as pages write it."]
    beside: Annotated[tuple[str, ...], "What chance gives and how stable it is; often empty."]
    href: Annotated[str, "Link to a view that shows it; may be empty."]


@dataclass(frozen=True, slots=True)
class ClaimHere:
    """A claim of an essay."""

    id: Annotated[str, "Id of its element: the page, a colon and its name."]
    called: Annotated[str, "Its name on its page, such as Claim 1."]
    sentence: Annotated[str, "What is claimed."]
    negative: Annotated[bool, "Whether it is a negative result."]
    condition: Annotated[str, "What must hold, as the author wrote it."]
    figures: Annotated[tuple[FigureHere, ...], "The figures in the condition."]
    place: Annotated[str, "Title of the page, and heading of the section."]
    href: Annotated[str, "Link to the claim."]


@dataclass(frozen=True, slots=True)
class ClaimsPage(Page):
    """Context of ``claims.html.jinja``."""

    claims: Annotated[tuple[ClaimHere, ...], "The claims, in the order of the site."]
    total: Annotated[str, "How many claims there are, and how many are negative results."]
    data: Annotated[str, "Address of the claims as JSON."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, ClaimsPage | bytes]]:
    found = [(source, one) for source, claims in site.claims for one in claims]
    if not found:
        return
    yield (
        PATH,
        ClaimsPage(
            **site.common(PATH),
            title=gettext("Claims"),
            description=gettext(
                "What {title} claims: each sentence with the condition that was checked, and the "
                "figures it rests on.",
                title=site.settings.title,
            ),
            claims=tuple(_claim(source, one) for source, one in found),
            total=_total(found),
            data=DATA,
        ),
    )
    documents = [_document(source, one) for source, one in found]
    yield DATA, (json.dumps(documents, ensure_ascii=False, indent=1) + "\n").encode()


def _total(found: list[tuple[ArticleSource, Claim]]) -> str:
    negative = sum(one.kind == "negative" for _, one in found)
    total = ngettext("{n} claim", "{n} claims", len(found))
    if not negative:
        return total
    results = ngettext("{n} is a negative result", "{n} are negative results", negative)
    return gettext("{claims}, of which {results}", claims=total, results=results)


def _claim(source: ArticleSource, one: Claim) -> ClaimHere:
    page = f"{source.path}/index.html"
    return ClaimHere(
        id=f"{source.path}:{one.name}",
        called=one.called,
        sentence=one.sentence,
        negative=one.kind == "negative",
        condition=one.condition,
        figures=tuple(_figure(figure) for figure in one.figures),
        place=" · ".join(filter(None, (source.settings.title, one.section))),
        href=f"{page}#{one.id}",
    )


def _figure(one: ClaimFigure) -> FigureHere:
    return FigureHere(one.evidence.written, one.evidence.value, one.beside, _view(one))


def _document(source: ArticleSource, one: Claim) -> dict[str, Any]:
    page = f"{source.path}/index.html"
    figures = [
        {
            "fact": figure.evidence.written,
            "value": figure.value,
            "shown": figure.evidence.value,
            "chance": figure.evidence.chance or None,
            "stability": figure.evidence.stability or None,
            "view": _view(figure) or None,
        }
        for figure in one.figures
    ]
    return {
        "name": one.name,
        "address": f"{page}#{one.id}",
        "page": source.settings.title,
        "section": one.section or None,
        "sentence": one.sentence,
        "kind": one.kind,
        "condition": one.condition,
        "holds": True,
        "figures": figures,
    }


def _view(one: ClaimFigure) -> str:
    return one.evidence.view.address if one.evidence.view else ""


CLAIMS = PageType("claims.html.jinja", ClaimsPage, _pages)
