"""Tags of articles: each has one spelling on a site."""

from collections.abc import Iterable, Iterator

from topopress.config.articles import ArticleSettings
from topopress.config.texts import tag_address


def tag_mistakes(articles: Iterable[tuple[str, ArticleSettings]]) -> Iterator[str]:
    """Find tags that have the address of another one, given where the tags of articles stand."""
    seen: dict[str, tuple[str, str]] = {}
    for where, settings in articles:
        for place, tag in enumerate(settings.tags):
            other, there = seen.setdefault(tag_address(tag), (tag, where))
            if other != tag:
                yield (
                    f"{where}[{place}]: {tag!r} has the same address as {other!r} in {there}; "
                    "write both alike, or choose other words"
                )
