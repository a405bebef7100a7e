"""Drawings of graphs as SVG, for readers without JavaScript and for previews."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from topopress.bundle.colour_map import DOUBTFUL, colour_at, edge_classes, share_of
from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Manifest
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.language import gettext, ngettext
from topopress.pages.contexts import Dot, Dots, GraphDrawing, Legend, SizeMark, Strokes
from topopress.pages.tables.drawn_figure import DrawnFigure, drawn_figure
from topopress.pages.tables.recipe import lens_name
from topopress.pages.tables.text import count, edges, nodes, number, percent

SWATCHES = 24
MOST_RADII_APART = 4
"""Largest scale: radii of the largest node per unit of the layout."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """The size and detail of a drawing; lengths in units of its view box.

    Attributes:
        height: Greatest height; a flat graph gets less.
        radius: Greatest radius of a node.
        max_nodes: Draw no more than this many nodes, the largest.
        titled: Whether nodes say what they are, and there is a legend, so that edges in doubt can
            be dashed.
        grouped: Whether nodes of about one size and colour are drawn as one path: a fifth of the
            bytes, and as good where nodes are small.
    """

    width: int
    height: int
    least_height: int
    radius: float
    least_radius: float
    max_nodes: int
    titled: bool = False
    grouped: bool = False


class Drawn(Protocol):
    """A graph that can be drawn: its edges, and how many members its nodes have."""

    @property
    def edges(self) -> Int32:
        """Pairs of nodes, shape (n_edges, 2)."""

    @property
    def jaccard(self) -> Float64:
        """Jaccard index of each edge, shape (n_edges,)."""

    @property
    def sizes(self) -> Int64:
        """Members of each node, shape (n_nodes,)."""


FIGURE = Canvas(1000, 620, 300, 17.0, 3.0, 4000, titled=True)
OPENING = Canvas(900, 620, 300, 17.0, 2.5, 2000)
CARD = Canvas(420, 260, 260, 9.0, 1.6, 500, grouped=True)
PREVIEW = Canvas(120, 72, 72, 3.6, 0.9, 220, grouped=True)
RADIUS_STEPS = 5
COLOUR_STEPS = 12


def draw(view: LayerView, manifest: Manifest, canvas: Canvas, prefix: str) -> GraphDrawing:
    """Return the drawing of a layer; ``prefix`` starts the ids inside the SVG."""
    shown, figure = largest_nodes(view, canvas.max_nodes), drawn_figure(view, manifest)
    places, height = fit(view.position, shown, canvas)
    circles = _circles(view, figure, shown, places, canvas)
    dots = (
        Dot(
            x=short(circle.centre[0]),
            y=short(circle.centre[1]),
            r=short(circle.radius),
            fill=colour_at(circle.value),
            title=node_in_words(view, manifest, circle.node) if canvas.titled else "",
        )
        for circle in circles
    )
    return GraphDrawing(
        id=prefix,
        width=canvas.width,
        height=height,
        edges=strokes(view, shown, places, doubtful(view) & canvas.titled),
        nodes=() if canvas.grouped else tuple(dots),
        dots=_dots(circles, canvas) if canvas.grouped else (),
        legend=_legend(view, figure, canvas) if canvas.titled else None,
        label=describe(view, manifest),
    )


def describe(view: LayerView, manifest: Manifest) -> str:
    """Return a description of a graph in one line, for screen readers."""
    layer, quality = view.layer, view.layer.quality
    what = gettext("Mapper graph of {layer}", layer=layer.name)
    if manifest.given:
        what = gettext("Mapper graph")
    figures = (
        nodes(layer.n_nodes),
        edges(layer.n_edges),
        ngettext("{n} component", "{n} components", quality.components),
        ngettext("{n} branching node", "{n} branching nodes", quality.branching),
        ngettext("{n} cycle", "{n} cycles", quality.loops),
    )
    return f"{what}: {', '.join(figures)}"


def largest_nodes(view: Drawn, most: int | None) -> list[int]:
    """Return the nodes with the most members, largest first; all of them for None."""
    order = np.lexsort((np.arange(len(view.sizes)), -view.sizes))
    return [int(node) for node in order[:most]]


class _Circle(NamedTuple):
    """A node with its centre, its radius, and the place of its value in the range, 0 to 1."""

    node: int
    centre: Float64
    radius: float
    value: float


def _circles(
    view: LayerView, figure: DrawnFigure, shown: list[int], centres: Float64, canvas: Canvas
) -> list[_Circle]:
    roots = np.sqrt(view.sizes / view.sizes.max(initial=1))
    return [
        _Circle(
            node,
            centres[node],
            max(float(roots[node] * canvas.radius), canvas.least_radius),
            share_of(float(figure.values[node]), figure.low, figure.high),
        )
        for node in shown
    ]


def fit(position: Float32 | Float64, shown: list[int], canvas: Canvas) -> tuple[Float64, int]:
    """Scale a layout into the view box, keeping its proportions; return it and the height."""
    places = position.astype(np.float64)
    if not shown:
        return places, canvas.least_height
    margin = canvas.radius + 2
    low, high = places[shown].min(axis=0), places[shown].max(axis=0)
    extent = np.maximum(high - low, 1e-9)
    room = np.array([canvas.width, canvas.height]) - 2 * margin
    # Few nodes are not blown up: neighbours are about one unit apart in the layout.
    scale = min(float(min(room / extent)), MOST_RADII_APART * canvas.radius)
    needed = math.ceil(extent[1] * scale + 2 * margin)
    height = min(max(needed, canvas.least_height), canvas.height)
    centre = np.array([canvas.width, height]) / 2
    return (places - (low + high) / 2) * scale + centre, height


def strokes(
    view: Drawn,
    shown: list[int],
    places: Float64,
    dashed: NDArray[np.bool_],
    weight: Float64 | None = None,
    hidden: NDArray[np.bool_] | None = None,
) -> tuple[Strokes, ...]:
    """Return the edges between some nodes, by their weight: the Jaccard index if none is given."""
    drawn = set(shown)
    classes = edge_classes(view.jaccard if weight is None else weight)
    left_out = np.zeros(len(view.edges), np.bool_) if hidden is None else hidden
    paths: dict[tuple[int, bool], list[str]] = {}
    for (a, b), of, doubt, out in zip(view.edges, classes, dashed, left_out, strict=True):
        if a in drawn and b in drawn and not out:
            start, end = (point(places[node]) for node in (a, b))
            paths.setdefault((int(of), bool(doubt)), []).append(f"M{start}L{end}")
    return tuple(
        Strokes(weight=weight, dashed=dashed, d="".join(paths[weight, dashed]))
        for weight, dashed in sorted(paths)
    )


def doubtful(view: LayerView) -> NDArray[np.bool_]:
    """Return which edges are in less than half of the resamples; none where that is unknown."""
    known = view.edge_bootstrap if len(view.edge_bootstrap) else np.ones(len(view.edges))
    return known < DOUBTFUL


def point(place: Float64) -> str:
    """Return a place as path data."""
    return ",".join(map(short, place))


def short(value: float) -> str:
    """Return a length with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def _dots(circles: Sequence[_Circle], canvas: Canvas) -> tuple[Dots, ...]:
    """Group the nodes by rounded size and colour; large ones first, so small ones lie above."""
    step = canvas.radius / RADIUS_STEPS
    paths: dict[tuple[int, int], list[str]] = {}
    for circle in circles:
        key = (-max(round(circle.radius / step), 1), round(circle.value * COLOUR_STEPS))
        paths.setdefault(key, []).append(f"M{point(circle.centre)}h0")
    return tuple(
        Dots(
            width=short(max(-size * step, canvas.least_radius) * 2),
            colour=colour_at(colour / COLOUR_STEPS),
            d="".join(paths[size, colour]),
        )
        for size, colour in sorted(paths)
    )


