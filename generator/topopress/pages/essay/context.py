"""The state that the passes over an essay's tokens share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import unquote

from markdown_it.token import Token

from topopress.config.references import CitationStyle
from topopress.core.errors import PageError
from topopress.pages.article import Article
from topopress.pages.citations.citation import Citation
from topopress.pages.citations.works import Library, library_of
from topopress.pages.essay.article_names import ArticleNames, View
from topopress.pages.essay.directive import Block
from topopress.pages.essay.numbered import Numbered


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """What is wrong in a line of an essay."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A relative link of an essay, or a picture beside it.

    Attributes:
        path: Path below the article's folder, decoded and normalised; empty for the page
            itself.
        written: The address as the author wrote it.
        fragment: What follows ``#``, decoded.
    """

    line: int
    path: str
    written: str
    fragment: str = ""
    is_picture: bool = False


class _OneMistakeError(Exception):
    """Carries a mistake to where mistakes are collected."""

    def __init__(self, mistake: Mistake) -> None:
        self.mistake = mistake


@dataclass(slots=True)
class EssayContext:
    """What the passes over an essay read, and what they find.

    Attributes:
        names: What the essay can name.
        tokens: The essay as it is rendered.
        references: The relative links and the pictures beside the essay, in its order.
        mistakes: All that is wrong, in no order.
        citations: The citations, in the order of the essay.
        blocks: The directives, in the order of the essay.
        numbered: Figures, tables, equations and sections, in the order of the essay.
        labels: Those that have a label, by it.
        section: The heading above what is being read; empty before the first.
    """

    names: ArticleNames
    tokens: list[Token] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    numbered: list[Numbered] = field(default_factory=list)
    labels: dict[str, Numbered] = field(default_factory=dict)
    section: str = ""

    @property
    def article(self) -> Article:
        """The article that is read."""
        return self.names.article

    def fail(self, token: Token, message: str, lines_down: int = 0) -> NoReturn:
        """End the present step with a mistake in the token's line."""
        raise _OneMistakeError(Mistake(line_of(token, lines_down), message))

    @property
    def library(self) -> Library:
        """The works that the essay can cite."""
        return library_of(self.article.references)

    @property
    def style(self) -> CitationStyle:
        """How citations are written."""
        return self.article.references.style if self.article.references else "numeric"

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its headings, notes, citations and labelled blocks."""
        numbers = {
            token.meta["id"] + 1
            for block in self.tokens
            for token in (block, *(block.children or ()))
            if token.type == "footnote_ref"
        }
        notes = (name for n in numbers for name in (f"note-{n}", f"note-{n}-ref"))
        headings = (str(token.attrs["id"]) for token in self.tokens if "id" in token.attrs)
        citations = (one.id for one in self.citations)
        numbered = (one.id for one in self.numbered)
        labels = (block.label for block in self.blocks if block.label)
        return frozenset([*headings, *notes, *citations, *numbered, *labels])

    @contextmanager
    def step(self) -> Iterator[None]:
        """Collect the mistake of a step, and go on after it."""
        try:
            yield
        except _OneMistakeError as error:
            self.mistakes.append(error.mistake)

    def where(self, token: Token) -> str:
        """Return the essay's file and the token's line."""
        return f"{self.article.essay_path}, line {line_of(token)}"

    def report(self) -> list[str]:
        """Return a sentence for each mistake, in the order of the essay."""
        found = dict.fromkeys(sorted(self.mistakes))
        return [f"{self.article.essay_path}, line {one.line}: {one.message}" for one in found]

    def require_no_mistake(self) -> None:
        """Raise one PageError with all mistakes, if there are any."""
        raise_together(self.report())

    def view(self, address: str, block: Token, lines_down: int = 0) -> View:
        """Return the view of an address such as ``view:layer=block10``; all of it is there."""
        try:
            return self.names.view(address.partition(":")[2])
        except LookupError as error:
            self.fail(block, f"{unquote(address)}: {error.args[0]}", lines_down)


def line_of(token: Token, lines_down: int = 0) -> int:
    """Return the line of an essay in which a block starts, or one below it; from 1."""
    return (token.map[0] if token.map else 0) + 1 + lines_down


def raise_together(mistakes: list[str]) -> None:
    """Raise one PageError with all mistakes, one a line; nothing if there are none."""
    if mistakes:
        several = f"{len(mistakes)} mistakes:\n  " if len(mistakes) > 1 else ""
        raise PageError(several + "\n  ".join(mistakes))
