"""The figures of a layer: one table for essays, for the layer's page and for the method page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from topopress.analysis.nodes.types import LabelPurity
from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Layer, StabilitySummary, VisualSummary
from topopress.pages.sources import PageSource
from topopress.pages.tables.recipe import radius_of
from topopress.pages.tables.text import NONE, count, number, percent, plural

METRICS = {"cosine": "cosine", "euclidean": "Euclidean"}


@dataclass(frozen=True, slots=True)
class LayerFigure:
    """A figure of a layer.

    Attributes:
        fact: Its name in essays, as in ``{{ block10.purity }}``.
        text: Returns the figure as text.
        title: Its name in tables; empty where no table shows it.
    """

    fact: str
    text: Callable[[LayerView, PageSource], str]
    title: str = ""


def shown_figures(source: PageSource) -> Sequence[LayerFigure]:
    """Return the figures that tables show: those that at least one layer has."""
    return [
        figure
        for figure in LAYER_FIGURES
        if figure.title and any(figure.text(view, source) != NONE for view in source.bundle.views)
    ]


def shape_of(layer: Layer) -> str:
    """Return ``40 channels, 28 × 28``; only the channels where the map has one position."""
    if not layer.channels:
        return NONE
    channels = plural(layer.channels, "channel")
    if layer.map_size in (None, [1, 1]):
        return channels
    return f"{channels}, {_side(layer, 0)} × {_side(layer, 1)}"


def _side(layer: Layer, axis: int) -> str:
    return NONE if layer.map_size is None else count(layer.map_size[axis])


def quantile_of(quantile: float | None) -> str:
    """Return the quantile that eps is computed from; an en dash for none."""
    return NONE if quantile is None else f"{quantile:g}"


def metric_of(metric: str | None) -> str:
    """Return a distance in words; an en dash where another tool made the graph."""
    return NONE if metric is None else METRICS.get(metric, metric)


def intervals_in_words(layer: Layer) -> str:
    """Return the number of intervals of each lens; an en dash where another tool made the graph."""
    return " × ".join(map(count, layer.n_intervals)) or NONE


def _radius(view: LayerView, source: PageSource) -> str:
    given = source.bundle.manifest.given
    return NONE if given else radius_of(view.layer, source.settings.mapper.clusterer)


def _lens(value: Callable[[Layer], float]) -> Callable[[LayerView, PageSource], str]:
    return lambda view, source: (
        NONE if source.bundle.manifest.lens is None else number(value(view.layer))
    )


def _of(text: Callable[[Layer], str]) -> Callable[[LayerView, PageSource], str]:
    return lambda view, source: text(view.layer)


def _stability(text: Callable[[StabilitySummary], str]) -> Callable[[LayerView, PageSource], str]:
    return _of(lambda layer: NONE if layer.stability is None else text(layer.stability))


def _visuals(text: Callable[[VisualSummary], str]) -> Callable[[LayerView, PageSource], str]:
    return lambda view, source: NONE if view.visuals is None else text(view.visuals)


def _labels(text: Callable[[LabelPurity], float | None]) -> Callable[[LayerView, PageSource], str]:
    def share(layer: Layer) -> str:
        found = next((one for one in layer.purities if one.column is None), None)
        return percent(text(found)) if found else NONE

    return _of(share)


def _structures(view: LayerView, source: PageSource, *, kind: str, stable: bool) -> str:
    if stable and view.layer.stability is None:
        return NONE
    found = (one for one in view.structures if kind in ("", one.kind))
    return count(sum(one.stable >= stable for one in found))


LAYER_FIGURES = (
    LayerFigure("name", _of(lambda layer: layer.name)),
    LayerFigure("output", _of(shape_of), "Output"),
    LayerFigure("channels", _of(lambda layer: count(layer.channels) if layer.channels else NONE)),
    LayerFigure("height", _of(lambda layer: _side(layer, 0))),
    LayerFigure("width", _of(lambda layer: _side(layer, 1))),
    LayerFigure("rows", _of(lambda layer: count(layer.n_rows)), "Rows"),
    LayerFigure("metric", _of(lambda layer: metric_of(layer.metric)), "Distance"),
    LayerFigure("n_intervals", _of(intervals_in_words), "Intervals"),
    LayerFigure("eps_quantile", _of(lambda layer: quantile_of(layer.eps_quantile)), "Quantile"),
    LayerFigure("eps", _radius, "eps"),
    LayerFigure("lens_min", _lens(lambda layer: layer.lens_min)),
    LayerFigure("lens_max", _lens(lambda layer: layer.lens_max)),
    LayerFigure("nodes", _of(lambda layer: count(layer.n_nodes)), "Nodes"),
    LayerFigure("edges", _of(lambda layer: count(layer.n_edges)), "Edges"),
    LayerFigure("coverage", _of(lambda layer: percent(layer.quality.coverage)), "Coverage"),
    LayerFigure("noise", _of(lambda layer: percent(1 - layer.quality.coverage))),
    LayerFigure("purity", _of(lambda layer: percent(layer.quality.purity)), "Purity"),
    LayerFigure("purity_members", _labels(lambda one: one.purity), "Purity of members"),
    LayerFigure("purity_chance", _labels(lambda one: one.chance), "Chance"),
    LayerFigure("purity_within", _labels(lambda one: one.within), "Purity in groups"),
    LayerFigure("purity_chance_within", _labels(lambda one: one.chance_within), "Chance in groups"),
    LayerFigure("purity_excess", _labels(lambda one: one.excess), "Excess"),
    LayerFigure("components", _of(lambda layer: count(layer.quality.components)), "Components"),
    LayerFigure("branching", _of(lambda layer: count(layer.quality.branching)), "Branching"),
    LayerFigure("loops", _of(lambda layer: count(layer.quality.loops)), "Cycles"),
    LayerFigure("largest", _of(lambda layer: percent(layer.quality.largest)), "Largest node"),
    LayerFigure(
        "dominant_share", _of(lambda layer: percent(layer.quality.dominant_share)), "Dominant share"
    ),
    LayerFigure("own_pictures", _visuals(lambda found: percent(found.top1_share)), "Own pictures"),
    LayerFigure("picture_cosine", _visuals(lambda found: number(found.cosine, 2))),
    LayerFigure("structures", partial(_structures, kind="", stable=False)),
    LayerFigure("stable", partial(_structures, kind="", stable=True)),
    *(
        LayerFigure(f"{stable}{kind}s", partial(_structures, kind=kind, stable=bool(stable)))
        for kind in ("island", "bifurcation", "flare")
        for stable in ("", "stable_")
    ),
    LayerFigure("loop_structures", partial(_structures, kind="loop", stable=False)),
    LayerFigure("stable_loops", partial(_structures, kind="loop", stable=True)),
    LayerFigure("resamples", _stability(lambda found: count(found.resamples))),
    LayerFigure("settings", _stability(lambda found: count(found.family))),
    LayerFigure("node_stability", _stability(lambda found: percent(found.node_bootstrap))),
    LayerFigure("noise_stability", _stability(lambda found: percent(found.null_bootstrap))),
)
