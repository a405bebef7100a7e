"""The cards of the home page: one for each exploration and each case study."""

from dataclasses import dataclass
from typing import Annotated

from topopress.config.articles import ArticleSettings
from topopress.core.language import gettext
from topopress.pages.contexts import Fact, GraphDrawing, Link
from topopress.pages.drawing import CARD, draw
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import ArticleSource, PageSource, StudySource
from topopress.pages.tables.text import in_words, listed
from topopress.pages.types.exploration import facts_of, start_view
from topopress.pages.types.tags import topics_of


@dataclass(frozen=True, slots=True)
class Card:
    """An exploration or a case study on the home page."""

    settings: Annotated[ArticleSettings, "Its settings."]
    href: Annotated[str, "Link to its page."]
    byline: Annotated[str, "Authors and date; may be empty."]
    preview: Annotated[
        GraphDrawing | None,
        "The graph of its first view, small; None of a case study without explorations.",
    ]
    facts: Annotated[tuple[Fact, ...], "Network, layers, counts; of a case study its explorations."]
    topics: Annotated[tuple[Link, ...], "Its tags, with their places on the page of tags."]


def card(article: ArticleSource, site: SiteInputs) -> Card:
    """Return the card of an article."""
    settings = article.settings
    byline = (listed(settings.authors or site.settings.authors), in_words(settings.date))
    return Card(
        settings,
        href=f"{article.path}/index.html",
        byline=", ".join(filter(None, byline)),
        preview=_preview(article, site),
        facts=facts_of(article) if isinstance(article, PageSource) else _facts(article, site),
        topics=topics_of(article, ""),
    )


def _facts(study: StudySource, site: SiteInputs) -> tuple[Fact, ...]:
    titles = {one.name: one.settings.title for one in site.explorations}
    drawn = [titles[name] for name in study.settings.explorations]
    return (Fact(gettext("Draws on"), listed(drawn)),) if drawn else ()


def _preview(article: ArticleSource, site: SiteInputs) -> GraphDrawing | None:
    """Draw an exploration's first layer, or the first graph that a case study refers to."""
    prefix = f"card-{article.path.replace('/', '-')}"
    if isinstance(article, PageSource):
        return draw(start_view(article), article.bundle.manifest, CARD, prefix)
    views, sources = site.essays[article.path].views, {one.name: one for one in site.explorations}
    if views:
        first = sources[views[0].exploration]
        layer = next(one for one in first.bundle.views if one.layer.id == views[0].state["layer"])
        return draw(layer, first.bundle.manifest, CARD, prefix)
    if article.settings.explorations:
        first = sources[article.settings.explorations[0]]
        return draw(start_view(first), first.bundle.manifest, CARD, prefix)
    return None
