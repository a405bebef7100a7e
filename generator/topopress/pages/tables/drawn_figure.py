"""The figure of nodes that static drawings show as colours: the lens, where there is one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Manifest
from topopress.core.arrays import Float64
from topopress.core.language import gettext
from topopress.pages.tables.recipe import lens_name
from topopress.pages.tables.text import count, number


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """What the colours of a drawing show.

    Attributes:
        name: Name of the figure, such as ``mean L2 norm``.
        values: Value of each node, all of them finite, shape (n_nodes,).
        low: Value of the first colour.
        high: Value of the last colour.
        text: Writes a value.
    """

    name: str
    values: Float64
    low: float
    high: float
    text: Callable[[float], str] = number


def drawn_figure(view: LayerView, manifest: Manifest) -> DrawnFigure:
    """Return the mean lens, else the number of each node in a graph's file, else the members."""
    layer = view.layer
    if manifest.lens is not None:
        name = gettext("mean {lens}", lens=lens_name(manifest.lens))
        return DrawnFigure(name, view.figure("lens"), layer.lens_min, layer.lens_max)
    value = view.figure("node_value")
    if manifest.node_value is not None and np.isfinite(value).all():
        return _over_its_range(manifest.node_value, value)
    return _over_its_range(gettext("members"), view.figure("size"), lambda value: count(int(value)))


def colour_in_words(view: LayerView, manifest: Manifest) -> str:
    """Return what area and colour of a node show, as a sentence."""
    if manifest.lens is not None:
        return gettext(
            "Its area shows how many, its colour their mean {lens}.",
            lens=lens_name(manifest.lens),
        )
    name = drawn_figure(view, manifest).name
    if name == gettext("members"):
        return gettext("Its area shows how many, and so does its colour.")
    return gettext("Its area shows how many, its colour {name}.", name=name)


def _over_its_range(
    name: str, values: Float64, text: Callable[[float], str] = number
) -> DrawnFigure:
    known = values if len(values) else np.zeros(1)
    return DrawnFigure(name, values, float(known.min()), float(known.max()), text)
