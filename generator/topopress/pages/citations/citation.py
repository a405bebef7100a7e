"""A citation of a work in an essay: its intent, its evidence and the sentence it is in."""

from dataclasses import dataclass

from topopress.pages.citations.evidence import Evidence
from topopress.pages.citations.intents import INTENTS, CitationClass
from topopress.pages.citations.works import Work


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation of one work.

    Attributes:
        id: Id of its element, unique on the page.
        intent: Word of the intent, as in ``INTENTS``.
        locator: Place in the work, such as ``p. 3``; often empty.
        evidence: What it rests on; None where the author names nothing.
        section: Heading of the section it is in; empty before the first.
        before: The sentence it is in, up to the citation.
        after: The rest of the sentence.
    """

    id: str
    work: Work
    intent: str
    locator: str
    evidence: Evidence | None
    section: str
    before: str
    after: str

    @property
    def of(self) -> CitationClass:
        """Whether the page supports, contrasts with or mentions the work."""
        return INTENTS[self.intent].of

    @property
    def asserted(self) -> bool:
        """Whether it supports or contrasts without evidence."""
        return self.of != "mentions" and self.evidence is None