def node_in_words(view: LayerView, manifest: Manifest, node: int) -> str:
    """Return ``i12c0: 84 members, mean lens 12.3, 92% tench``."""
    members = ngettext("{n} member", "{n} members", int(view.sizes[node]))
    words = f"{view.node_ids[node]}: {members}"
    if manifest.lens is not None:
        words += f", {_lenses_in_words(view, manifest.lens, manifest.second_lens, node)}"
    label = view.figure("majority")[node]
    if np.isnan(label):
        return words
    return f"{words}, {percent(float(view.figure('purity')[node]))} {manifest.labels[int(label)]}"


def _lenses_in_words(view: LayerView, first: str, second: str | None, node: int) -> str:
    lens = number(float(view.figure("lens")[node]))
    if second is None:
        return gettext("mean lens {lens}", lens=lens)
    other = number(float(view.figure("second_lens")[node]))
    return gettext(
        "mean {first} {lens}, {second} {other}",
        first=lens_name(first),
        lens=lens,
        second=lens_name(second),
        other=other,
    )


def _legend(view: LayerView, figure: DrawnFigure, canvas: Canvas) -> Legend:
    return Legend(
        name=figure.name,
        low=figure.text(figure.low),
        high=figure.text(figure.high),
        swatches=tuple(colour_at(k / (SWATCHES - 1)) for k in range(SWATCHES)),
        sizes=size_marks(view, canvas),
        dashed=bool(doubtful(view).any()),
    )


def size_marks(view: Drawn, canvas: Canvas) -> tuple[SizeMark, ...]:
    """Return circles of typical sizes."""
    largest = int(view.sizes.max(initial=0))
    marks = []
    for members in sorted({_round_down(largest // 16), _round_down(largest // 4), largest} - {0}):
        r = max(math.sqrt(members / largest) * canvas.radius, canvas.least_radius)
        marks.append(SizeMark(r=short(r), size=short(2 * r + 2), members=count(members)))
    return tuple(marks)


def _round_down(value: int) -> int:
    """Return the value with only its first digit kept."""
    unit = int("1" + "0" * (len(str(value)) - 1))
    return value // unit * unit
