"""What forms along the training of a network: its checkpoints beside each other."""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Annotated

from topopress.core.language import gettext, ngettext
from topopress.diagnosis.flow_types import GraphFlow, Neighbourhoods
from topopress.diagnosis.training_types import LayerStory, StepFigures, TrainingStory
from topopress.pages.contexts import Column, GraphDrawing, Link, Page, Row, Table
from topopress.pages.essay.views import fragment
from topopress.pages.site.location import TRAINING as PAGE
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import PageSource
from topopress.pages.strip import Figure, Strip, strip
from topopress.pages.tables.flow_tables import (
    FlowSide,
    FlowTables,
    Sides,
    flow_data,
    flow_tables,
    neighbourhood_data,
)
from topopress.pages.tables.story_sentences import parting, summary, told
from topopress.pages.tables.text import NONE, count, listed, number, percent
from topopress.pages.tables.verdict_sentences import points, share
from topopress.pages.types.layer import layer_links
from topopress.pages.types.page_type import PageType

DATA = "training.json"


@dataclass(frozen=True, slots=True)
class SaidOfTraining:
    """What a rule says."""

    title: Annotated[str, "What it is about, such as An island forms in layer3."]
    sentence: Annotated[str, "The sentence with its figures."]
    href: Annotated[str, "Link to the layer at the checkpoint, in the explorer."]


@dataclass(frozen=True, slots=True)
class StepDrawing:
    """The graph of a layer at a checkpoint."""

    name: Annotated[str, "Name of the checkpoint."]
    figures: Annotated[str, "Nodes and islands in words."]
    href: Annotated[str, "Link to the graph in the explorer."]
    preview: Annotated[GraphDrawing, "The graph, small."]


@dataclass(frozen=True, slots=True)
class TrainedLayer:
    """A layer at all checkpoints."""

    id: Annotated[str, "Id of the section."]
    name: Annotated[str, "Name of the layer."]
    drawings: Annotated[tuple[StepDrawing, ...], "Its graphs, in the order of training."]
    strip: Annotated[Strip, "Figures of all checkpoints, as a drawing."]
    table: Annotated[Table, "The same figures, as a table."]
    partings: Annotated[tuple[str, ...], "Between which checkpoints pairs of classes part."]


@dataclass(frozen=True, slots=True)
class TrainingPage(Page):
    """Context of ``training.html.jinja``."""

    exploration: Annotated[Link, "The exploration whose network this is about."]
    network: Annotated[str, "Name of the network."]
    summary: Annotated[str, "What the figures are of, in sentences."]
    told: Annotated[tuple[SaidOfTraining, ...], "What rules say; none where no rule holds."]
    layers: Annotated[tuple[TrainedLayer, ...], "The layers in forward order."]
    flow: Annotated[FlowTables | None, "Rows from each checkpoint to the next."]
    data: Annotated[str, "Address of all figures as JSON."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, TrainingPage | bytes]]:
    for source in site.explorations:
        if source.story is not None:
            path = f"{source.path}/{PAGE}"
            yield path, _page(site, path, source, source.story)
            yield f"{source.path}/{DATA}", _data(source.story, source)


def _page(site: SiteInputs, path: str, source: PageSource, story: TrainingStory) -> TrainingPage:
    title, network = source.settings.title, source.provenance.network
    ids = {view.layer.name: view.layer.id for view in source.bundle.views}
    drawings = _drawings(source, story)
    return TrainingPage(
        **site.common(path),
        title=gettext("Training: {title}", title=title),
        description=gettext(
            "What forms along the training of the network of “{title}”.", title=title
        ),
        exploration=Link(title, "index.html"),
        network=network.name if network else "",
        summary=summary(story, source.words.samples),
        told=tuple(_told(story, ids)),
        layers=tuple(
            TrainedLayer(
                id=f"layer-{k}",
                name=layer.layer,
                drawings=tuple(drawings[step.layer] for step in layer.steps),
                strip=_strip(layer, story),
                table=_table(layer, ids),
                partings=tuple(parting(one, layer) for one in layer.partings),
            )
            for k, layer in enumerate(story.layers)
        ),
        flow=_flow(story, source, ids),
        data=DATA,
    )


def _view(layer_id: str) -> str:
    return f"index.html{fragment({'layer': layer_id})}"


