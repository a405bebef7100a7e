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
Need = Literal[
    "labels", "lens", "second_lens", "stability", "vectors", "node_value", "predictions",
    "correctness",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NodeFigure:
    """One figure of a node.

    In texts, {lens} and {second_lens} stand for the names of the lenses, {node_value} for what the
    file of a graph calls its number of each node.

    Attributes:
        id: Word in addresses, and name of the fact in essays unless ``fact`` is given.
        array: Name of the array in the graph chunk, and in ``LayerView.figure``.
        label: Name on the switch of colours; None where nodes cannot be coloured by the figure.
        without_lens: Whether the switch of colours has the figure only where there is no lens.
        legend: Name in the legend.
        column: Name in the panel of a node, and head of the column in tables.
        description: Definition, in one or two sentences.
        format: How a value is written.
        scale: Ends of the colour scale: two numbers, the range of the layer's lens, or the range
            of the nodes' values; None for values without an order.
        values: Reads the figure from a layer's artifacts, shape (n_nodes,). NaN where unknown;
            None or empty where unknown for all nodes.
        dtype: Type of the array in the graph chunk; None where the viewer computes the figure.
            The array is empty where the figure is unknown for all nodes.
        fact: Name of the fact in essays; empty for ``id``.
        in_tables: Whether the tables of nodes have the column.
        rows: Array of the rows chunk with each row's own value; None where there is none.
        number: Name of the number of samples in the chunk of numbers whose mean over the members
            the figure is; None for others.
        further: Whether it is one of the further colours, which are a list beside the switch.
        needs: What an exploration must have for the figure to exist.
    """

    id: str
    array: str
    label: str | None
    legend: str
    column: str
    description: str
    format: Literal["count", "number", "decimal", "share", "label"]
    scale: tuple[int, int] | Literal["lens", "values"] | None
    values: Callable[["LayerParts"], Values | None]
    dtype: str | None = "float32"
    fact: str = ""
    in_tables: bool = True
    rows: Literal["lens", "second_lens"] | None = None
    needs: Need | None = None
    without_lens: bool = False
    number: Literal["confidence", "correctness", "uncertainty"] | None = None
    further: bool = False


def _entropy(parts: "LayerParts") -> Float64:
    """Return the entropy of each node's labels, from 0 to 1; NaN without a labelled member."""
    found, n_labels = parts.described.statistics, len(parts.labels.labels)
    sizes = np.diff(found.composition_offsets)
    node, count = np.repeat(np.arange(len(sizes)), sizes), found.composition_count
    share = count / np.bincount(node, weights=count, minlength=len(sizes))[node]
    sums = np.bincount(node, weights=-share * np.log(share), minlength=len(sizes))
    return np.where(sizes > 0, sums / np.log(max(n_labels, 2)), np.nan)


def _mean(parts: "LayerParts", name: str) -> Float64 | None:
    """Return the mean of a figure of predictions over the members that have it."""
    values = parts.predictions.numbers.get(name) if parts.predictions else None
    if values is None:
        return None
    of_rows = values[parts.rows.sample].astype(np.float64)
    known = mean_over_members(np.isfinite(of_rows).astype(np.float64), parts.graph)
    with np.errstate(invalid="ignore"):  # 0 / 0 where no member has a value
        return mean_over_members(np.nan_to_num(of_rows), parts.graph) / known


NODE_FIGURES = (
    NodeFigure(
        "members", "size", "Members", "members", "Members",
        "Number of rows in the node.",
        "count", "values", lambda parts: np.diff(parts.graph.member_offsets), dtype=None,
        without_lens=True,
    ),
    NodeFigure(
        "lens", "lens", "Lens", "mean {lens}", "Mean {lens}", "Mean {lens} of the members.",
        "number", "lens", lambda parts: parts.described.statistics.mean_lens, rows="lens",
        needs="lens",
    ),
    NodeFigure(
        "second", "second_lens", "Lens 2", "mean {second_lens}", "Mean {second_lens}",
        "Mean {second_lens} of the members.",
        "number", "values", lambda parts: mean_over_members(parts.graph.second_lens, parts.graph),
        fact="second_lens", rows="second_lens", needs="second_lens",
    ),
    NodeFigure(
        "purity", "purity", "Purity", "label purity", "Purity",
        "Share of the most frequent label among the labelled members.",
        "share", (0, 1), lambda parts: parts.described.statistics.purity, needs="labels",
    ),
    NodeFigure(
        "entropy", "label_entropy", "Entropy of the labels", "entropy of the labels",
        "Label entropy",
        "Entropy of the labels of the labelled members, divided by the logarithm of the number of "
        "labels: 0 for a single label, 1 where all labels are equally frequent.",
        "decimal", (0, 1), _entropy, dtype=None, in_tables=False,
        needs="labels", further=True,
    ),
    NodeFigure(
        "cohesion", "cohesion", "Cohesion", "mean cosine similarity to the centroid", "Cohesion",
        "Mean cosine similarity of the members to their mean, the centroid.",
        "decimal", "values", lambda parts: parts.described.statistics.cohesion, needs="vectors",
    ),
    NodeFigure(
        "label", "majority", "Label", "majority label", "Majority label",
        "Most frequent label of the members. The graph does not use the labels.",
        "label", None,
        lambda parts: np.where((m := parts.described.statistics.majority) < 0, np.nan, m),
        dtype="int16", needs="labels",
    ),
    NodeFigure(
        "stability", "node_bootstrap", "Stability", "share of resamples", "Stability",
        "Share of the graphs of resampled vectors in which the node is found again.",
        "share", (0, 1),
        lambda parts: None if (found := parts.shape.stability) is None else found.node_bootstrap,
        fact="resamples", needs="stability",
    ),
    NodeFigure(
        "settings", "node_family", None, "share of neighbouring settings", "Settings",
        "Share of the graphs with neighbouring settings in which the node is found again.",
        "share", (0, 1),
        lambda parts: None if (found := parts.shape.stability) is None else found.node_family,
        in_tables=False, needs="stability",
    ),
    NodeFigure(
        "value", "node_value", "Value", "{node_value}", "{node_value}",
        "A number of each node from the file of the graph.",
        "number", "values", lambda parts: parts.given.value if parts.given else None,
        needs="node_value",
    ),
    NodeFigure(
        "confidence", "confidence", "Confidence", "mean confidence of the network", "Confidence",
        "Mean over the members of the largest class probability.",
        "share", (0, 1), lambda parts: _mean(parts, "confidence"), dtype=None, needs="predictions",
        number="confidence", further=True,
    ),
    NodeFigure(
        "correctness", "correctness", "Correctness", "share of correct predictions", "Correct",
        "Share of the labelled members for which the network predicts the label.",
        "share", (0, 1), lambda parts: _mean(parts, "correctness"), dtype=None,
        needs="correctness", number="correctness", further=True,
    ),
    NodeFigure(
        "uncertainty", "uncertainty", "Entropy of the prediction", "entropy of the prediction",
        "Prediction entropy",
        "Mean over the members of the entropy of the class probabilities, divided by the logarithm "
        "of the number of classes: 0 where one class is certain, 1 where all are equally likely.",
        "decimal", (0, 1), lambda parts: _mean(parts, "uncertainty"), dtype=None, in_tables=False,
        needs="predictions", number="uncertainty", further=True,
    ),
    NodeFigure(
        "neighbours", "degree", None, "neighbours", "Neighbours",
        "Number of nodes that an edge joins to the node.",
        "count", "values",
        lambda parts: np.bincount(parts.graph.edges.ravel(), minlength=parts.graph.n_nodes),
        dtype=None,
    ),
)  # fmt: skip
"""All figures, in the order of columns and switches."""


def figure_dtypes() -> dict[str, str]:
    """Return the arrays of figures in a graph chunk, with their types."""
    return {figure.array: figure.dtype for figure in NODE_FIGURES if figure.dtype}


def read_figures(parts: "LayerParts") -> Float64:
    """Return all figures of a layer's nodes, shape (n_figures, n_nodes); NaN where unknown."""
    found = np.full((len(NODE_FIGURES), parts.graph.n_nodes), np.nan)
    for row, figure in zip(found, NODE_FIGURES, strict=True):
        values = figure.values(parts)
        if values is not None and len(values):
            row[:] = values
    return found


def figure_arrays(figures: Float64) -> dict[str, Float64]:
    """Return what ``read_figures`` gave as arrays of the graph chunk; empty where all unknown."""
    return {
        figure.array: _array(row, figure.dtype)
        for row, figure in zip(figures, NODE_FIGURES, strict=True)
        if figure.dtype
    }


def _array(values: Float64, dtype: str) -> Float64:
    if np.isnan(values).all():
        return np.empty(0)
    return np.nan_to_num(values, nan=-1) if np.dtype(dtype).kind == "i" else values
