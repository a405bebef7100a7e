"""The still drawing of a view: the graph with the colours and the selection of its address.

Drawn are colours, selections, hidden edges, weights, sizes, moved nodes and the place of the
camera. Pictures and pies in nodes, call-outs, a layout by the scatter, and graphs that the viewer
itself cuts are not: such a drawing shows the author's graph.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from topopress.bundle.colour_map import colour_at
from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Manifest
from topopress.core.arrays import Float64
from topopress.core.language import gettext
from topopress.pages.contexts import Dots, GraphDrawing, Legend, NodeName, Over, Strokes
from topopress.pages.drawing import (
    SWATCHES,
    Canvas,
    describe,
    doubtful,
    fit,
    largest_nodes,
    node_in_words,
    point,
    short,
    size_marks,
    strokes,
)
from topopress.pages.sources import PageSource
from topopress.pages.views.colours import Colours, coloured
from topopress.pages.views.lit import Lit, lit_by
from topopress.pages.views.shown import Shown

VIEW = Canvas(720, 450, 260, 14.0, 3.3, 1500, titled=True, grouped=True)
STEP = 0.65
"""Radii of nodes are multiples of it, so that many nodes are one path."""
CONSTANT = 0.5
"""Radius of nodes of one size, as a share of the largest."""
ROUND_AREA = math.sqrt(math.pi) / 2
"""Half the side of a square with the area of a circle of radius 1."""


def draw_view(source: PageSource, state: Mapping[str, str], prefix: str) -> GraphDrawing:
    """Return the drawing of a view; ``prefix`` starts the ids inside the SVG."""
    manifest = source.bundle.manifest
    is_cut = "cover" in state or "level" in state
    state = {key: state[key] for key in ("layer",)} if is_cut else state
    shown = Shown(source.bundle, state["layer"])
    colours, lit = coloured(shown, state), lit_by(shown, state)
    view = shown.view
    nodes = largest_nodes(view, VIEW.max_nodes)
    places, height = fit(_moved(view, state), nodes, VIEW)
    places = _seen(places, view, state, height)
    plot = Plot(view, nodes, places, _radii(view, state), colours, lit)
    return GraphDrawing(
        id=prefix,
        width=VIEW.width,
        height=height,
        edges=_edges(plot, state),
        nodes=(),
        dots=tuple(_dots(plot)),
        legend=_legend(plot, manifest, state),
        label=_described(plot, manifest),
        over=tuple(_over(plot)),
        names=tuple(_names(plot, manifest, height)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """Nodes with their places and radii in units of the drawing, their colours and selection."""

    view: LayerView
    nodes: list[int]
    places: Float64
    radii: Float64
    colours: Colours
    lit: Lit

    def fill(self, node: int) -> float:
        """Return the selected share of a node; 1 where nothing fades."""
        return 1.0 if self.lit.fills is None else float(self.lit.fills[node])

    def ring(self, node: int) -> float:
        """Return the share that the ring of a node shows."""
        return 0.0 if self.lit.rings is None else float(self.lit.rings[node])


def _moved(view: LayerView, state: Mapping[str, str]) -> Float64:
    """Return the layout with the nodes that the view moves."""
    places = view.position.astype(np.float64)
    for pin in filter(None, state.get("pinned", "").split(";")):
        node, _, place = pin.partition(":")
        places[view.node_ids.index(node)] = [float(x) for x in place.split(",")]
    return places


def _seen(places: Float64, view: LayerView, state: Mapping[str, str], height: int) -> Float64:
    """Move and enlarge a drawing, so that it shows the place and zoom of a view."""
    if "at" not in state or len(view.position) < 2:  # noqa: PLR2004 - one node has no scale
        return places
    *centre, zoom = (float(x) for x in state["at"].split(","))
    position = view.position.astype(np.float64)
    axis = int(np.argmax(np.ptp(position, axis=0)))
    scale = np.ptp(places[:, axis]) / max(float(np.ptp(position[:, axis])), 1e-9)
    offset = places[0] - position[0] * scale
    middle = np.array(centre) * scale + offset
    return np.asarray((places - middle) * zoom + np.array([VIEW.width, height]) / 2)


def _radii(view: LayerView, state: Mapping[str, str]) -> Float64:
    of = {"constant": np.full(len(view.sizes), CONSTANT**2), "stability": _stability(view)}
    shares = of.get(state.get("size", ""), view.sizes / view.sizes.max(initial=1))
    radii = np.maximum(np.sqrt(shares) * VIEW.radius, VIEW.least_radius)
    return np.asarray(np.maximum(np.rint(radii / STEP), 1) * STEP)


def _stability(view: LayerView) -> Float64:
    return np.asarray(np.nan_to_num(view.figure("node_bootstrap")))


def _edges(plot: Plot, state: Mapping[str, str]) -> tuple[Strokes, ...]:
    view = plot.view
    by_stability = state.get("weight") == "stability" and len(view.edge_bootstrap) > 0
    weight = view.edge_bootstrap if by_stability else view.jaccard
    hidden = weight < float(state.get("edges", 0))
    return strokes(view, plot.nodes, plot.places, doubtful(view), weight, hidden)


def _dots(plot: Plot) -> Iterator[Dots]:
    """Group the nodes by radius, colour, shape and selection; those that fade lie below."""
    paths: dict[tuple[bool, float, str, str], list[str]] = {}
    for node in plot.nodes:
        colour, shape = plot.colours.of(node)
        radius, fill = float(plot.radii[node]), plot.fill(node)
        faded = fill < 1 and not (fill == 0 and plot.ring(node) > 0)
        key = (not faded, -radius, colour, shape)
        paths.setdefault(key, []).append(_mark(plot.places[node], radius, shape))
    for (solid, radius, colour, shape), marks in sorted(paths.items()):
        side = -2 * radius * (ROUND_AREA if shape == "square" else 1)
        yield Dots(short(side), colour, "".join(marks), shape, faded=not solid)


def _mark(place: Float64, radius: float, shape: str) -> str:
    if shape != "diamond":
        return f"M{point(place)}h0"
    half = short(radius * ROUND_AREA * math.sqrt(2))
    top = point(place - np.array([0, float(half)]))
    return f"M{top}l{half},{half} -{half},{half} -{half},-{half}z"


def _over(plot: Plot) -> Iterator[Over]:
    parts: dict[str, list[str]] = {}
    for node in plot.nodes:
        if 0 < plot.fill(node) < 1:
            drawn = _part(plot.places[node], float(plot.radii[node]), plot.fill(node))
            parts.setdefault(plot.colours.of(node)[0], []).append(drawn)
    for colour in sorted(parts):
        yield Over("part", colour, "".join(parts[colour]))
    rings = [
        _ring(plot.places[node], float(plot.radii[node]) + 3, plot.ring(node))
        for node in plot.nodes
        if plot.ring(node) > 0
    ]
    if rings:
        yield Over("ring", "", "".join(rings))
    if plot.lit.outlined:
        outlines = (
            _ring(plot.places[node], float(plot.radii[node]) + 5, 1) for node in plot.lit.outlined
        )
        yield Over("outline", "", "".join(outlines))


def _part(place: Float64, radius: float, share: float) -> str:
    """Return the lowest part of a disc, as high as the share of its height."""
    level = radius - 2 * radius * max(share, 0.08)
    half = math.sqrt(max(radius**2 - level**2, 0))
    start = point(place + np.array([-half, level]))
    large = 1 if level < 0 else 0
    return f"M{start}a{short(radius)},{short(radius)} 0 {large} 0 {short(2 * half)},0z"


def _ring(place: Float64, radius: float, share: float) -> str:
    """Return a part of a circle that starts at the top; all of it as two halves."""
    r, top = short(radius), place - np.array([0, radius])
    if share > 0.99:  # noqa: PLR2004 - the ends of an arc must not meet
        arc, side = f"a{r},{r} 0 0 1 0,", short(2 * radius)
        return f"M{point(top)}{arc}{side}{arc}-{side}"
    angle = 2 * math.pi * share
    end = place + radius * np.array([math.sin(angle), -math.cos(angle)])
    return f"M{point(top)}A{r},{r} 0 {int(share > 0.5)} 1 {point(end)}"  # noqa: PLR2004


def _names(plot: Plot, manifest: Manifest, height: int) -> Iterator[NodeName]:
    for node in plot.lit.outlined:
        x, y = plot.places[node]
        if not (0 <= x <= VIEW.width and 0 <= y <= height):
            continue
        left = x > VIEW.width * 0.7
        gap = float(plot.radii[node]) + 10
        label = plot.view.figure("majority")[node]
        words = "" if np.isnan(label) else f" {manifest.labels[int(label)]}"
        name = f"{plot.view.node_ids[node]}{words}"
        side = x - gap if left else x + gap
        yield NodeName(short(side), short(y + 5), "end" if left else "start", name)


def _legend(plot: Plot, manifest: Manifest, state: Mapping[str, str]) -> Legend:
    colours, is_sized = plot.colours, state.get("size", "members") == "members"
    return Legend(
        name=colours.name,
        low=colours.ends[0],
        high=colours.ends[1],
        swatches=()
        if colours.labels
        else tuple(colour_at(k / (SWATCHES - 1)) for k in range(SWATCHES)),
        sizes=size_marks(plot.view, VIEW) if is_sized else (),
        dashed=bool(doubtful(plot.view).any()),
        labels=colours.labels,
        lit=_selected(plot, manifest),
        ringed=_ringed(plot),
    )


def _selected(plot: Plot, manifest: Manifest) -> str:
    """Return what is outlined or filled, in words; empty where nothing is."""
    if plot.lit.outlined:
        nodes = (node_in_words(plot.view, manifest, node) for node in plot.lit.outlined)
        return gettext("Outlined: {what}", what="; ".join(nodes))
    if plot.lit.selected[0]:
        what = _in_words(plot.view, *plot.lit.selected)
        return gettext("Filled: the share of the rows of {what}", what=what)
    return ""


def _ringed(plot: Plot) -> str:
    if not plot.lit.ringed[0]:
        return ""
    what = _in_words(plot.view, *plot.lit.ringed)
    return gettext("Rings: the share of the rows of {what}", what=what)


def _in_words(view: LayerView, kind: str, value: str) -> str:
    """Return a selection in words."""
    if kind == "structure":
        return next((one.name for one in view.structures if one.id == value), value)
    if kind in ("edge", "path", "nodes", "component", "near", "node"):
        return value.replace(",", ", ")
    return f"“{value}”"


def _described(plot: Plot, manifest: Manifest) -> str:
    parts = (describe(plot.view, manifest), _selected(plot, manifest), _ringed(plot))
    return ". ".join(filter(None, parts))
