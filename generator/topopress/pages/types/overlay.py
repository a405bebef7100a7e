"""The page of new data over the graphs of an exploration, and the same as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

import orjson

from topopress.core.language import gettext, ngettext
from topopress.diagnosis.overlay.document import document
from topopress.diagnosis.overlay.types import LayerOverlay, LeftSample
from topopress.pages.contexts import Link, Page, Table
from topopress.pages.essay.views import fragment
from topopress.pages.site.location import OVERLAY as PAGE
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import OverlaySource, PageSource
from topopress.pages.tables.faces import Face, FaceMaker
from topopress.pages.tables.overlay_tables import (
    change_table,
    confusion_table,
    layer_table,
    node_table,
    robustness_table,
    spread_table,
)
from topopress.pages.tables.overlay_words import about_layer, why_left
from topopress.pages.tables.text import count
from topopress.pages.types.page_type import PageType

JSON, SHEETS = "overlay.json", "overlay-sheets"


@dataclass(frozen=True, slots=True)
class LayerSection:
    """What new rows say over the graph of one layer."""

    id: Annotated[str, "Id of the section."]
    layer: Annotated[Link, "The layer, with a link to its graph in the viewer."]
    sentences: Annotated[tuple[str, ...], "What is worth a look, and what the figures are of."]
    confusion: Annotated[Table | None, "Labels against majority labels; None without labels."]
    spread: Annotated[Table, "Over how many nodes rows are spread, by label."]
    nodes: Annotated[Table, "Nodes with more or fewer new rows than their share."]
    changes: Annotated[Table | None, "Where edited copies are; None without any."]
    robustness: Annotated[Table | None, "The least robust nodes; None without edited copies."]


@dataclass(frozen=True, slots=True)
class LeftOne:
    """A new sample that fits nowhere."""

    face: Annotated[Face, "How it looks."]
    origin: Annotated[str, "Where it comes from."]
    why: Annotated[str, "In which layers, and how far it is from the nearest member."]


@dataclass(frozen=True, slots=True)
class OverlayPage(Page):
    """Context of ``overlay.html.jinja``."""

    exploration: Annotated[Link, "The exploration over whose graphs the new data lie."]
    summary: Annotated[tuple[str, ...], "How many new samples there are: sentences."]
    layers: Annotated[Table, "Figures of all layers."]
    sections: Annotated[tuple[LayerSection, ...], "One for each layer."]
    left: Annotated[tuple[LeftOne, ...], "The samples that fit nowhere, the first of them."]
    left_lead: Annotated[str, "How many there are."]
    has_copies: Annotated[bool, "Whether new samples are edited copies of those of the graphs."]
    json: Annotated[str, "Address of all of it as JSON."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, OverlayPage | bytes]]:
    for source in site.explorations:
        of = source.overlay
        if of is None:
            continue
        path = f"{source.path}/{PAGE}"
        yield path, _page(site, path, source, of)
        found = document(of.layers, of.left, of.samples, of.own)
        yield f"{source.path}/{JSON}", orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE)
        for k, sheet in enumerate(of.faces.sheets if of.faces else ()):
            yield f"{source.path}/{SHEETS}/{k}.webp", sheet


def _page(site: SiteInputs, path: str, source: PageSource, of: OverlaySource) -> OverlayPage:
    title = source.settings.title
    ids = {view.layer.name: view.layer.id for view in source.bundle.views}
    overlay, faces = source.settings.overlay, FaceMaker(of.faces, of.samples, SHEETS)
    shown = of.left.left[: overlay.listed if overlay else 0]
    return OverlayPage(
        **site.common(path),
        title=gettext("New data: {title}", title=title),
        description=gettext("New data over the graphs of “{title}”.", title=title),
        exploration=Link(title, "index.html"),
        summary=tuple(_summary(source, of)),
        layers=layer_table(of.layers, ids),
        sections=tuple(_section(one, ids) for one in of.layers),
        left=tuple(_left(one, of, faces) for one in shown),
        left_lead=_left_lead(source, of, len(shown)),
        has_copies=any(one.returns is not None for one in of.layers),
        json=JSON,
    )


def _summary(source: PageSource, of: OverlaySource) -> Iterator[str]:
    yield gettext(
        "{n} new {samples} were shown to the same network, and their rows attached to the nodes "
        "of the finished graphs. No node moved.",
        n=count(len(of.samples)),
        samples=source.words.samples,
    )
    if of.left.repeated:
        yield ngettext(
            "Look at this: {n} of them has the same content as a sample of the graphs.",
            "Look at this: {n} of them have the same content as samples of the graphs.",
            len(of.left.repeated),
        )


def _section(one: LayerOverlay, ids: Mapping[str, str]) -> LayerSection:
    layer = ids[one.layer]
    return LayerSection(
        id=f"layer-{layer}",
        layer=Link(one.layer, f"index.html{fragment({'layer': layer})}"),
        sentences=tuple(about_layer(one)),
        confusion=confusion_table(one),
        spread=spread_table(one),
        nodes=node_table(one, layer),
        changes=change_table(one.returns),
        robustness=robustness_table(one.returns, layer),
    )


def _left(one: LeftSample, of: OverlaySource, faces: FaceMaker) -> LeftOne:
    (face,) = faces.of((one.sample,))
    return LeftOne(face, of.samples[one.sample].origin, why_left(one, len(of.layers)))


def _left_lead(source: PageSource, of: OverlaySource, shown: int) -> str:
    everything = len(of.left.left)
    if not everything:
        return gettext("Every new sample has a node in every layer.")
    return gettext(
        "{n} of {total} new {samples} have a layer in which none of their rows is in a node. "
        "Shown: {shown}, those of most layers first, then the farthest.",
        n=count(everything),
        total=count(len(of.samples)),
        samples=source.words.samples,
        shown=count(shown),
    )


OVERLAY = PageType("overlay.html.jinja", OverlayPage, _pages)
