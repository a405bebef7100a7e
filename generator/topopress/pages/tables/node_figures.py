"""The figures of nodes as pages write them."""

from collections.abc import Callable, Mapping

import numpy as np

from topopress.bundle.exploration import LayerView
from topopress.bundle.node_figures import NodeFigure
from topopress.bundle.schema import Layer, Manifest
from topopress.core.language import decimals, gettext
from topopress.pages.tables.recipe import lens_name
from topopress.pages.tables.text import count, number, percent

_WRITERS: Mapping[str, Callable[[float, Manifest], str]] = {
    "count": lambda value, manifest: count(int(value)),
    "number": lambda value, manifest: number(value),
    "decimal": lambda value, manifest: decimals(value, 2).replace("-", "−"),
    "share": lambda value, manifest: percent(value),
    "label": lambda value, manifest: manifest.labels[int(value)],
}


def written(figure: NodeFigure, view: LayerView, node: int, manifest: Manifest) -> str:
    """Return the figure of a node as text; an en dash where it is unknown."""
    value = float(view.figure(figure.array)[node])
    return "–" if np.isnan(value) else _WRITERS[figure.format](value, manifest)


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
