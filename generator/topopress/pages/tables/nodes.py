"""The nodes of a graph as a table: what the drawing says, for those who do not see it."""

import numpy as np

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Manifest
from topopress.pages.contexts import Link, NodeRow, NodeTable
from topopress.pages.essay.facts import intervals_of, label_of, stability_of
from topopress.pages.essay.views import fragment
from topopress.pages.tables.recipe import lens_name
from topopress.pages.tables.text import count, number, percent, plural


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
    second = manifest.second_lens
    return NodeTable(
        caption=f"Nodes of {view.layer.name}, largest first"
        + (f": {count(len(shown))} of {count(len(order))}" if cut else ""),
        interval="Intervals" if second else "Interval",
        lens=f"Mean {lens_name(manifest.lens)}" if second else "Mean lens",
        second_lens=f"Mean {lens_name(second)}" if second else "",
        labelled=bool(manifest.labels),
        judged=bool(len(view.node_bootstrap)),
        rows=tuple(_row(view, manifest, node, explorer) for node in shown),
        more=Link(f"All {plural(len(order), 'node')}", rest, current=False) if cut else None,
    )


def _row(view: LayerView, manifest: Manifest, node: int, explorer: str) -> NodeRow:
    node_id = view.node_ids[node]
    return NodeRow(
        id=node_id,
        href=explorer + fragment({"layer": view.layer.id, "node": node_id}),
        members=count(int(view.sizes[node])),
        interval=", ".join(map(str, intervals_of(node_id, view.layer))),
        lens=number(float(view.mean_lens[node])),
        second_lens=_second(view, node),
        tightness=number(float(view.tightness[node]), 2),
        purity=percent(float(view.purity[node])),
        label=label_of(view, node, manifest),
        stability=stability_of(view.node_bootstrap, node),
    )


def _second(view: LayerView, node: int) -> str:
    return number(float(view.mean_second_lens[node])) if len(view.mean_second_lens) else ""
