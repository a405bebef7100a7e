"""Reads the essays of all articles of a site, each of which can name every exploration."""

from collections.abc import Iterable, Mapping, Sequence

from topopress.config.schema import Exploration
from topopress.pages.article import Article
from topopress.pages.essay.article_names import ArticleNames
from topopress.pages.essay.context import EssayContext, raise_together
from topopress.pages.essay.facts import Facts
from topopress.pages.essay.names import PlannedNames
from topopress.pages.essay.read import read
from topopress.pages.sources import PageSource

Essays = dict[str, EssayContext]
"""What was read, by the path of the article."""


def read_planned(
    articles: Iterable[Article],
    explorations: Mapping[str, Exploration],
    left_out: Mapping[str, str],
) -> Essays:
    """Read essays before anything is computed.

    Args:
        articles: What is read.
        explorations: The settings of the explorations that are to be published, by name.
        left_out: Why others are not published, by name.

    What is wrong is among the mistakes of the results, but for links and files beside essays.
    """
    known = {name: PlannedNames(settings) for name, settings in explorations.items()}
    return {one.path: read(ArticleNames(one, known, left_out)) for one in articles}


def read_built(
    explorations: Sequence[PageSource],
    case_studies: Sequence[Article] = (),
    left_out: Mapping[str, str] | None = None,
) -> Essays:
    """Read the essays of a site once its graphs are built; see ``read_planned``."""
    known = {one.name: Facts(one) for one in explorations}
    articles: Sequence[Article] = (*explorations, *case_studies)
    return {one.path: read(ArticleNames(one, known, left_out or {})) for one in articles}


def require_no_mistakes(essays: Essays) -> None:
    """Raise one PageError with all mistakes of all essays, if there are any."""
    raise_together([sentence for one in essays.values() for sentence in one.report()])
