"""A case study: an essay that draws on explorations. Its settings are the front matter of it."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from topopress.config.articles import ArticleSettings
from topopress.config.base import Name
from topopress.config.contents import CASE_STUDIES
from topopress.config.references import ReferencesFile


class CaseStudy(ArticleSettings):
    """One case study: the lines between ``+++`` at the start of its ``index.md``."""

    explorations: tuple[Name, ...] = Field(
        (),
        description="Names of the explorations that it draws on, as in addresses. Only their "
        "facts, views and figures can be named; of a single one without its name.",
    )

    @property
    def only_exploration(self) -> str:
        """The exploration, where it draws on a single one; else empty."""
        return self.explorations[0] if len(self.explorations) == 1 else ""


@dataclass(frozen=True, slots=True)
class CaseStudySource:
    """One folder below ``content/case-studies``.

    Attributes:
        name: The case study's name as addresses use it.
        folder: The folder itself.
        essay: The text of its ``index.md``, with empty lines in place of the front matter.
        essay_path: Where the essay is, for messages.
        references: The works that the site can cite; None where there is no such file.
    """

    name: str
    folder: Path
    settings: CaseStudy
    essay: str
    essay_path: str
    references: ReferencesFile | None = None

    @property
    def path(self) -> str:
        """Path of its folder below the site's root."""
        return study_path(self.name)

    @property
    def own(self) -> str:
        """The exploration that is meant where its essay names none."""
        return self.settings.only_exploration

    @property
    def draws_on(self) -> tuple[str, ...]:
        """The explorations that its essay may name."""
        return self.settings.explorations


def study_path(name: str) -> str:
    """Return the path of a case study's folder below the site's root."""
    return f"{CASE_STUDIES}/{name}"
