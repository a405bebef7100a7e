"""Contexts of an exploration's page and of its layers' pages."""

import json

from markupsafe import Markup

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Layer, Manifest
from topopress.config.schema import Clusterer
from topopress.pages.contexts import ExplorationPage, Fact, LayerLink, LayerPage, Link
from topopress.pages.drawing import FIGURE, PREVIEW, draw
from topopress.pages.essay.render import Essay
from topopress.pages.essay.views import fragment
from topopress.pages.site.place import Place
from topopress.pages.sources import PageSource
from topopress.pages.tables.choice_table import METRICS, choice_table
from topopress.pages.tables.citation import citation
from topopress.pages.tables.nodes import node_table
from topopress.pages.tables.picture_facts import picture_facts
from topopress.pages.tables.recipe import lens_name, radius_of
from topopress.pages.tables.shape_tables import structure_table
from topopress.pages.tables.text import count, in_words, listed, percent, plural

ROWS_ON_PAGE = 150
# Characters that could end a script element or, in older engines, a line of a string.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def exploration_page(source: PageSource, essay: Essay, place: Place) -> ExplorationPage:
    """Return the context of an exploration's page."""
    manifest, settings = source.bundle.manifest, source.settings
    view = start_view(source)
    return ExplorationPage(
        **place.common(*page_links("", current="essay")),
        title=settings.title,
        description=description_of(source),
        summary=settings.summary,
        authors=listed(settings.authors or place.site.authors),
        date=in_words(settings.date),
        date_iso=settings.date.isoformat() if settings.date else "",
        byline=byline(source),
        before=essay.before,
        after=essay.after,
        manifest=json_in_html(manifest),
        viewer=f"{place.root}{place.assets.viewer}",
        layers=layer_links(source, folder="layers/", current=manifest.start),
        graph=draw(view, manifest, FIGURE, "graph"),
        caption=caption_of(view, manifest),
        notices=tuple(view.layer.notices),
        table=node_table(
            view,
            manifest,
            explorer="",
            most=ROWS_ON_PAGE,
            rest=f"layers/{view.layer.id}.html",
        ),
        method="method.html",
        citation=citation(place.site, settings, source.name),
    )


def layer_pages(source: PageSource, place: Place) -> dict[str, LayerPage]:
    """Return the contexts of the layers' pages by layer id."""
    links = layer_links(source, folder="", current="")
    around = zip([None, *links[:-1]], links, [*links[1:], None], strict=True)
    return {
        neighbours[1].id: _layer_page(source, place, view, neighbours)
        for view, neighbours in zip(source.bundle.views, around, strict=True)
    }


def _layer_page(
    source: PageSource,
    place: Place,
    view: LayerView,
    around: tuple[LayerLink | None, LayerLink, LayerLink | None],
) -> LayerPage:
    manifest, link = source.bundle.manifest, around[1]
    title = source.settings.title
    return LayerPage(
        **place.common(*page_links("../")),
        title=f"{link.name}: {title}",
        description=f"{caption_of(view, manifest)} A layer of “{title}”.",
        exploration=Link(title, "../index.html", current=False),
        layer=link,
        view="../index.html" + fragment({"layer": link.id}),
        method="../method.html",
        facts=layer_facts(view.layer, source.settings.mapper.clusterer),
        notices=tuple(view.layer.notices),
        structures=structure_table(view, explorer="../index.html"),
        choice=choice_table(view),
        graph=draw(view, manifest, FIGURE, "graph"),
        caption=caption_of(view, manifest),
        table=node_table(view, manifest, explorer="../index.html"),
        previous=_link(around[0]),
        next=_link(around[2]),
    )


def page_links(up: str, current: str = "") -> tuple[Link, ...]:
    """Return the links between the pages of an exploration.

    Args:
        up: The way to the exploration's folder from the page that shows the links.
        current: ``essay`` or ``method`` on these pages themselves.
    """
    return (
        Link("Essay and explorer", f"{up}index.html", current=current == "essay"),
        Link("Method", f"{up}method.html", current=current == "method"),
    )


