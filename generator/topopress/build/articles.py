"""From built graphs to the input of all pages: case studies, files beside essays, and pictures."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace

from topopress.config.case_studies import CaseStudySource
from topopress.config.load import Project
from topopress.kinds.pictures import PictureRequest, TextFigure
from topopress.pages.essay.articles import read_built
from topopress.pages.essay.beside import files_below, read_files
from topopress.pages.essay.context import raise_together
from topopress.pages.essay.needs import needs_of
from topopress.pages.site.check_texts import link_mistakes
from topopress.pages.sources import PageSource, StudySource

DRAFT = "it is a draft, which is built only when named"
NOT_BUILT = "it is not built yet; `topopress build` without names builds it too"

MakePictures = Callable[[str, Sequence[PictureRequest]], Mapping[PictureRequest, TextFigure]]
"""Makes pictures of the exploration of a name."""


@dataclass(frozen=True, slots=True)
class Articles:
    """What a site publishes, each in the order of the home page."""

    explorations: tuple[PageSource, ...]
    case_studies: tuple[StudySource, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all of them below the site's root."""
        return (
            *(one.path for one in self.explorations),
            *(one.path for one in self.case_studies),
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """The case studies that are published beside some explorations.

    Attributes:
        left_out: Why other articles are not on the site, by path.
        notices: The same for the case studies that an author may expect, in sentences.
    """

    case_studies: tuple[CaseStudySource, ...]
    left_out: Mapping[str, str]
    notices: tuple[str, ...]


def selection(project: Project, published: Container[str]) -> Selection:
    """Return the case studies whose explorations are all published."""
    explorations = (*project.explorations, *project.others)
    left_out = {
        one.name: DRAFT if one.settings.draft and one in project.others else NOT_BUILT
        for one in explorations
        if one.name not in published
    }
    studies, notices = [], []
    for one in (*project.case_studies, *project.other_case_studies):
        lacking = next((each for each in one.settings.explorations if each in left_out), None)
        if one.settings.draft and one in project.other_case_studies:
            left_out[one.path] = DRAFT
        elif lacking is None:
            studies.append(one)
        else:
            left_out[one.path] = f"it draws on {lacking!r}, which is left out: {left_out[lacking]}"
            notices.append(f"{one.path} is left out: {left_out[one.path]}")
    return Selection(tuple(studies), left_out, tuple(notices))


def gather(project: Project, built: Sequence[PageSource], pictures: MakePictures) -> Articles:
    """Read all texts with the facts of the graphs, and add what they show.

    Raises:
        PageError: one report with all mistakes of all essays.
    """
    chosen = selection(project, {one.name for one in built})
    essays = read_built(built, chosen.case_studies, chosen.left_out)
    folders = {one.name: one.folder for one in (*project.explorations, *project.others)}
    folders |= {one.path: one.folder for one in chosen.case_studies}
    files = {path: read_files(one, files_below(folders[path])) for path, one in essays.items()}
    raise_together(link_mistakes(essays, chosen.left_out, project.root / "templates"))
    made = {name: pictures(name, asked) for name, asked in needs_of(essays).items()}
    explorations = (
        replace(one, attachments=files[one.path], pictures=made.get(one.name, {})) for one in built
    )
    case_studies = (_study(one, files[one.path]) for one in chosen.case_studies)
    return Articles(
        tuple(sorted(explorations, key=lambda one: (one.settings.order, one.name))),
        tuple(sorted(case_studies, key=lambda one: (one.settings.order, one.name))),
    )


def _study(one: CaseStudySource, files: Mapping[str, bytes]) -> StudySource:
    return StudySource(
        name=one.name,
        settings=one.settings,
        essay=one.essay,
        essay_path=one.essay_path,
        attachments=files,
        references=one.references,
    )
