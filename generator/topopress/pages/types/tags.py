"""The page of tags: all explorations and case studies, by what they are about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from topopress.config.texts import tag_address
from topopress.core.language import gettext
from topopress.pages.contexts import Link, Page
from topopress.pages.site.location import TAGS as PATH
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import ArticleSource, PageSource
from topopress.pages.tables.text import in_words
from topopress.pages.types.page_type import PageType


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """An article in the list of a tag."""

    link: Annotated[Link, "Its title, and link to its page."]
    summary: Annotated[str, "Its summary; may be empty."]
    note: Annotated[str, "What kind of article it is, and its date."]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, and the articles that have it."""

    name: Annotated[str, "The tag as authors write it."]
    id: Annotated[str, "Id of its place on the page."]
    articles: Annotated[tuple[TaggedArticle, ...], "In the order of the home page."]


@dataclass(frozen=True, slots=True)
class TagsPage(Page):
    """Context of ``tags.html.jinja``."""

    tags: Annotated[tuple[Tag, ...], "The tags in alphabetical order."]


def topics_of(article: ArticleSource, root: str) -> tuple[Link, ...]:
    """Return links to the places of an article's tags, given the way to the site's root."""
    return tuple(Link(tag, f"{root}{PATH}#{quote(_id_of(tag))}") for tag in article.settings.tags)


def _pages(site: SiteInputs) -> Iterator[tuple[str, TagsPage]]:
    articles = site.articles
    names = sorted({tag for one in articles for tag in one.settings.tags}, key=tag_address)
    if names:
        yield (
            PATH,
            TagsPage(
                **site.common(PATH),
                title=gettext("Tags"),
                description=gettext(
                    "What {title} is about: its articles by their tags.", title=site.settings.title
                ),
                tags=tuple(_tag(name, articles) for name in names),
            ),
        )


def _tag(name: str, articles: Sequence[ArticleSource]) -> Tag:
    mine = (one for one in articles if name in one.settings.tags)
    return Tag(name, _id_of(name), tuple(_tagged(one) for one in mine))


def _tagged(one: ArticleSource) -> TaggedArticle:
    kind = gettext("Exploration") if isinstance(one, PageSource) else gettext("Case study")
    note = ", ".join(filter(None, (kind, in_words(one.settings.date))))
    link = Link(one.settings.title, f"{one.path}/index.html")
    return TaggedArticle(link, one.settings.summary, note)


def _id_of(tag: str) -> str:
    return f"tag-{tag_address(tag)}"


TAGS = PageType("tags.html.jinja", TagsPage, _pages)
