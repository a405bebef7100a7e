"""How the citations of an essay are written: in one of our two styles, or in one of CSL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup, escape

from topopress.config.references import OWN_STYLES, ReferencesFile
from topopress.core.language import gettext
from topopress.pages.citations.csl import CslStyle, csl_style
from topopress.pages.citations.styles import short_names
from topopress.pages.citations.works import Work


class Writer(Protocol):
    """Writes citations. Works are given in the order of their first citations."""

    @property
    def numbered(self) -> bool:
        """Whether citations are numbers."""

    @property
    def opened(self) -> str:
        """What stands before the works of a citation."""

    @property
    def closed(self) -> str:
        """What stands behind them."""

    @property
    def between(self) -> str:
        """What stands between two of them."""

    def cited(self, works: Sequence[Work], index: int) -> Markup:
        """Return what one of the works is cited as."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """``[1, 2]``."""

    numbered: bool = True
    opened: str = "["
    closed: str = "]"
    between: str = ", "

    def cited(self, works: Sequence[Work], index: int) -> Markup:
        """Return the number of a work."""
        return escape(index + 1)


@dataclass(frozen=True, slots=True)
class AuthorsAndYears:
    """``(Rathore et al. 2021; Lee 2003)``."""

    numbered: bool = False
    opened: str = "("
    closed: str = ")"
    between: str = "; "

    def cited(self, works: Sequence[Work], index: int) -> Markup:
        """Return the authors and the year of a work."""
        return escape(f"{short_names(works[index])} {year_of(works[index])}")


def csl_of(file: ReferencesFile | None) -> CslStyle | None:
    """Return the style of CSL by which works are cited; None for our own styles."""
    if file is None or file.style in OWN_STYLES:
        return None
    return csl_style(file.csl, file.language)


def writer_of(file: ReferencesFile | None) -> Writer:
    """Return what writes the citations of the works of a file."""
    if csl := csl_of(file):
        return csl
    return AuthorsAndYears() if file and file.style == "author-year" else Numbers()


def year_of(work: Work) -> str:
    """Return the year of a work, or that there is none."""
    return work.year or gettext("n.d.")


def narrative(writer: Writer, works: Sequence[Work], index: int) -> Markup:
    """Return a work as a part of the sentence: ``Lee [3]``, ``Lee (2003)``."""
    who = short_names(works[index])
    if writer.numbered:
        shown = (writer.opened, writer.cited(works, index), writer.closed)
        return Markup("{} {}{}{}").format(who, *shown)
    return Markup("{} ({})").format(who, year_of(works[index]))
