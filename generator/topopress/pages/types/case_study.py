"""The page of a case study."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from topopress.core.language import gettext
from topopress.pages.contexts import Link
from topopress.pages.site.location import SiteInputs, root_of
from topopress.pages.sources import StudySource
from topopress.pages.tables.citation import bibtex
from topopress.pages.tables.text import listed
from topopress.pages.types.article import ArticlePage, article_fields
from topopress.pages.types.page_type import PageType


@dataclass(frozen=True, slots=True)
class CaseStudyPage(ArticlePage):
    """Context of ``case_study.html.jinja``."""

    explorations: Annotated[tuple[Link, ...], "The explorations that it draws on."]
    methods: Annotated[tuple[Link, ...], "Their method pages."]
    bibtex: Annotated[str, "The citation as a BibTeX entry."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, CaseStudyPage | bytes]]:
    for study in site.case_studies:
        yield f"{study.path}/index.html", _case_study_page(site, study)
        for file, content in site.essays[study.path].files.items():
            yield f"{study.path}/{file}", content


def _case_study_page(site: SiteInputs, study: StudySource) -> CaseStudyPage:
    root, settings = root_of(f"{study.path}/index.html"), study.settings
    titles = {one.name: one.settings.title for one in site.explorations}
    links = {
        page: tuple(Link(titles[name], f"{root}{name}/{page}") for name in settings.explorations)
        for page in ("index.html", "method.html")
    }
    explorations = listed([titles[name] for name in settings.explorations])
    return CaseStudyPage(
        **article_fields(site, study),
        description=settings.summary
        or gettext("A case study on {explorations}.", explorations=explorations or settings.title),
        explorations=links["index.html"],
        methods=links["method.html"],
        bibtex=bibtex(site.settings, settings, study.path),
    )


CASE_STUDY = PageType("case_study.html.jinja", CaseStudyPage, _pages)