def _told(story: TrainingStory, ids: Mapping[str, str]) -> Iterator[SaidOfTraining]:
    places = {
        (layer.layer, step.figures.name): ids[step.layer]
        for layer in story.layers
        for step in layer.steps
    }
    for one in told(story):
        yield SaidOfTraining(one.title, one.text, _view(places[one.layer, one.checkpoint]))


def _drawings(source: PageSource, story: TrainingStory) -> dict[str, StepDrawing]:
    """Return the drawing of each published layer."""
    links = {link.name: link for link in layer_links(source, folder="layers/", current="")}
    return {
        step.layer: StepDrawing(
            name=step.figures.name,
            figures=f"{links[step.layer].figures}, {_islands(len(step.islands))}",
            href=_view(links[step.layer].id),
            preview=links[step.layer].preview,
        )
        for layer in story.layers
        for step in layer.steps
    }


def _islands(n: int) -> str:
    return ngettext("{n} island", "{n} islands", n)


def _strip(layer: LayerStory, story: TrainingStory) -> Strip:
    figures, n = [step.figures for step in layer.steps], len(layer.steps)
    most = max(len(step.islands) for step in layer.steps)
    islands = Figure(
        gettext("Islands of labels"),
        [float(len(step.islands)) for step in layer.steps],
        lambda value: count(int(value)),
    )
    label = gettext(
        "Figures of {layer} at {n} checkpoints: {shown}", layer=layer.layer, n=n, shown="{shown}"
    )
    own = [one.right for one in story.own]
    return strip(figures, own, label, (islands,) if most else ())


def _table(layer: LayerStory, ids: Mapping[str, str]) -> Table:
    titles = (
        gettext("Nodes"), gettext("Parts"), gettext("Labels in parts"), gettext("Islands"),
        gettext("Which"), gettext("Probe"), gettext("± 2 SE"), gettext("Gain"),
        gettext("Exchanged labels"), gettext("Purity above chance"), gettext("In stable nodes"),
        gettext("Stability above null"), gettext("Dimension"),
    )  # fmt: skip
    caption = gettext(
        "Figures of {layer} at each checkpoint. In brackets: islands with labels exchanged at "
        "random, the mean of 20 draws.",
        layer=layer.layer,
    )
    rows = (
        Row(_figures(step), Link(step.figures.name, f"layers/{ids[step.layer]}.html"))
        for step in layer.steps
    )
    return Table(caption, tuple(map(Column, titles)), tuple(rows))


def _figures(step: StepFigures) -> tuple[str, ...]:
    own = step.figures
    return (
        count(step.nodes),
        count(len(step.parts)),
        "; ".join(listed(part.labels) for part in step.parts if part.labels) or NONE,
        f"{count(len(step.islands))} ({number(step.by_chance, 2)})",
        ", ".join(f"{one.label} {percent(one.share)}" for one in step.islands) or NONE,
        NONE if own.probe is None else share(own.probe),
        NONE if own.error is None else points(2 * own.error),
        NONE if own.gain is None else f"{points(own.gain.value)} ± {points(own.gain.error)}",
        NONE if own.control is None else share(own.control),
        percent(own.purity),
        percent(own.stable),
        NONE if own.above_null is None else points(own.above_null),
        number(own.dimension),
    )


def _flow(story: TrainingStory, source: PageSource, ids: Mapping[str, str]) -> FlowTables | None:
    flows: list[tuple[GraphFlow, Neighbourhoods, Sides]] = []
    for layer in story.layers:
        sides = [
            FlowSide(one.layer, "index.html", ids[one.layer], ids[one.layer]) for one in layer.steps
        ]
        pairs = itertools.pairwise(sides)
        flows += zip(layer.flows, layer.neighbourhoods, pairs, strict=True)
    return flow_tables(flows, source, with_classes=len(story.layers) == 1)


def _data(story: TrainingStory, source: PageSource) -> bytes:
    """Return all figures as JSON, with the sentences."""
    layers = [
        {
            **asdict(layer),
            "partings": [
                {**asdict(one), "sentence": parting(one, layer)} for one in layer.partings
            ],
            "flows": [flow_data(one, source.sample_ids) for one in layer.flows],
            "neighbourhoods": [
                neighbourhood_data(one, source.sample_ids) for one in layer.neighbourhoods
            ],
        }
        for layer in story.layers
    ]
    said = [asdict(one) for one in told(story)]
    data = {**asdict(story), "layers": layers, "told": said}
    text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()


TRAINING = PageType("training.html.jinja", TrainingPage, _pages)
