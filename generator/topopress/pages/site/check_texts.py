"""Checks texts before anything is computed: essays, links between pages, templates, references."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Protocol

from topopress.config.schema import Exploration
from topopress.pages.article import Article
from topopress.pages.citations.works import Library
from topopress.pages.essay.articles import Essays, read_planned
from topopress.pages.essay.beside import files_below, read_files
from topopress.pages.site.environment import environment
from topopress.pages.site.linked_pages import PagesOfSite
from topopress.pages.site.own_templates import template_mistakes
from topopress.pages.site.places import places_of


class PlannedArticle(Article, Protocol):
    """An article that is to be published, and its folder."""

    @property
    def folder(self) -> Path:
        """Where the files beside the essay lie."""


def text_mistakes(
    articles: Sequence[PlannedArticle],
    explorations: Mapping[str, Exploration],
    left_out: Mapping[str, str],
    templates: Path,
) -> list[str]:
    """Return all mistakes of texts and templates that need no results, with file and line.

    Args:
        articles: What is to be published.
        explorations: The settings of the explorations among them, by name.
        left_out: Why other articles are not published, by path.
        templates: The site's own templates; may be absent.
    """
    essays = read_planned(articles, explorations, left_out)
    for one in articles:
        read_files(essays[one.path], files_below(one.folder))
    return [*link_mistakes(essays, left_out, templates), *template_mistakes(templates)]


def link_mistakes(essays: Essays, left_out: Mapping[str, str], templates: Path) -> list[str]:
    """Return all mistakes of essays, with the links that lead nowhere on the site."""
    return list(_mistakes(essays, left_out, templates))


def _mistakes(essays: Essays, left_out: Mapping[str, str], templates: Path) -> Iterator[str]:
    places = cache(partial(places_of, environment(templates)))
    site = PagesOfSite(essays, left_out, places)
    for path, context in essays.items():
        context.mistakes += site.mistakes(path)
        yield from context.report()


def reference_notices(
    articles: Sequence[Article], explorations: Mapping[str, Exploration]
) -> list[str]:
    """Return a sentence on each work that is left out, lacks something, or is cited nowhere."""
    contexts = read_planned(articles, explorations, {}).values()
    library = next((one.library for one in contexts if one.article.references), Library())
    cited = {one.work.key for context in contexts for one in context.citations}
    unused = (
        f"{work.place}: no essay cites {key!r}"
        for key, work in library.works.items()
        if key not in cited
    )
    left_out = (f"{one}; the entry is left out" for one in library.left_out)
    return [*left_out, *library.lacking, *unused]
