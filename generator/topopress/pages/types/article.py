"""What the pages of explorations and of case studies have in common: an essay and what it cites."""

from dataclasses import dataclass
from typing import Annotated, Any

from markupsafe import Markup

from topopress.config.articles import ArticleSettings
from topopress.pages.citations.entries import WorkEntry, essay_entries
from topopress.pages.contexts import Fact, Link, Page
from topopress.pages.essay.citing import works_in_order
from topopress.pages.site.location import REFERENCES, SiteInputs, root_of
from topopress.pages.sources import ArticleSource
from topopress.pages.tables.citation import citation
from topopress.pages.tables.text import listed
from topopress.pages.types.article_data import json_ld_of, tags_of
from topopress.pages.types.series import Series, series_of
from topopress.pages.types.tags import topics_of

# Characters that could end a script element or, in older engines, a line of a string.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class ArticlePage(Page):
    """Context of ``article.html.jinja``."""

    settings: Annotated[ArticleSettings, "Settings of the article."]
    authors: Annotated[str, "Authors in one line; may be empty."]
    topics: Annotated[tuple[Link, ...], "Its tags, with their places on the page of tags."]
    series: Annotated[Series | None, "The series that it is a part of; often None."]
    before: Annotated[Markup, "The essay up to the explorer, as HTML; all of a case study's."]
    citation: Annotated[str, "How to cite, in one line."]
    works: Annotated[tuple[WorkEntry, ...], "The works that the essay cites; often none."]
    numbered: Annotated[bool, "Whether citations are numbers."]
    references: Annotated[str, "Link to the page of all works that the site cites."]
    tags: Annotated[tuple[Fact, ...], "What Google Scholar and Zotero read, as meta elements."]
    json_ld: Annotated[Markup, "The article and its citations as JSON-LD, escaped for a script."]


def article_fields(site: SiteInputs, article: ArticleSource) -> dict[str, Any]:
    """Return the fields of an article's page but its description."""
    path, settings = f"{article.path}/index.html", article.settings
    essay = site.essays[article.path]
    root, style = root_of(path), site.settings.citation_style
    return {
        **site.common(path),
        "title": settings.title,
        "settings": settings,
        "authors": listed(settings.authors or site.settings.authors),
        "topics": topics_of(article, root),
        "series": series_of(article, site.articles, root),
        "before": essay.before,
        "citation": citation(site.settings, settings, article.path),
        "works": essay_entries(works_in_order(essay.citations), style),
        "numbered": style == "numeric",
        "references": f"{root}{REFERENCES}",
        "tags": tuple(tags_of(site.settings, article, essay.citations)),
        "json_ld": escaped(json_ld_of(site.settings, article, essay.citations)),
    }


def escaped(json: str) -> Markup:
    """Return JSON that cannot end its script element."""
    return Markup(json.translate(_ESCAPES))
