"""The check of all texts of a project, before any stage runs, and of their links after it."""

from collections.abc import Sequence

from topopress.config.load import Project
from topopress.pages.essay.context import raise_together
from topopress.pages.site.check_texts import link_mistakes, reference_notices, text_mistakes
from topopress.pages.sources import PageSource

_DRAFT = "it is a draft, which is built only when named"
_NOT_BUILT = "it is not built yet; `topopress build` without names builds it too"


def check_texts(project: Project) -> None:
    """Check essays, templates and references as far as that needs no results.

    Raises:
        PageError: one report with all mistakes in all files.
    """
    raise_together(mistakes_of_texts(project))


def mistakes_of_texts(project: Project) -> list[str]:
    """Return all mistakes of essays, templates and references that need no results."""
    published = [one for one in project.others if not one.settings.draft]
    essays = {one.name: one for one in (*project.explorations, *published)}
    left_out = {one.name: _DRAFT for one in project.others if one.name not in essays}
    return text_mistakes(essays, left_out, project.root / "templates")


def check_references(project: Project) -> list[str]:
    """Return what an author should know of the works that the site can cite."""
    return reference_notices({one.name: one for one in (*project.explorations, *project.others)})


def check_links(project: Project, sources: Sequence[PageSource]) -> None:
    """Check the links of essays on the site that is to be published.

    Raises:
        PageError: one report with all links that lead nowhere.
    """
    published = {source.name: source for source in sources}
    known = (*project.explorations, *project.others)
    left_out = {one.name: _NOT_BUILT for one in known if one.name not in published}
    raise_together(link_mistakes(published, left_out, project.root / "templates"))
