"""The settings that explorations and case studies have in common."""

from typing import Annotated

from pydantic import Field, field_validator

from topopress.config.base import Settings
from topopress.config.limits import MOST_COUNT
from topopress.config.texts import Author, Day, Line, Slug, Tag, Title, tag_address


class ArticleSettings(Settings):
    """What is said of an article on its own page and on the pages that list it."""

    title: Title = Field(description="Title of the page.")
    slug: Slug | None = Field(
        None,
        description="Name in addresses: letters a to z, digits and hyphens. By default the "
        "folder's name in lower case, Latin letters without their marks; needed where the folder's "
        "name has letters of other scripts.",
    )
    summary: Line = Field("", description="One or two sentences for lists and search engines.")
    authors: tuple[Author, ...] = Field((), description="Authors, for the page and the citation.")
    date: Day | None = Field(None, description="Date of publication, such as 2024-05-31.")
    tags: tuple[Tag, ...] = Field(
        (), description="What it is about, in words; `tags.html` lists all articles by their tags."
    )
    series: Title | None = Field(
        None,
        description="Name of the series that it is a part of. Parts have the order of the home "
        "page, and lead to the parts before and after them.",
    )
    order: Annotated[int, Field(ge=-MOST_COUNT, le=MOST_COUNT)] = Field(
        0, description="Place on the home page; smaller comes first."
    )
    draft: bool = Field(False, description="A draft is built only when named.")
    number_sections: bool = Field(
        False, description="Whether the sections of the essay are numbered."
    )

    @field_validator("tags")
    @classmethod
    def _each_once(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        seen: dict[str, str] = {}
        for tag in tags:
            other = seen.setdefault(tag_address(tag), tag)
            if other is not tag:
                raise ValueError(f"must name each tag once, got {other!r} and {tag!r}")
        return tags
