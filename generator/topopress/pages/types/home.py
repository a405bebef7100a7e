"""The home page: a large graph, all case studies and all explorations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from topopress.core.language import gettext, ngettext
from topopress.pages.contexts import GraphDrawing, Page
from topopress.pages.drawing import OPENING, draw
from topopress.pages.essay.views import fragment
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import PageSource
from topopress.pages.tables.text import count
from topopress.pages.types.cards import Card, card
from topopress.pages.types.page_type import PageType


@dataclass(frozen=True, slots=True)
class Opening:
    """The graph of the first exploration that has the most branching nodes, large."""

    graph: Annotated[GraphDrawing, "Its drawing."]
    caption: Annotated[str, "Caption of the drawing."]
    href: Annotated[str, "Link to where it can be explored."]


@dataclass(frozen=True, slots=True)
class HomePage(Page):
    """Context of ``home.html.jinja``."""

    opening: Annotated[Opening | None, "The first figure; None where nothing is published."]
    case_studies: Annotated[tuple[Card, ...], "The case studies in their order; often none."]
    cards: Annotated[tuple[Card, ...], "The explorations in their order."]
    networks: Annotated[
        bool, "Whether an exploration has a network; true where nothing is published."
    ]


def _pages(site: SiteInputs) -> Iterator[tuple[str, HomePage]]:
    title, tagline = site.settings.title, site.settings.tagline
    networks = not site.explorations or any(_has_network(one) for one in site.explorations)
    about = gettext("{title}: explorations of vectors.", title=title)
    if networks:
        about = gettext("{title}: explorations of neural networks.", title=title)
    page = HomePage(
        **site.common("index.html"),
        title=title,
        description=tagline or about,
        opening=_opening(site.explorations[0]) if site.explorations else None,
        case_studies=tuple(card(study, site) for study in site.case_studies),
        cards=tuple(card(source, site) for source in site.explorations),
        networks=networks,
    )
    yield "index.html", page


def _has_network(source: PageSource) -> bool:
    return source.provenance.network is not None


def _opening(source: PageSource) -> Opening:
    view = max(source.bundle.views, key=lambda view: view.layer.quality.branching)
    layer, network = view.layer, source.provenance.network
    what = layer.name
    if network is not None:
        what = gettext("{layer} of {network}", layer=what, network=network.name)
    return Opening(
        draw(view, source.bundle.manifest, OPENING, "opening"),
        ngettext(
            "{what}: {number} {rows} as a graph of {n} node.",
            "{what}: {number} {rows} as a graph of {n} nodes.",
            layer.n_nodes,
            what=what,
            number=count(layer.n_rows),
            rows=source.words.vectors,
        ),
        f"{source.name}/index.html" + fragment({"layer": layer.id}),
    )


HOME = PageType("home.html.jinja", HomePage, _pages)
