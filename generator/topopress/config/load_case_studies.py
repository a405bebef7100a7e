"""Read ``content/case-studies``; every mistake in it has its file and its key."""

from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path

from topopress.config.address_checks import address_of
from topopress.config.case_studies import CaseStudy, CaseStudySource
from topopress.config.checked import checked
from topopress.config.contents import ESSAY
from topopress.config.front_matter import split_front_matter
from topopress.config.references import ReferencesFile
from topopress.config.text_file import read_text
from topopress.core.errors import ConfigError, suggestion


def read_case_studies(
    root: Path, folders: Iterable[Path], references: ReferencesFile | None, mistakes: list[str]
) -> list[CaseStudySource]:
    """Return the case studies without mistakes; what is wrong with others is added to a list."""
    read = (_case_study(root, folder, references, mistakes) for folder in folders)
    return [one for one in read if one is not None]


def _case_study(
    root: Path, folder: Path, references: ReferencesFile | None, mistakes: list[str]
) -> CaseStudySource | None:
    file = folder / ESSAY
    shown = file.relative_to(root).as_posix()
    try:
        toml, essay = split_front_matter(read_text(file, shown))
        settings, wrong = checked(toml, shown, CaseStudy)
    except LookupError as error:
        mistakes.append(f"{shown}, line 1: {error.args[0]}")
        return None
    except ConfigError as error:
        mistakes.append(str(error))
        return None
    mistakes += [f"{shown}, {key}: {sentence}" for key, sentence in wrong.items()]
    if settings is None:
        return None
    name = address_of(folder.name, settings)
    return CaseStudySource(name, folder, settings, essay, shown, references)


def exploration_mistakes(
    studies: Iterable[CaseStudySource], explorations: Sequence[str]
) -> Iterator[str]:
    """Find the explorations that case studies draw on and that are not there."""
    for one in studies:
        for place, name in enumerate(one.settings.explorations):
            if name not in explorations:
                near = suggestion(name, explorations) or "."
                yield (
                    f"{one.essay_path}, explorations[{place}]: there is no exploration {name!r}"
                    f"{near} There are: {', '.join(sorted(explorations)) or 'none'}"
                )


def chosen_studies(
    studies: Iterable[CaseStudySource], named: Set[str], *, drafts: bool
) -> list[CaseStudySource]:
    """Return the wanted case studies: those that are named by their path, else all but drafts."""
    return [
        one for one in studies if (one.path in named if named else drafts or not one.settings.draft)
    ]
