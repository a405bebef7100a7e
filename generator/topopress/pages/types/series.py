"""The series that articles are parts of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from topopress.core.language import gettext
from topopress.pages.contexts import Link
from topopress.pages.sources import ArticleSource


@dataclass(frozen=True, slots=True)
class Series:
    """The series of an article, with the parts beside it."""

    name: Annotated[str, "Name of the series."]
    part: Annotated[str, "Which part the article is, and of how many, in words."]
    previous: Annotated[Link | None, "The part before."]
    next: Annotated[Link | None, "The part after."]


def series_of(
    article: ArticleSource, articles: Sequence[ArticleSource], root: str
) -> Series | None:
    """Return the series of an article, given all of them in their order and the way to the root.

    None where it is the only part, or in no series.
    """
    name = article.settings.series
    parts = [one for one in articles if name and one.settings.series == name]
    if name is None or len(parts) < 2:  # noqa: PLR2004 - one part is no series
        return None
    place = [one.path for one in parts].index(article.path)
    links = [Link(one.settings.title, f"{root}{one.path}/index.html") for one in parts]
    part = gettext("Part {part} of {parts}", part=place + 1, parts=len(parts))
    before = links[place - 1] if place else None
    return Series(name, part, before, (*links, None)[place + 1])
