"""The figures of nodes as pages write them."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from topopress.bundle.exploration import LayerView
from topopress.bundle.node_figures import NodeFigure
from topopress.bundle.schema import Layer, Manifest
from topopress.core.language import decimals, gettext
from topopress.pages.tables.layer_figures import Value
from topopress.pages.tables.recipe import lens_name
from topopress.pages.tables.text import NONE, count, number, percent

_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "count": count,
    "number": number,
    "decimal": lambda value: decimals(value, 2).replace("-", "−"),
    "share": percent,
    "label": str,
}


def value_of(figure: NodeFigure, view: LayerView, node: int, manifest: Manifest) -> Value:
    """Return the figure of a node at full precision; None where it is unknown."""
    value = float(view.figure(figure.array)[node])
    if np.isnan(value):
        return None
    if figure.format == "label":
        return manifest.labels[int(value)]
    return int(value) if figure.format == "count" else value


def write_figure(figure: NodeFigure, value: Value) -> str:
    """Return a value of a figure as text; an en dash where it is unknown."""
    return NONE if value is None else _WRITERS[figure.format](value)


def written(figure: NodeFigure, view: LayerView, node: int, manifest: Manifest) -> str:
    """Return the figure of a node as text; an en dash where it is unknown."""
    return write_figure(figure, value_of(figure, view, node, manifest))


def column_head(figure: NodeFigure, manifest: Manifest) -> str:
    """Return the head of a figure's column."""
    names = {"{lens}": manifest.lens, "{second_lens}": manifest.second_lens}
    head = gettext(figure.column).replace("{node_value}", manifest.node_value or "")
    for part, lens in names.items():
        head = head.replace(part, lens_name(lens) if lens else "")
    return head


def interval_of(node_id: str) -> str:
    """Return the number of the interval, of two lenses the box, that a node's name states."""
    return node_id.removeprefix("i").split("c")[0]


def intervals_of(node_id: str, layer: Layer) -> tuple[int, ...]:
    """Return the numbers of a node's intervals, one for each lens; nothing if unknown."""
    if not layer.intervals:
        return ()
    return tuple(int(k) for k in np.unravel_index(int(interval_of(node_id)), layer.intervals))
