"""The page of figures that ``topopress sweep`` writes. It needs no other file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from topopress.analysis.settings.types import SweptGraph
from topopress.core.language import gettext, ngettext
from topopress.pages.contexts import Row
from topopress.pages.tables.recipe import distance_in_words
from topopress.pages.tables.text import count, number, percent
from topopress.pages.types.layer_tables import LayerTable, tables_page

MARK = '<meta name="generator" content="Topopress sweep">'
"""Marks a page that ``sweep`` wrote and may replace."""
_FIGURES: Mapping[str, Callable[[SweptGraph], str]] = {
    "Nodes": lambda one: count(one.n_nodes),
    "Edges": lambda one: count(one.n_edges),
    "Coverage": lambda one: percent(one.quality.coverage),
    "Components": lambda one: count(one.quality.components),
    "Branching": lambda one: count(one.quality.branching),
    "Loops": lambda one: count(one.quality.loops),
    "Largest node": lambda one: percent(one.quality.largest),
}
COLUMNS: Mapping[str, Callable[[SweptGraph], str]] = {
    "Intervals": lambda one: count(one.n_intervals),
    "Overlap": lambda one: percent(one.overlap),
    "Eps": lambda one: number(one.radius),
    **_FIGURES,
    "Dominant share": lambda one: percent(one.quality.dominant_share),
}
"""The settings and figures of a graph, by the title of their column."""
BALL_COLUMNS: Mapping[str, Callable[[SweptGraph], str]] = {
    "Radius": lambda one: number(one.ball_radius),
    "Balls": lambda one: count(one.n_intervals),
    "Eps": COLUMNS["Eps"],
    **_FIGURES,
}
"""The same for balls."""


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


def sweep_page(
    title: str, language: str, layers: Sequence[SweptLayer], templates: Path | None
) -> bytes:
    """Return the page, self-contained; the site's own ``templates`` are searched first.

    Raises:
        PageError: if the template is malformed.
    """
    tables = [
        LayerTable(
            layer.name,
            summary(layer),
            tuple(row_of(layer, index) for index in range(len(layer.graphs))),
        )
        for layer in layers
    ]
    columns = tuple(columns_of(layers[0]))
    return tables_page("sweep.html.jinja", (title, language), columns, tables, templates)


def columns_of(layer: SweptLayer) -> Mapping[str, Callable[[SweptGraph], str]]:
    """Return the settings and figures of a layer's graphs, by the title of their column."""
    return COLUMNS if layer.graphs[0].ball_radius is None else BALL_COLUMNS


def summary(layer: SweptLayer) -> str:
    """Return the number of graphs and the distance in words."""
    graphs = ngettext("{n} graph", "{n} graphs", len(layer.graphs))
    return f"{graphs}, {distance_in_words(layer.metric)}."


def row_of(layer: SweptLayer, index: int) -> Row:
    """Return one graph of a layer in words."""
    figures = tuple(text(layer.graphs[index]) for text in columns_of(layer).values())
    return Row(figures, note=gettext("used") if index == layer.used else "")