def _link(layer: LayerLink | None) -> Link | None:
    return Link(layer.name, layer.href, current=False) if layer else None


def start_view(source: PageSource) -> LayerView:
    """Return the layer that is shown first."""
    start = source.bundle.manifest.start
    return next(view for view in source.bundle.views if view.layer.id == start)


def layer_links(source: PageSource, *, folder: str, current: str) -> tuple[LayerLink, ...]:
    """Return the navigation from layer to layer.

    Args:
        source: The exploration.
        folder: Where the layers' pages are, seen from the page that shows the links.
        current: Id of the layer that is marked.
    """
    return tuple(
        LayerLink(
            id=view.layer.id,
            name=view.layer.name,
            shape=shape_of(view.layer),
            figures=f"{plural(view.layer.n_nodes, 'node')}, {plural(view.layer.n_edges, 'edge')}",
            href=f"{folder}{view.layer.id}.html",
            current=view.layer.id == current,
            preview=draw(view, source.bundle.manifest, PREVIEW, f"preview-{view.layer.id}"),
        )
        for view in source.bundle.views
    )


def shape_of(layer: Layer) -> str:
    """Return ``40 channels, 28 × 28``; without the map where that is one place."""
    channels = plural(layer.channels, "channel")
    if layer.height * layer.width == 1:
        return channels
    return f"{channels}, {layer.height} × {layer.width}"


def caption_of(view: LayerView, manifest: Manifest) -> str:
    """Return the caption of a static graph."""
    layer = view.layer
    lens = lens_name(manifest.lens)
    second = manifest.second_lens
    within = f" within a box of {lens} and {lens_name(second)}" if second else ""
    return (
        f"The Mapper graph of {layer.name}: {count(layer.n_rows)} activation vectors in "
        f"{plural(layer.n_nodes, 'node')} and {plural(layer.n_edges, 'edge')}. A node is a cluster "
        f"of similar activations{within}, its area shows how many, its colour their mean {lens}; "
        "an edge joins two nodes that share activations."
    )


def layer_facts(layer: Layer, clusterer: Clusterer) -> tuple[Fact, ...]:
    """Return the shape and the quality figures of a layer."""
    quality = layer.quality
    return (
        Fact("Output", shape_of(layer)),
        Fact("Activation vectors", count(layer.n_rows)),
        Fact("Nodes", count(layer.n_nodes)),
        Fact("Edges", count(layer.n_edges)),
        Fact("Vectors in some node", percent(quality.coverage)),
        Fact("Mean label purity", percent(quality.purity)),
        Fact("Components", count(quality.components)),
        Fact("Branching nodes", count(quality.branching)),
        Fact("Independent cycles", count(quality.loops)),
        Fact("Distance", METRICS.get(layer.metric, layer.metric)),
        Fact("Intervals", " × ".join(count(n) for n in layer.n_intervals)),
        Fact("Neighbourhood radius (eps)", radius_of(layer, clusterer)),
        *picture_facts(layer.visuals),
    )


def byline(source: PageSource) -> tuple[Fact, ...]:
    """Return what stands beneath an exploration's title."""
    manifest = source.bundle.manifest
    nodes = sum(layer.n_nodes for layer in manifest.layers)
    return (
        Fact("Network", source.provenance.network.name),
        Fact("Layers", count(len(manifest.layers))),
        Fact("Inputs", count(manifest.n_samples)),
        Fact("Nodes", count(nodes)),
    )


def description_of(source: PageSource) -> str:
    """Return one or two sentences about an exploration."""
    network = source.provenance.network.name
    return source.settings.summary or f"Mapper graphs of the activations of {network}."


def json_in_html(manifest: Manifest) -> Markup:
    """Return a manifest as JSON that cannot end the script element it stands in."""
    text = json.dumps(manifest.model_dump(), ensure_ascii=True, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))
