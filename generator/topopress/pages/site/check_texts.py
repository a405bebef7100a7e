"""Checks texts before anything is computed: essays, links between pages, templates, references."""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Protocol

from topopress.pages.citations.works import Library
from topopress.pages.essay.beside import files_below, read_files
from topopress.pages.essay.context import EssayContext, EssayText
from topopress.pages.essay.facts import Facts
from topopress.pages.essay.names import PlannedNames
from topopress.pages.essay.read import read
from topopress.pages.site.environment import environment
from topopress.pages.site.linked_pages import PagesOfSite
from topopress.pages.site.own_templates import template_mistakes
from topopress.pages.site.places import places_of
from topopress.pages.sources import PageSource


class PlannedEssay(EssayText, Protocol):
    """The text of an exploration that is to be built, and its folder."""

    @property
    def folder(self) -> Path:
        """Where the files beside the essay lie."""


def text_mistakes(
    explorations: Mapping[str, PlannedEssay], left_out: Mapping[str, str], templates: Path
) -> list[str]:
    """Return all mistakes of texts and templates that need no results, with file and line.

    Args:
        explorations: What is to be published, by name.
        left_out: Why other explorations are not published, by name.
        templates: The site's own templates; may be absent.
    """
    essays = {}
    for name, one in explorations.items():
        essays[name] = read(one, PlannedNames(one.settings))
        read_files(essays[name], files_below(one.folder))
    return [*_mistakes(essays, left_out, templates), *template_mistakes(templates)]


def link_mistakes(
    explorations: Mapping[str, PageSource], left_out: Mapping[str, str], templates: Path
) -> list[str]:
    """Return the links of essays that lead nowhere on the site that is to be published."""
    essays = {name: read(source, Facts(source)) for name, source in explorations.items()}
    return list(_mistakes(essays, left_out, templates))


def _mistakes(
    essays: Mapping[str, EssayContext], left_out: Mapping[str, str], templates: Path
) -> Iterator[str]:
    places = cache(partial(places_of, environment(templates)))
    site = PagesOfSite(essays, left_out, places)
    for name, context in essays.items():
        context.mistakes += site.mistakes(name)
        yield from context.report()


def reference_notices(explorations: Mapping[str, PlannedEssay]) -> list[str]:
    """Return a sentence on each work that is left out, lacks something, or is cited nowhere."""
    contexts = [read(one, PlannedNames(one.settings)) for one in explorations.values()]
    library = next((one.library for one in contexts if one.text.references), Library())
    cited = {one.work.key for context in contexts for one in context.citations}
    unused = (
        f"{work.place}: no essay cites {key!r}"
        for key, work in library.works.items()
        if key not in cited
    )
    left_out = (f"{one}; the entry is left out" for one in library.left_out)
    return [*left_out, *library.lacking, *unused]
