"""The page of an exploration: the essay around the explorer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from markupsafe import Markup

from topopress.core.language import gettext, ngettext
from topopress.pages.contexts import Fact, GraphDrawing, Link, Table
from topopress.pages.site.location import CLASSES, SiteInputs
from topopress.pages.site.others import manifest_chunk
from topopress.pages.sources import PageSource
from topopress.pages.tables.text import capital, count
from topopress.pages.types.article import ArticlePage, article_fields
from topopress.pages.types.explorer import description_of, explorer_fields
from topopress.pages.types.layer import LayerLink, LayerTrack
from topopress.pages.types.page_type import PageType


@dataclass(frozen=True, slots=True)
class ExplorationPage(ArticlePage):
    """Context of ``exploration.html.jinja``."""

    byline: Annotated[tuple[Fact, ...], "Network, where there is one, and counts."]
    after: Annotated[Markup, "The essay after the explorer, as HTML."]
    manifest: Annotated[Markup, "The manifest as JSON, escaped for a script element."]
    layers: Annotated[tuple[LayerLink, ...], "The layers in forward order."]
    tracks: Annotated[tuple[LayerTrack, ...], "The same by checkpoints; none without any."]
    checkpoints: Annotated[str, "Address of the script of checkpoints; empty without any."]
    graph: Annotated[GraphDrawing, "The graph of the first view."]
    caption: Annotated[str, "Caption of the static graph."]
    notices: Annotated[tuple[str, ...], "Warnings about the graph; often none."]
    table: Annotated[Table, "The nodes of that graph."]
    further: Annotated[tuple[Link, ...], "Further pages of the exploration; often none."] = ()


def _pages(site: SiteInputs) -> Iterator[tuple[str, ExplorationPage | bytes]]:
    for source in site.explorations:
        page = ExplorationPage(
            **article_fields(site, source),
            **explorer_fields(site, source),
            description=description_of(source),
            byline=facts_of(source),
            after=site.essays[source.path].after,
            further=tuple(_further(source)),
        )
        yield f"{source.path}/index.html", page
        # Pages of other articles load it.
        file, content = manifest_chunk(source.bundle.manifest)
        yield f"{source.path}/{file}", content
        for file, content in site.essays[source.path].files.items():
            yield f"{source.path}/{file}", content


def _further(source: PageSource) -> Iterator[Link]:
    """Yield the pages of an exploration that it has only if its settings ask for them."""
    if source.classes is not None and source.has_classes:
        n = len(source.classes.classes)
        yield Link(ngettext("A page for {n} class", "A page for each of {n} classes", n), CLASSES)


def facts_of(source: PageSource) -> tuple[Fact, ...]:
    """Return the facts below an exploration's title."""
    manifest, network = source.bundle.manifest, source.provenance.network
    return (
        *((Fact(gettext("Network"), network.name),) if network else ()),
        *_layers(source),
        Fact(capital(source.words.samples), count(manifest.n_samples)),
        Fact(gettext("Nodes"), count(sum(layer.n_nodes for layer in manifest.layers))),
    )


def _layers(source: PageSource) -> Iterator[Fact]:
    if source.story is None:
        yield Fact(gettext("Layers"), count(len(source.bundle.manifest.layers)))
    else:
        yield Fact(gettext("Layers"), count(len(source.story.layers)))
        yield Fact(gettext("Checkpoints"), count(len(source.story.checkpoints)))


EXPLORATION = PageType("exploration.html.jinja", ExplorationPage, _pages)
