"""What the two kinds of articles, explorations and case studies, have in common."""

from typing import Protocol

from topopress.config.articles import ArticleSettings
from topopress.config.references import ReferencesFile


class Article(Protocol):
    """An essay with a page of its own, before or after anything is built."""

    @property
    def name(self) -> str:
        """Its name in addresses; an exploration and a case study may have the same."""

    @property
    def path(self) -> str:
        """Path of its folder below the site's root: ``photographs``, ``case-studies/senses``."""

    @property
    def settings(self) -> ArticleSettings:
        """Title, authors, date and the like."""

    @property
    def essay(self) -> str:
        """The author's Markdown."""

    @property
    def essay_path(self) -> str:
        """Where the essay lies, for messages."""

    @property
    def references(self) -> ReferencesFile | None:
        """The works that it can cite; None where there is no file of them."""

    @property
    def own(self) -> str:
        """The exploration that is meant where its text names none; empty if it has to."""

    @property
    def draws_on(self) -> tuple[str, ...] | None:
        """The explorations that its text may name; None for all of the site."""


def has_explorer(article: Article) -> bool:
    """Return whether its page has an explorer; that of a case study has none."""
    return article.path == article.own
