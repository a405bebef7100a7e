"""The page of an exploration: the essay around the explorer."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from markupsafe import Markup

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import OtherExploration
from topopress.core.language import gettext
from topopress.pages.contexts import Fact, GraphDrawing, Table
from topopress.pages.drawing import FIGURE, draw
from topopress.pages.site.location import SiteInputs, root_of
from topopress.pages.site.others import manifest_chunk, others_of
from topopress.pages.sources import PageSource
from topopress.pages.tables.nodes import node_table
from topopress.pages.tables.text import capital, count
from topopress.pages.types.article import ArticlePage, article_fields, escaped
from topopress.pages.types.layer import LayerLink, caption_of, layer_links
from topopress.pages.types.page_type import PageType

ROWS_ON_PAGE = 150


@dataclass(frozen=True, slots=True)
class ExplorationPage(ArticlePage):
    """Context of ``exploration.html.jinja``."""

    byline: Annotated[tuple[Fact, ...], "Network, where there is one, and counts."]
    after: Annotated[Markup, "The essay after the explorer, as HTML."]
    manifest: Annotated[Markup, "The manifest as JSON, escaped for a script element."]
    viewer: Annotated[str, "Address of the viewer's script."]
    tools: Annotated[str, "Address of the script that the viewer loads when a reader needs it."]
    layers: Annotated[tuple[LayerLink, ...], "The layers in forward order."]
    graph: Annotated[GraphDrawing, "The graph of the first view."]
    caption: Annotated[str, "Caption of the static graph."]
    notices: Annotated[tuple[str, ...], "Warnings about the graph; often none."]
    table: Annotated[Table, "The nodes of that graph."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, ExplorationPage | bytes]]:
    for source in site.explorations:
        others = others_of(source, site.explorations)
        yield f"{source.path}/index.html", _exploration_page(site, source, others)
        if others:
            file, content = manifest_chunk(source.bundle.manifest)
            yield f"{source.path}/{file}", content
        for file, content in site.essays[source.path].files.items():
            yield f"{source.path}/{file}", content


def _exploration_page(
    site: SiteInputs, source: PageSource, others: list[OtherExploration]
) -> ExplorationPage:
    manifest, root = source.bundle.manifest, root_of(f"{source.path}/index.html")
    view = start_view(source)
    published = manifest.model_copy(update={"others": others}).model_dump()
    return ExplorationPage(
        **article_fields(site, source),
        description=source.settings.summary or _description(source),
        byline=facts_of(source),
        after=site.essays[source.path].after,
        manifest=escaped(json.dumps(published, ensure_ascii=True, separators=(",", ":"))),
        viewer=f"{root}{site.assets.viewer}",
        tools=f"{root}{site.assets.tools}",
        layers=layer_links(source, folder="layers/", current=manifest.start),
        graph=draw(view, manifest, FIGURE, "graph"),
        caption=caption_of(view, source),
        notices=tuple(view.layer.notices),
        table=node_table(
            view,
            manifest,
            explorer="",
            most=ROWS_ON_PAGE,
            rest=f"layers/{view.layer.id}.html",
        ),
    )


def _description(source: PageSource) -> str:
    network, rows = source.provenance.network, source.words.vectors
    if network is None:
        return gettext("Mapper graphs of the {rows}.", rows=rows)
    return gettext("Mapper graphs of the {rows} of {network}.", rows=rows, network=network.name)


def start_view(source: PageSource) -> LayerView:
    """Return the layer that is shown first."""
    start = source.bundle.manifest.start
    return next(view for view in source.bundle.views if view.layer.id == start)


def facts_of(source: PageSource) -> tuple[Fact, ...]:
    """Return the facts below an exploration's title."""
    manifest, network = source.bundle.manifest, source.provenance.network
    return (
        *((Fact(gettext("Network"), network.name),) if network else ()),
        Fact(gettext("Layers"), count(len(manifest.layers))),
        Fact(capital(source.words.samples), count(manifest.n_samples)),
        Fact(gettext("Nodes"), count(sum(layer.n_nodes for layer in manifest.layers))),
    )


EXPLORATION = PageType("exploration.html.jinja", ExplorationPage, _pages)
