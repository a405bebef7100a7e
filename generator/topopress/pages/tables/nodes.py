"""The nodes of a graph as a table: the drawing in words."""

import numpy as np

from topopress.bundle.exploration import LayerView
from topopress.bundle.node_figures import NODE_FIGURES, NodeFigure
from topopress.bundle.schema import Manifest
from topopress.pages.contexts import FigureCell, Link, NodeRow, NodeTable
from topopress.pages.essay.views import fragment
from topopress.pages.tables.node_figures import column_head, intervals_of, written
from topopress.pages.tables.text import count, plural


def node_table(
    view: LayerView,
    manifest: Manifest,
    *,
    explorer: str,
    most: int | None = None,
    rest: str = "",
) -> NodeTable:
    """Return the table of a layer's nodes, largest first.

    Args:
        view: The layer.
        manifest: Names the labels.
        explorer: Address of the page with the explorer; empty for the same page.
        most: Rows to show; None for all.
        rest: Where all of them are, if the table is cut.
    """
    order = np.lexsort((np.arange(len(view.sizes)), -view.sizes))
    shown = [int(node) for node in order[:most]]
    cut = len(shown) < len(order)
    figures = [
        figure
        for figure in NODE_FIGURES
        if figure.in_tables and not np.isnan(view.figure(figure.array)).all()
    ]
    return NodeTable(
        caption=f"Nodes of {view.layer.name}, largest first"
        + (f": {count(len(shown))} of {count(len(order))}" if cut else ""),
        interval="Intervals" if manifest.second_lens else "Interval",
        figures=tuple(_cell(figure, column_head(figure, manifest)) for figure in figures),
        rows=tuple(_row(view, manifest, node, explorer, figures) for node in shown),
        more=Link(f"All {plural(len(order), 'node')}", rest, current=False) if cut else None,
    )


def _row(
    view: LayerView, manifest: Manifest, node: int, explorer: str, figures: list[NodeFigure]
) -> NodeRow:
    node_id = view.node_ids[node]
    return NodeRow(
        id=node_id,
        href=explorer + fragment({"layer": view.layer.id, "node": node_id}),
        interval=", ".join(map(str, intervals_of(node_id, view.layer))),
        figures=tuple(_cell(figure, written(figure, view, node, manifest)) for figure in figures),
    )


def _cell(figure: NodeFigure, text: str) -> FigureCell:
    return FigureCell(text, label=figure.format == "label")
