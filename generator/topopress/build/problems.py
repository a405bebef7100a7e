"""Everything that ``topopress check`` finds in a project and in its site, as data.

Each kind of check is one entry of ``CONTENT`` or ``SITE``; what it yields has its rule's name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from topopress.build.checking import check_references, mistakes_of_texts, planned_selection
from topopress.build.site import OUT
from topopress.config.addresses import slug
from topopress.config.case_studies import CaseStudySource
from topopress.config.load import ExplorationSource, Project, load_project
from topopress.config.schema import Site
from topopress.core.errors import ConfigError
from topopress.core.problems import Problem, placed, sentences_of
from topopress.core.translations import is_english, translation_files
from topopress.pages.site.check import check_site
from topopress.pages.site.contrast import contrast_problems
from topopress.pages.site.release import FILE as VERSION_FILE
from topopress.pages.site.release import digest_fault
from topopress.pages.site.weights import budget_problems
from topopress.store.disk import Disk
from topopress.store.publish import verify_site
from topopress.store.site_folder import site_paths


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """The site that is checked.

    Attributes:
        folder: Where it is.
        shown: The folder as problems name it: relative to the project if it is within it.
        files: All files of the site by their path below the folder.
        settings: The settings of the site; None where they cannot be read.
    """

    folder: Path
    shown: str
    files: Mapping[str, bytes]
    settings: Site | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked, and what was found.

    Attributes:
        explorations: How many explorations there are; None where the settings have mistakes.
        case_studies: How many case studies are published beside them.
        site: None where nothing is built yet.
    """

    problems: tuple[Problem, ...]
    explorations: int | None
    case_studies: int
    site: SiteFiles | None


def check_project(root: Path, out: Path | None = None) -> Checked:
    """Check the settings, the texts, and the site if one is built, without computing."""
    found, project, n_studies = list[Problem](), None, 0
    try:
        project = load_project(root)
    except ConfigError as error:
        found += [placed(one, "settings") for one in sentences_of(str(error))]
    if project is not None:
        found += [problem for check in CONTENT for problem in check(project)]
        n_studies = len(planned_selection(project).case_studies)
    site = read_site(root, out, project.site if project else None)
    found += problems_of_site(site) if site else []
    n_explorations = len(project.explorations) if project else None
    return Checked(tuple(found), n_explorations, n_studies, site)


def read_site(root: Path, out: Path | None, settings: Site | None) -> SiteFiles | None:
    """Read the built site of a project; None where there is none."""
    folder = out or root / OUT
    if not (folder / "index.html").is_file():
        return None
    files = {path: (folder / path).read_bytes() for path in site_paths(folder, Disk())}
    return SiteFiles(folder, _shown(folder, root), files, settings)


def problems_of_site(site: SiteFiles) -> list[Problem]:
    """Return what is wrong with a site, with paths as an author writes them."""
    found = (problem for check in SITE for problem in check(site))
    return [replace(one, file=f"{site.shown}/{one.file}".rstrip("/")) for one in found]


def _shown(folder: Path, root: Path) -> str:
    inner, outer = folder.resolve(), root.resolve()
    path = inner.relative_to(outer) if inner.is_relative_to(outer) else folder
    return path.as_posix()


def _texts(project: Project) -> Iterator[Problem]:
    yield from (placed(one, "texts") for one in mistakes_of_texts(project))


def _unused(project: Project) -> Iterator[Problem]:
    notices = (*project.notices, *planned_selection(project).notices)
    yield from (placed(one, "unused", "notice") for one in notices)


def _language(project: Project) -> Iterator[Problem]:
    tag, folder = project.site.language, project.root / "translations"
    if not is_english(tag) and not translation_files(tag, folder):
        yield Problem(
            "content/site.toml",
            f"language: there are no translations for {tag!r}, so the words of ours on the pages "
            f"are English. docs/translating.md tells how to write translations/{tag}.po",
            "language",
            severity="notice",
        )


def _references(project: Project) -> Iterator[Problem]:
    yield from (placed(one, "references", "notice") for one in check_references(project))


def _slugs(project: Project) -> Iterator[Problem]:
    sources: tuple[ExplorationSource | CaseStudySource, ...] = (
        *project.explorations,
        *project.others,
        *project.case_studies,
        *project.other_case_studies,
    )
    for one in sources:
        name, chosen = one.folder.name, one.settings.slug
        if chosen is None and slug(name) != name:
            message = (
                f"its address is {one.name!r}; addresses have lower-case letters a to z, digits "
                "and hyphens. Name the folder so, or write the address as its slug"
            )
            below = one.path.removesuffix(one.name)
            yield Problem(f"content/{below}{name}", message, "slugs", severity="notice")


def _published(site: SiteFiles) -> Iterator[Problem]:
    yield from verify_site(site.folder)


def _pages(site: SiteFiles) -> Iterator[Problem]:
    yield from check_site(site.files)


def _budgets(site: SiteFiles) -> Iterator[Problem]:
    if site.settings is not None:
        yield from budget_problems(site.files, site.settings.budgets)


def _contrast(site: SiteFiles) -> Iterator[Problem]:
    yield from contrast_problems(site.files)


def _digest(site: SiteFiles) -> Iterator[Problem]:
    if fault := digest_fault(site.files):
        yield Problem(VERSION_FILE, fault.removeprefix(f"{VERSION_FILE}: "), "published")


CONTENT: tuple[Callable[[Project], Iterator[Problem]], ...] = (
    _texts,
    _unused,
    _language,
    _references,
    _slugs,
)
SITE: tuple[Callable[[SiteFiles], Iterator[Problem]], ...] = (
    _published,
    _digest,
    _pages,
    _budgets,
    _contrast,
)
