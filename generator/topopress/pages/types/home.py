"""The home page: a large graph and all explorations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from topopress.bundle.exploration import LayerView
from topopress.pages.contexts import Fact, GraphDrawing, Page
from topopress.pages.drawing import CARD, OPENING, draw
from topopress.pages.essay.views import fragment
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import PageSource
from topopress.pages.tables.text import count, in_words, listed, plural
from topopress.pages.types.exploration import byline, start_view
from topopress.pages.types.page_type import PageType


@dataclass(frozen=True, slots=True)
class Card:
    """An exploration on the home page."""

    title: Annotated[str, "Title of the exploration."]
    summary: Annotated[str, "Its summary; may be empty."]
    href: Annotated[str, "Link to its page."]
    byline: Annotated[str, "Authors and date; may be empty."]
    preview: Annotated[GraphDrawing, "The graph of its first layer, small."]
    facts: Annotated[tuple[Fact, ...], "Network, layers, counts."]


@dataclass(frozen=True, slots=True)
class HomePage(Page):
    """Context of ``home.html.jinja``."""

    opening: Annotated[GraphDrawing | None, "A graph of the first exploration, large."]
    opening_caption: Annotated[str, "Caption of the opening figure."]
    opening_href: Annotated[str, "Link to where the opening figure can be explored."]
    cards: Annotated[tuple[Card, ...], "The explorations in their order."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, HomePage]]:
    yield "index.html", _home_page(site, "index.html")


def _home_page(site: SiteInputs, path: str) -> HomePage:
    first = site.explorations[0] if site.explorations else None
    return HomePage(
        **site.common(path),
        title=site.settings.title,
        description=site.settings.tagline
        or f"{site.settings.title}: explorations of neural networks.",
        opening=_opening(first) if first else None,
        opening_caption=_opening_caption(first) if first else "",
        opening_href=_opening_href(first) if first else "",
        cards=tuple(_card(source, site) for source in site.explorations),
    )


def _opening(source: PageSource) -> GraphDrawing:
    return draw(_richest(source), source.bundle.manifest, OPENING, "opening")


def _richest(source: PageSource) -> LayerView:
    """Return the layer with the most branching nodes."""
    return max(source.bundle.views, key=lambda view: view.layer.quality.branching)


def _opening_href(source: PageSource) -> str:
    return f"{source.name}/index.html" + fragment({"layer": _richest(source).layer.id})


def _opening_caption(source: PageSource) -> str:
    layer, network = _richest(source).layer, source.provenance.network
    of = f" of {network.name}" if network else ""
    return (
        f"{layer.name}{of}: {count(layer.n_rows)} {source.words.vectors} as a graph of "
        f"{plural(layer.n_nodes, 'node')}."
    )


def _card(source: PageSource, site: SiteInputs) -> Card:
    settings, manifest = source.settings, source.bundle.manifest
    who = listed(settings.authors or site.settings.authors)
    when = in_words(settings.date)
    return Card(
        title=settings.title,
        summary=settings.summary,
        href=f"{source.name}/index.html",
        byline=", ".join(part for part in (who, when) if part),
        preview=draw(start_view(source), manifest, CARD, f"card-{source.name}"),
        facts=byline(source),
    )


HOME = PageType("home.html.jinja", HomePage, _pages)
