"""The page of an exploration: the essay around the explorer."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from markupsafe import Markup

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import OtherExploration
from topopress.config.schema import Exploration
from topopress.core.language import gettext
from topopress.pages.citations.entries import WorkEntry, essay_entries
from topopress.pages.contexts import Fact, GraphDrawing, Page, Table
from topopress.pages.drawing import FIGURE, draw
from topopress.pages.essay.citing import works_in_order
from topopress.pages.essay.render import Essay, render_essay
from topopress.pages.site.location import REFERENCES, SiteInputs, root_of
from topopress.pages.site.others import manifest_chunk, others_of
from topopress.pages.sources import PageSource
from topopress.pages.tables.citation import citation
from topopress.pages.tables.nodes import node_table
from topopress.pages.tables.text import capital, count, listed
from topopress.pages.types.article_data import json_ld_of, tags_of
from topopress.pages.types.layer import LayerLink, caption_of, layer_links
from topopress.pages.types.page_type import PageType

ROWS_ON_PAGE = 150
# Characters that could end a script element or, in older engines, a line of a string.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class ExplorationPage(Page):
    """Context of ``exploration.html.jinja``."""

    settings: Annotated[Exploration, "Settings of the exploration."]
    authors: Annotated[str, "Authors in one line; may be empty."]
    byline: Annotated[tuple[Fact, ...], "Network, where there is one, and counts."]
    before: Annotated[Markup, "The essay up to the explorer, as HTML."]
    after: Annotated[Markup, "The essay after the explorer, as HTML."]
    manifest: Annotated[Markup, "The manifest as JSON, escaped for a script element."]
    viewer: Annotated[str, "Address of the viewer's script."]
    tools: Annotated[str, "Address of the script that the viewer loads when a reader needs it."]
    layers: Annotated[tuple[LayerLink, ...], "The layers in forward order."]
    graph: Annotated[GraphDrawing, "The graph of the first view."]
    caption: Annotated[str, "Caption of the static graph."]
    notices: Annotated[tuple[str, ...], "Warnings about the graph; often none."]
    table: Annotated[Table, "The nodes of that graph."]
    citation: Annotated[str, "How to cite, in one line."]
    works: Annotated[tuple[WorkEntry, ...], "The works that the essay cites; often none."]
    numbered: Annotated[bool, "Whether citations are numbers."]
    references: Annotated[str, "Link to the page of all works that the site cites."]
    tags: Annotated[tuple[Fact, ...], "What Google Scholar and Zotero read, as meta elements."]
    json_ld: Annotated[Markup, "The article and its citations as JSON-LD, escaped for a script."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, ExplorationPage | bytes]]:
    for source in site.explorations:
        essay = render_essay(source)
        path = f"{source.name}/index.html"
        others = others_of(source, site.explorations)
        yield path, _exploration_page(site, path, source, essay, others)
        if others:
            file, content = manifest_chunk(source.bundle.manifest)
            yield f"{source.name}/{file}", content
        for file, content in essay.files.items():
            yield f"{source.name}/{file}", content


def _exploration_page(
    site: SiteInputs,
    path: str,
    source: PageSource,
    essay: Essay,
    others: list[OtherExploration],
) -> ExplorationPage:
    manifest, settings = source.bundle.manifest, source.settings
    view = start_view(source)
    # As JSON that cannot end its script element.
    published = manifest.model_copy(update={"others": others}).model_dump()
    data = json.dumps(published, ensure_ascii=True, separators=(",", ":"))
    return ExplorationPage(
        **site.common(path),
        title=settings.title,
        description=settings.summary or _description(source),
        settings=settings,
        authors=listed(settings.authors or site.settings.authors),
        byline=facts_of(source),
        before=essay.before,
        after=essay.after,
        manifest=Markup(data.translate(_ESCAPES)),
        viewer=f"{root_of(path)}{site.assets.viewer}",
        tools=f"{root_of(path)}{site.assets.tools}",
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
        citation=citation(site.settings, settings, source.name),
        works=essay_entries(works_in_order(essay.citations), site.settings.citation_style),
        numbered=site.settings.citation_style == "numeric",
        references=f"{root_of(path)}{REFERENCES}",
        tags=tuple(tags_of(site.settings, source, essay.citations)),
        json_ld=Markup(json_ld_of(site.settings, source, essay.citations).translate(_ESCAPES)),
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
