"""The page of figures that ``topopress sweep`` writes. It needs no other file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from topopress.analysis.settings.types import SweptGraph
from topopress.pages.site.environment import environment, render, self_contained_policy
from topopress.pages.tables.text import count, number, percent, plural

MARK = '<meta name="generator" content="Topopress sweep">'
"""Marks a page that ``sweep`` wrote and may replace."""
COLUMNS = (
    "Intervals", "Overlap", "Eps", "Nodes", "Edges", "Coverage", "Components", "Branching",
    "Loops", "Largest node", "Dominant share",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SweptLayer:
    """The graphs of one layer.

    Attributes:
        name: The layer.
        metric: Distance between its rows.
        graphs: By number of intervals, overlap and radius, ascending.
        used: Index of the graph with the settings that a build uses; None if it is not among them.
    """

    name: str
    metric: str
    graphs: tuple[SweptGraph, ...]
    used: int | None


@dataclass(frozen=True, slots=True)
class SweepRow:
    """One graph."""

    figures: Annotated[tuple[str, ...], "Settings and figures, as `columns` names them."]
    note: Annotated[str, "used, or empty."]


@dataclass(frozen=True, slots=True)
class SweepTable:
    """One layer."""

    name: Annotated[str, "Name of the layer."]
    anchor: Annotated[str, "Its anchor on the page."]
    sentence: Annotated[str, "Number of graphs, and the distance."]
    rows: Annotated[tuple[SweepRow, ...], "One graph each."]


@dataclass(frozen=True, slots=True)
class SweepPage:
    """Context of ``sweep.html.jinja``."""

    title: Annotated[str, "Title of the exploration."]
    language: Annotated[str, "BCP 47 language tag."]
    csp: Annotated[str, "Content-Security-Policy."]
    columns: Annotated[tuple[str, ...], "Names of the settings and figures."]
    layers: Annotated[tuple[SweepTable, ...], "A table for each layer."]


def sweep_page(
    title: str, language: str, layers: Sequence[SweptLayer], templates: Path | None
) -> bytes:
    """Return the page, self-contained.

    Args:
        title: Title of the exploration.
        language: Language of the site.
        layers: The layers, in their order.
        templates: The site's own templates, which are searched first; may be absent.

    Raises:
        PageError: if the template is malformed.
    """
    jinja = environment(templates)
    page = SweepPage(
        title=title,
        language=language,
        csp=self_contained_policy(jinja, "tune.css"),
        columns=COLUMNS,
        layers=tuple(_table(number_of, layer) for number_of, layer in enumerate(layers, 1)),
    )
    return render(jinja, "sweep.html.jinja", page)


def summary(layer: SweptLayer) -> str:
    """Return the number of graphs and the distance in words."""
    return f"{plural(len(layer.graphs), 'graph')}, {layer.metric} distance."


def row_of(layer: SweptLayer, index: int) -> SweepRow:
    """Return one graph of a layer in words."""
    graph, quality = layer.graphs[index], layer.graphs[index].quality
    figures = (
        count(graph.n_intervals),
        percent(graph.overlap),
        number(graph.radius),
        count(graph.n_nodes),
        count(graph.n_edges),
        percent(quality.coverage),
        count(quality.components),
        count(quality.branching),
        count(quality.loops),
        percent(quality.largest),
        percent(quality.dominant_share),
    )
    return SweepRow(figures, "used" if index == layer.used else "")


def _table(number_of_layer: int, layer: SweptLayer) -> SweepTable:
    return SweepTable(
        name=layer.name,
        anchor=f"layer-{number_of_layer}",
        sentence=summary(layer),
        rows=tuple(row_of(layer, index) for index in range(len(layer.graphs))),
    )
