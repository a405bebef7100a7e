"""What the page of an article says to search engines and reference managers."""

from collections.abc import Iterator, Sequence

from topopress.config.schema import Site
from topopress.pages.citations.citation import Citation
from topopress.pages.citations.export import highwire, json_ld
from topopress.pages.contexts import Fact
from topopress.pages.essay.citing import works_in_order
from topopress.pages.sources import ArticleSource
from topopress.pages.tables.citation import address_of


def tags_of(site: Site, article: ArticleSource, citations: Sequence[Citation]) -> Iterator[Fact]:
    """Yield Highwire's tags; those of the page itself only where it has authors and a date."""
    settings = article.settings
    authors = settings.authors or site.authors
    if authors and settings.date:
        yield Fact("citation_title", settings.title)
        for author in authors:
            yield Fact("citation_author", author)
        yield Fact("citation_publication_date", f"{settings.date:%Y/%m/%d}")
        yield Fact("citation_language", site.language)
        if address := address_of(site, article.path):
            yield Fact("citation_public_url", address)
    for name, content in highwire(works_in_order(citations)):
        yield Fact(name, content)


def json_ld_of(site: Site, article: ArticleSource, citations: Sequence[Citation]) -> str:
    """Return the page as a scholarly article in schema.org's words, with CiTO's for citations."""
    settings = article.settings
    said = {
        "@type": "ScholarlyArticle",
        "headline": settings.title,
        "abstract": settings.summary,
        "author": [
            {"@type": "Person", "name": author} for author in settings.authors or site.authors
        ],
        "datePublished": settings.date.isoformat() if settings.date else "",
        "inLanguage": site.language,
        "url": address_of(site, article.path),
    }
    return json_ld({key: value for key, value in said.items() if value}, citations)
