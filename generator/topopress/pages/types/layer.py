"""The pages of the layers: each graph with its figures, structures and all its nodes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Layer, Manifest
from topopress.core.language import gettext
from topopress.pages.contexts import Fact, GraphDrawing, Link, Page, Table
from topopress.pages.drawing import FIGURE, PREVIEW, draw
from topopress.pages.essay.views import fragment
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import PageSource
from topopress.pages.tables.choice_table import ChoiceTable, choice_table
from topopress.pages.tables.drawn_figure import colour_in_words
from topopress.pages.tables.layer_figures import has_parts, shape_of, shown_figures
from topopress.pages.tables.nodes import node_table
from topopress.pages.tables.picture_facts import picture_facts
from topopress.pages.tables.recipe import lens_name
from topopress.pages.tables.shape_tables import StructureTable, structure_table
from topopress.pages.tables.text import count, edges, listed, nodes
from topopress.pages.types.page_type import PageType


@dataclass(frozen=True, slots=True)
class LayerLink:
    """A layer in the explorer's navigation."""

    id: Annotated[str, "Id of the layer."]
    name: Annotated[str, "Name in the network."]
    shape: Annotated[str, "Channels, height and width in words; empty for rows without vectors."]
    figures: Annotated[str, "Nodes and edges in words."]
    href: Annotated[str, "Link to the layer's page."]
    current: Annotated[bool, "Whether the explorer starts with this layer."]
    preview: Annotated[GraphDrawing, "The graph, small."]


@dataclass(frozen=True, slots=True)
class LayerTrack:
    """A layer of a network at its checkpoints."""

    name: Annotated[str, "Name in the network."]
    steps: Annotated[tuple[tuple[str, LayerLink], ...], "Each checkpoint with its layer."]


@dataclass(frozen=True, slots=True)
class LayerPage(Page):
    """Context of ``layer.html.jinja``."""

    exploration: Annotated[Link, "The exploration the layer belongs to."]
    layer: Annotated[LayerLink, "The layer that the page shows."]
    view: Annotated[str, "Link to the layer in the explorer."]
    facts: Annotated[tuple[Fact, ...], "Shape and quality figures."]
    notices: Annotated[tuple[str, ...], "Warnings about the graph; often none."]
    structures: Annotated[StructureTable, "The structures of the graph."]
    choice: Annotated[ChoiceTable | None, "Candidates for the settings, where there was a choice."]
    graph: Annotated[GraphDrawing, "The graph of the layer."]
    caption: Annotated[str, "Caption of the graph."]
    table: Annotated[Table, "All nodes of the layer."]
    previous: Annotated[LayerLink | None, "The layer before."] = None
    next: Annotated[LayerLink | None, "The layer after."] = None


def _pages(site: SiteInputs) -> Iterator[tuple[str, LayerPage]]:
    for source in site.explorations:
        links = layer_links(source, folder="", current="")
        for k, view in enumerate(source.bundle.views):
            path = f"{source.name}/layers/{view.layer.id}.html"
            before, after = links[k - 1] if k else None, (*links, None)[k + 1]
            page = _layer_page(site, path, source, view, links[k])
            yield path, replace(page, previous=before, next=after)


def _layer_page(
    site: SiteInputs, path: str, source: PageSource, view: LayerView, link: LayerLink
) -> LayerPage:
    title, caption = source.settings.title, caption_of(view, source)
    return LayerPage(
        **site.common(path),
        title=f"{view.layer.name}: {title}",
        description=gettext("{caption} A layer of “{title}”.", caption=caption, title=title),
        exploration=Link(title, "../index.html"),
        layer=link,
        view="../index.html" + fragment({"layer": view.layer.id}),
        facts=layer_facts(view, source),
        notices=tuple(view.layer.notices),
        structures=structure_table(view, explorer="../index.html"),
        choice=choice_table(view),
        graph=draw(view, source.bundle.manifest, FIGURE, "graph"),
        caption=caption,
        table=node_table(view, source.bundle.manifest, explorer="../index.html"),
    )


def layer_links(source: PageSource, *, folder: str, current: str) -> tuple[LayerLink, ...]:
    """Return the navigation from layer to layer; the layer of the id ``current`` is marked.

    ``folder`` is where the layers' pages are, seen from the page that shows the links.
    """
    return tuple(
        LayerLink(
            id=view.layer.id,
            name=view.layer.name,
            shape=shape_of(view.layer) if view.layer.channels else "",
            figures=f"{nodes(view.layer.n_nodes)}, {edges(view.layer.n_edges)}",
            href=f"{folder}{view.layer.id}.html",
            current=view.layer.id == current,
            preview=draw(view, source.bundle.manifest, PREVIEW, f"preview-{view.layer.id}"),
        )
        for view in source.bundle.views
    )


def layer_tracks(source: PageSource, links: Sequence[LayerLink]) -> tuple[LayerTrack, ...]:
    """Return the links by the layers of the network, where it has checkpoints; else none."""
    if source.story is None:
        return ()
    by_name = {link.name: link for link in links}
    return tuple(
        LayerTrack(
            layer.layer,
            tuple((step.figures.name, by_name[step.layer]) for step in layer.steps),
        )
        for layer in source.story.layers
    )


def caption_of(view: LayerView, source: PageSource) -> str:
    """Return the caption of a static graph."""
    layer, manifest, rows = view.layer, source.bundle.manifest, source.words.vectors
    figures = {
        "number": count(layer.n_rows),
        "rows": rows,
        "nodes": nodes(layer.n_nodes),
        "edges": edges(layer.n_edges),
    }
    shown = colour_in_words(view, manifest)
    if manifest.given:
        return " ".join(
            (
                gettext("The Mapper graph: {number} {rows} in {nodes} and {edges}.", **figures),
                gettext("A node is a set of {rows}.", rows=rows),
                shown,
                gettext("An edge joins two nodes."),
            )
        )
    return " ".join(
        (
            gettext(
                "The Mapper graph of {layer}: {number} {rows} in {nodes} and {edges}.",
                layer=layer.name,
                **figures,
            ),
            _node_in_words(layer, manifest, rows),
            shown,
            gettext("An edge joins two nodes that share {rows}.", rows=rows),
        )
    )


def _node_in_words(layer: Layer, manifest: Manifest, rows: str) -> str:
    """A ball need not be divided by a clusterer, nor is a part, so its node may be no cluster."""
    if layer.ball_radius is not None or has_parts(layer):
        return gettext("A node is a set of similar {rows}.", rows=rows)
    if manifest.second_lens is None:
        return gettext("A node is a cluster of similar {rows}.", rows=rows)
    lenses = listed([lens_name(one) for one in (manifest.lens, manifest.second_lens) if one])
    return gettext(
        "A node is a cluster of similar {rows} within a box of {lenses}.",
        rows=rows,
        lenses=lenses,
    )


def layer_facts(view: LayerView, source: PageSource) -> tuple[Fact, ...]:
    """Return the shape and the quality figures of a layer."""
    figures = (Fact(gettext(one.title), one.text(view, source)) for one in shown_figures(source))
    return (*figures, *picture_facts(view.visuals))


LAYER = PageType("layer.html.jinja", LayerPage, _pages)
