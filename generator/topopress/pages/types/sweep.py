"""The page of figures that ``topopress sweep`` writes. It needs no other file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from topopress.analysis.settings.types import SweptGraph
from topopress.pages.contexts import Row
from topopress.pages.tables.text import count, number, percent, plural
from topopress.pages.types.layer_tables import LayerTable, tables_page

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
    return tables_page("sweep.html.jinja", (title, language), COLUMNS, tables, templates)


def summary(layer: SweptLayer) -> str:
    """Return the number of graphs and the distance in words."""
    return f"{plural(len(layer.graphs), 'graph')}, {layer.metric} distance."


def row_of(layer: SweptLayer, index: int) -> Row:
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
    return Row(figures, note="used" if index == layer.used else "")
