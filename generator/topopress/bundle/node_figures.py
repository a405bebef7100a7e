"""The table of node figures: every number of a node that chunk, pages, essays and viewer show.

A new figure is one entry here. These follow from the table: the arrays of the graph chunk, the
columns of the node tables, the facts of essays, the choices of ``colour`` in addresses, and in
the viewer the colourings, the legend, the table, the panel and the glossary.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from topopress.analysis.nodes.statistics import mean_over_members
from topopress.core.arrays import Float64, Int32, Int64

if TYPE_CHECKING:
    from topopress.bundle.parts import LayerParts

Values = Float64 | Int32 | Int64


@dataclass(frozen=True, slots=True)
class NodeFigure:
    """One figure of a node.

    Attributes:
        key: Name in ``LayerView.figures`` and of the array in the graph chunk.
        label: Name in tables, on switches and in the glossary.
        legend: Name in the legend.
        description: Definition, in one or two sentences.
        format: How a value is written.
        scale: Range of the colours: that of the layer's nodes, 0 to 1, or one colour per label.
        values: Reads the figure from a layer's artifacts, shape (n_nodes,); NaN where unknown,
            None or empty where unknown for all nodes.
        dtype: Type of the array in the graph chunk; None where the viewer computes the figure.
            The array is empty where the figure is unknown for all nodes.
        colour: Word in addresses; None where nodes cannot be coloured by the figure.
        fact: Name of the fact in essays; empty for ``key``.
        listed: Whether the node tables have a column for it.
        lens: Number of the lens whose mean the figure is; None for other figures.
        needs: What an exploration must have for the figure; None for nothing.
    """

    key: str
    label: str
    legend: str
    description: str
    format: Literal["count", "number", "cosine", "share", "label"]
    scale: Literal["range", "unit", "labels"]
    values: Callable[["LayerParts"], Values | None]
    dtype: str | None = "float32"
    colour: str | None = None
    fact: str = ""
    listed: bool = True
    lens: int | None = None
    needs: Literal["labels", "second_lens", "stability"] | None = None


NODE_FIGURES = (
    NodeFigure(
        "size", "Members", "members", "Number of rows in the node.", "count", "range",
        lambda parts: np.diff(parts.graph.member_offsets), dtype=None, fact="members",
    ),
    NodeFigure(
        "lens", "Mean lens", "mean lens", "Mean lens value of the members.", "number", "range",
        lambda parts: parts.statistics.mean_lens, colour="lens", lens=0,
    ),
    NodeFigure(
        "second_lens", "Mean second lens", "mean second lens",
        "Mean value of the second lens of the members.", "number", "range",
        lambda parts: mean_over_members(parts.graph.second_lens, parts.graph),
        colour="second", lens=1, needs="second_lens",
    ),
    NodeFigure(
        "purity", "Purity", "label purity",
        "Share of the most frequent label among the labelled members.", "share", "unit",
        lambda parts: parts.statistics.purity, colour="purity", needs="labels",
    ),
    NodeFigure(
        "cohesion", "Cohesion", "mean cosine to the centroid",
        "Mean cosine similarity of the members to their centroid, which is their mean.",
        "cosine", "range", lambda parts: parts.statistics.cohesion, colour="cohesion",
    ),
    NodeFigure(
        "majority", "Label", "majority label",
        "Most frequent label of the members. Neither the network nor the graph uses labels.",
        "label", "labels",
        lambda parts: np.where(parts.statistics.majority < 0, np.nan, parts.statistics.majority),
        dtype="int16", colour="label", fact="label", needs="labels",
    ),
    NodeFigure(
        "node_bootstrap", "Stability", "share of resamples",
        "Share of the graphs of resampled rows in which the node is found again.", "share", "unit",
        lambda parts: None if (found := parts.shape.stability) is None else found.node_bootstrap,
        colour="stability", fact="resamples", needs="stability",
    ),
    NodeFigure(
        "node_family", "Settings", "share of neighbouring settings",
        "Share of the graphs with neighbouring settings in which the node is found again.",
        "share", "unit",
        lambda parts: None if (found := parts.shape.stability) is None else found.node_family,
        fact="settings", listed=False, needs="stability",
    ),
)  # fmt: skip
"""All figures, in the order of columns and switches."""


def figure_dtypes() -> dict[str, str]:
    """Return the arrays of figures in a graph chunk, with their types."""
    return {figure.key: figure.dtype for figure in NODE_FIGURES if figure.dtype}


def read_figures(parts: "LayerParts") -> Float64:
    """Return all figures of a layer's nodes, shape (n_figures, n_nodes); NaN where unknown."""
    found = np.full((len(NODE_FIGURES), parts.graph.n_nodes), np.nan)
    for row, figure in zip(found, NODE_FIGURES, strict=True):
        values = figure.values(parts)
        if values is not None and len(values):
            row[:] = values
    return found


def figure_arrays(figures: Float64) -> dict[str, Float64]:
    """Return the arrays of figures for the graph chunk; empty where unknown for all nodes.

    Args:
        figures: What ``read_figures`` returned.
    """
    return {
        figure.key: _array(row, figure.dtype)
        for row, figure in zip(figures, NODE_FIGURES, strict=True)
        if figure.dtype
    }


def _array(values: Float64, dtype: str) -> Float64:
    if np.isnan(values).all():
        return np.empty(0)
    return np.nan_to_num(values, nan=-1) if np.dtype(dtype).kind == "i" else values
