"""The page of all works that a site cites: where, in which sentence, and on what evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from topopress.core.language import gettext, gettext_noop, ngettext
from topopress.pages.citations.citation import Citation
from topopress.pages.citations.entries import WorkEntry, by_author, site_entries
from topopress.pages.citations.evidence import Evidence
from topopress.pages.citations.export import bibtex_of, csl_json
from topopress.pages.citations.intents import CLASSES, INTENTS
from topopress.pages.citations.works import Work
from topopress.pages.contexts import Fact, Page
from topopress.pages.essay.citing import evidence_in_words
from topopress.pages.site.location import REFERENCES as PATH
from topopress.pages.site.location import SiteInputs
from topopress.pages.tables.text import count
from topopress.pages.types.page_type import PageType

BIBTEX, CSL = "references.bib", "references.csl.json"
_PAST = {
    "supports": gettext_noop("supported"),
    "contrasts": gettext_noop("contrasted"),
    "mentions": gettext_noop("mentioned"),
}


@dataclass(frozen=True, slots=True)
class CitedHere:
    """A citation of a work on this site."""

    before: Annotated[str, "The sentence up to the citation."]
    cited: Annotated[str, "The citation in brackets, with the place in the work if one is named."]
    after: Annotated[str, "The rest of the sentence."]
    place: Annotated[str, "Title of the essay, and heading of the section."]
    href: Annotated[str, "Link to the citation."]
    of: Annotated[str, "supports, contrasts or mentions."]
    intent: Annotated[str, "The intent as the predicate of “this page”, such as extends."]
    evidence: Annotated[str, "What it rests on, with what chance gives; may be empty."]
    evidence_href: Annotated[str, "Link to a view that shows it; may be empty."]
    asserted: Annotated[bool, "Whether it supports or contrasts without evidence."]


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work, and its citations on this site."""

    entry: Annotated[WorkEntry, "The work as lists show it."]
    key: Annotated[str, "By which essays cite it."]
    counts: Annotated[tuple[Fact, ...], "How often it is supported, contrasted and mentioned."]
    citations: Annotated[tuple[CitedHere, ...], "Its citations, in the order of the site."]


@dataclass(frozen=True, slots=True)
class ReferencesPage(Page):
    """Context of ``references.html.jinja``."""

    works: Annotated[tuple[CitedWork, ...], "The cited works, by their first authors."]
    total: Annotated[str, "How many works are cited, and how often."]
    bibtex: Annotated[str, "Address of the works in BibTeX."]
    csl: Annotated[str, "Address of the works in CSL-JSON."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, ReferencesPage | bytes]]:
    found = [
        (article.path, article.settings.title, one)
        for article, citations in site.citations
        for one in citations
    ]
    if not found:
        return
    works = sorted({one.work.key: one.work for _, _, one in found}.values(), key=by_author)
    entries = site_entries(works, site.citations[0][0].references)
    yield (
        PATH,
        ReferencesPage(
            **site.common(PATH),
            title=gettext("References"),
            description=gettext(
                "The works that {title} cites, each with its citations and the evidence they "
                "rest on.",
                title=site.settings.title,
            ),
            works=tuple(_cited_work(*pair, found) for pair in zip(works, entries, strict=True)),
            total=f"{_works(len(works))}, {_citations(len(found))}",
            bibtex=BIBTEX,
            csl=CSL,
        ),
    )
    yield BIBTEX, bibtex_of(works)
    yield CSL, csl_json(works)


def _works(number: int) -> str:
    return ngettext("{n} work", "{n} works", number)


def _citations(number: int) -> str:
    return ngettext("{n} citation", "{n} citations", number)


def _cited_work(
    work: Work, entry: WorkEntry, found: Sequence[tuple[str, str, Citation]]
) -> CitedWork:
    mine = [one for one in found if one[2].work.key == work.key]
    counts = (Fact(_PAST[of], count(sum(one.of == of for *_, one in mine))) for of in CLASSES)
    return CitedWork(entry, work.key, tuple(counts), tuple(_cited_here(*one) for one in mine))


def _cited_here(path: str, title: str, one: Citation) -> CitedHere:
    page = f"{path}/index.html"
    evidence = one.evidence
    return CitedHere(
        before=one.before,
        cited=f"[{', '.join(filter(None, (one.work.key, one.locator)))}]",
        after=one.after,
        place=": ".join(filter(None, (title, one.section))),
        href=f"{page}#{one.id}",
        of=one.of,
        intent=gettext(INTENTS[one.intent].words),
        evidence=evidence_in_words(evidence).removeprefix(": "),
        evidence_href=_href(evidence, page),
        asserted=one.asserted,
    )


def _href(evidence: Evidence | None, page: str) -> str:
    if evidence is None:
        return ""
    if evidence.id:
        return f"{page}#{evidence.id}"
    return evidence.view.address if evidence.view else ""


REFERENCES = PageType("references.html.jinja", ReferencesPage, _pages)
