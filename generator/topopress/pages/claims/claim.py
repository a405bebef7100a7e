"""A claim of an essay: a sentence, the condition that must hold for it, and what it rests on."""

from dataclasses import dataclass
from typing import Literal, get_args

from topopress.pages.citations.evidence import Evidence
from topopress.pages.tables.layer_figures import Value

Kind = Literal["finding", "negative"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class ClaimFigure:
    """A fact in the condition of a claim.

    Attributes:
        evidence: The fact as pages write it, with what chance gives.
        value: The same at full precision; None while nothing is built.
    """

    evidence: Evidence
    value: Value = None

    @property
    def beside(self) -> tuple[str, ...]:
        """What chance gives and how stable it is, in words, where that is known."""
        known = (self.evidence.chance, self.evidence.stability)
        return tuple(words for words in known if words not in ("", self.evidence.value))


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim whose condition holds, or was only read because nothing is built yet.

    Attributes:
        name: Name in its label, such as ``islands`` of ``claim:islands``.
        kind: ``negative`` where what was looked for is not there, or no more than by chance.
        condition: As the author wrote it.
        figures: The facts in the condition, each once.
        section: Heading above it; empty before the first.
        line: Line of the essay.
        sentence: The author's words, without markup; empty until the essay is read.
    """

    name: str
    kind: Kind
    condition: str
    figures: tuple[ClaimFigure, ...]
    section: str
    line: int
    sentence: str = ""

    @property
    def id(self) -> str:
        """Id of its element, which is its label."""
        return f"claim:{self.name}"
