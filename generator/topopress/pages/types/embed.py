"""The explorer alone, for a frame on a page of another site."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from markupsafe import Markup

from topopress.pages.contexts import GraphDrawing, Page, Table
from topopress.pages.site.location import SiteInputs, root_of
from topopress.pages.types.explorer import description_of, explorer_fields
from topopress.pages.types.layer import LayerLink, LayerTrack
from topopress.pages.types.page_type import PageType


@dataclass(frozen=True, slots=True)
class EmbedPage(Page):
    """Context of ``embed.html.jinja``."""

    manifest: Annotated[Markup, "The manifest as JSON, escaped for a script element."]
    viewer: Annotated[str, "Address of the viewer's script."]
    tools: Annotated[str, "Address of the script that the viewer loads when a reader needs it."]
    layers: Annotated[tuple[LayerLink, ...], "The layers in forward order."]
    tracks: Annotated[tuple[LayerTrack, ...], "The same by checkpoints; none without any."]
    checkpoints: Annotated[str, "Address of the script of checkpoints; empty without any."]
    graph: Annotated[GraphDrawing, "The graph of the first view."]
    caption: Annotated[str, "Caption of the static graph."]
    notices: Annotated[tuple[str, ...], "Warnings about the graph; often none."]
    table: Annotated[Table, "The nodes of that graph."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, EmbedPage]]:
    for source in site.explorations:
        path = f"{source.path}/embed.html"
        page = EmbedPage(
            **site.common(path),
            **explorer_fields(site, source),
            title=source.settings.title,
            description=description_of(source),
            viewer=f"{root_of(path)}{site.assets.viewer}",
            tools=f"{root_of(path)}{site.assets.tools}",
        )
        yield path, page


EMBED = PageType("embed.html.jinja", EmbedPage, _pages)
