"""The nodes of a graph as a table: the drawing in words."""

import numpy as np

from topopress.bundle.exploration import LayerView
from topopress.bundle.node_figures import NODE_FIGURES
from topopress.bundle.schema import Manifest
from topopress.core.language import gettext
from topopress.pages.contexts import Column, Link, Row, Table
from topopress.pages.drawing import largest_nodes
from topopress.pages.essay.views import fragment
from topopress.pages.tables.layer_figures import has_parts
from topopress.pages.tables.node_figures import column_head, intervals_of, written
from topopress.pages.tables.text import NONE, count, nodes


def node_table(
    view: LayerView,
    manifest: Manifest,
    *,
    explorer: str,
    most: int | None = None,
    rest: str = "",
) -> Table:
    """Return the table of a layer's nodes, largest first.

    ``explorer`` is the address of the page with the explorer, empty for the same page. With
    ``most``, the table is cut to so many rows; ``rest`` is where all of them are.
    """
    shown, total = largest_nodes(view, most), len(view.sizes)
    cut, elements = len(shown) < total, bool(view.layer.intervals)
    figures = [
        figure
        for figure in NODE_FIGURES
        if figure.in_tables and not np.isnan(view.figure(figure.array)).all()
    ]

    def row(node: int) -> Row:
        name = view.node_ids[node]
        href = explorer + fragment({"layer": view.layer.id, "node": name})
        intervals = [", ".join(map(str, intervals_of(name, view.layer)))] if elements else []
        texts = (written(figure, view, node, manifest) for figure in figures)
        words = (column.cells[node] or NONE for column in view.columns)
        return Row((*intervals, *texts, *words), Link(name, href))

    heads = (Column(column_head(one, manifest), label=one.format == "label") for one in figures)
    return Table(
        caption=_caption(view.layer.name, len(shown), total),
        columns=(
            *([Column(_element(view, manifest))] if elements else []),
            *heads,
            *(Column(column.title, label=True) for column in view.columns),
        ),
        rows=tuple(map(row, shown)),
        more=Link(gettext("All {nodes}", nodes=nodes(total)), rest) if cut else None,
    )


def _caption(name: str, shown: int, total: int) -> str:
    if shown == total:
        return gettext("Nodes of {name}, largest first", name=name)
    return gettext(
        "Nodes of {name}, largest first: {shown} of {total}",
        name=name,
        shown=count(shown),
        total=count(total),
    )


def _element(view: LayerView, manifest: Manifest) -> str:
    """Return the head of the column with the part of the cover that a node is from."""
    if manifest.given:
        return gettext("Cover element")
    if view.layer.ball_radius is not None:
        return gettext("Ball")
    if has_parts(view.layer):
        return gettext("Part")
    return gettext("Intervals") if manifest.second_lens else gettext("Interval")
