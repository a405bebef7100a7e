"""The check of all texts of a project, before any stage runs."""

from topopress.build.articles import Selection, selection
from topopress.config.load import ExplorationSource, Project
from topopress.pages.essay.context import raise_together
from topopress.pages.site.check_texts import reference_notices, text_mistakes


def check_texts(project: Project) -> None:
    """Check essays, templates and references as far as that needs no results.

    Raises:
        PageError: one report with all mistakes in all files.
    """
    raise_together(mistakes_of_texts(project))


def mistakes_of_texts(project: Project) -> list[str]:
    """Return all mistakes of essays, templates and references that need no results."""
    explorations, chosen = _published(project), planned_selection(project)
    return text_mistakes(
        (*explorations.values(), *chosen.case_studies),
        {name: one.settings for name, one in explorations.items()},
        chosen.left_out,
        project.root / "templates",
    )


def planned_selection(project: Project) -> Selection:
    """Return the case studies that are published if all explorations but drafts are."""
    return selection(project, _published(project))


def _published(project: Project) -> dict[str, ExplorationSource]:
    others = (one for one in project.others if not one.settings.draft)
    return {one.name: one for one in (*project.explorations, *others)}


def check_references(project: Project) -> list[str]:
    """Return what an author should know of the works that the site can cite."""
    explorations = (*project.explorations, *project.others)
    studies = (*project.case_studies, *project.other_case_studies)
    settings = {one.name: one.settings for one in explorations}
    return reference_notices((*explorations, *studies), settings)
