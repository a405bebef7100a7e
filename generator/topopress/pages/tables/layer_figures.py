"""The figures of a layer: one table for essays, for the layer's page and for the method page."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from topopress.analysis.nodes.types import LabelPurity
from topopress.analysis.settings.types import Choice
from topopress.analysis.settings.verdict import contrast, group_contrast
from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Layer, StabilitySummary, VisualSummary
from topopress.core.language import gettext, gettext_noop, ngettext
from topopress.pages.sources import PageSource
from topopress.pages.tables.recipe import METRICS, NO_RADIUS, radius_of
from topopress.pages.tables.report_figures import of_report
from topopress.pages.tables.text import NONE, count, number, percent, short, three_digits, times
from topopress.pages.tables.verdict_sentences import points, share

Value = str | int | float | list[int] | None


@dataclass(frozen=True, slots=True)
class LayerFigure:
    """A figure of a layer.

    Attributes:
        fact: Its name in essays, as in ``{{ block10.purity }}``.
        value: Returns the figure; None or NaN where there is none.
        write: Writes a figure that there is, or NaN, as text.
        title: Its name in tables; empty where no table shows it.
    """

    fact: str
    value: Callable[[LayerView, PageSource], Value]
    write: Callable[[Any], str] = str
    title: str = ""

    def text(self, view: LayerView, source: PageSource) -> str:
        """Return the figure as pages write it; an en dash where there is none."""
        value = self.value(view, source)
        return NONE if value is None else self.write(value)


def shown_figures(source: PageSource) -> Sequence[LayerFigure]:
    """Return the figures that tables show: those that at least one layer has."""
    return [
        figure
        for figure in LAYER_FIGURES
        if figure.title and any(figure.text(view, source) != NONE for view in source.bundle.views)
    ]


def known(value: Value) -> Value:
    """Return a value; None for NaN, and for the dash with which a text says that there is none."""
    unknown = value == NONE or (isinstance(value, float) and math.isnan(value))
    return None if unknown else value


def shape_of(layer: Layer) -> str:
    """Return ``40 channels, 28 × 28``; only the channels where the map has one position."""
    if not layer.channels:
        return NONE
    channels = ngettext("{n} channel", "{n} channels", layer.channels)
    if layer.map_size is None or layer.map_size == [1, 1]:
        return channels
    return f"{channels}, {' × '.join(map(count, layer.map_size))}"


def quantile_of(quantile: float | None) -> str:
    """Return the quantile that eps is computed from; an en dash for none."""
    return NONE if quantile is None else short(quantile)


def metric_of(metric: str | None) -> str:
    """Return ``cosine``; an en dash where another tool made the graph."""
    return NONE if metric is None else gettext(METRICS.get(metric, metric))


def _side(layer: Layer, axis: int) -> int | None:
    return None if layer.map_size is None else layer.map_size[axis]


def share_of(share: float | None) -> str:
    """Return a share of pairs of rows, which may be a fifth of a percent, with three digits."""
    return NONE if share is None else gettext("{value}\u00a0%", value=three_digits(100 * share))


def intervals_of(layer: Layer) -> str:
    """Return the number of intervals of each lens; an en dash where there are none."""
    intervals = _intervals(layer)
    return NONE if intervals is None else _by(intervals)


def balls_of(layer: Layer) -> str:
    """Return the number of balls; an en dash for intervals."""
    balls = _balls(layer)
    return NONE if balls is None else count(balls)


def _balls(layer: Layer) -> int | None:
    """Return the number of balls; None for intervals."""
    return None if layer.ball_radius is None else layer.intervals[0]


def _intervals(layer: Layer) -> int | list[int] | None:
    """Return the number of intervals; with two lenses, that of each; None where there are none."""
    if not layer.n_intervals or layer.ball_radius is not None:
        return None
    return layer.n_intervals[0] if len(layer.n_intervals) == 1 else layer.n_intervals


def _by(numbers: int | list[int]) -> str:
    return " × ".join(map(count, [numbers] if isinstance(numbers, int) else numbers))


def _eps(view: LayerView, source: PageSource) -> float | str | None:
    """Return the radius as a number, or say why there is no single one."""
    if source.bundle.manifest.given:
        return None
    text = radius_of(view.layer, source.settings.mapper.clusterer)
    return view.layer.eps if view.layer.eps is not None and text != gettext(NO_RADIUS) else text


def _radius(eps: float | str) -> str:
    return eps if isinstance(eps, str) else number(eps)


def _lens(value: Callable[[Layer], float]) -> Callable[[LayerView, PageSource], Value]:
    return lambda view, source: None if source.bundle.manifest.lens is None else value(view.layer)


def _of(value: Callable[[Layer], Value]) -> Callable[[LayerView, PageSource], Value]:
    return lambda view, source: value(view.layer)


def _stability(value: Callable[[StabilitySummary], Value]) -> Callable[..., Value]:
    return _of(lambda layer: None if layer.stability is None else value(layer.stability))


def _visuals(value: Callable[[VisualSummary], Value]) -> Callable[[LayerView, PageSource], Value]:
    return lambda view, source: None if view.visuals is None else value(view.visuals)


def _labels(value: Callable[[LabelPurity], float | None]) -> Callable[..., Value]:
    def figure(layer: Layer) -> float | None:
        found = next((one for one in layer.purities if one.column is None), None)
        return value(found) if found else None

    return _of(figure)


def _compared(value: Callable[[Choice], float | None]) -> Callable[..., Value]:
    """Return a figure of the comparison with copies; None where none was made, or no verdict."""

    def figure(view: LayerView, source: PageSource) -> Value:
        choice = view.choice
        return None if choice is None or choice.repeats else value(choice)

    return figure


def _structures(view: LayerView, source: PageSource, *, kind: str, stable: bool) -> int | None:
    if stable and view.layer.stability is None:
        return None
    found = (one for one in view.structures if kind in ("", one.kind))
    return sum(one.stable >= stable for one in found)


LAYER_FIGURES = (
    LayerFigure("name", _of(lambda layer: layer.name)),
    LayerFigure(
        "output",
        _of(lambda layer: shape_of(layer) if layer.channels else None),
        str,
        gettext_noop("Output"),
    ),
    LayerFigure("channels", _of(lambda layer: layer.channels or None), count),
    LayerFigure("height", _of(lambda layer: _side(layer, 0)), count),
    LayerFigure("width", _of(lambda layer: _side(layer, 1)), count),
    LayerFigure("rows", _of(lambda layer: layer.n_rows), count, gettext_noop("Rows")),
    LayerFigure("metric", _of(lambda layer: layer.metric), metric_of, gettext_noop("Distance")),
    LayerFigure("n_intervals", _of(_intervals), _by, gettext_noop("Intervals")),
    LayerFigure("balls", _of(_balls), count, gettext_noop("Balls")),
    LayerFigure(
        "ball_radius", _of(lambda layer: layer.ball_radius), number, gettext_noop("Radius")
    ),
    LayerFigure(
        "radius_quantile",
        _of(lambda layer: layer.radius_quantile),
        share_of,
        gettext_noop("Pairs within"),
    ),
    LayerFigure(
        "eps_quantile", _of(lambda layer: layer.eps_quantile), quantile_of, gettext_noop("Quantile")
    ),
    LayerFigure("eps", _eps, _radius, "eps"),
    LayerFigure("lens_min", _lens(lambda layer: layer.lens_min), number),
    LayerFigure("lens_max", _lens(lambda layer: layer.lens_max), number),
    LayerFigure("nodes", _of(lambda layer: layer.n_nodes), count, gettext_noop("Nodes")),
    LayerFigure("contracted", _of(lambda layer: layer.contracted), count, gettext_noop("Merged")),
    LayerFigure("edges", _of(lambda layer: layer.n_edges), count, gettext_noop("Edges")),
    LayerFigure(
        "coverage", _of(lambda layer: layer.quality.coverage), percent, gettext_noop("Coverage")
    ),
    LayerFigure("noise", _of(lambda layer: 1 - layer.quality.coverage), percent),
    LayerFigure("purity", _of(lambda layer: layer.quality.purity), percent, gettext_noop("Purity")),
    LayerFigure(
        "purity_members",
        _labels(lambda one: one.purity),
        percent,
        gettext_noop("Purity of members"),
    ),
    LayerFigure("purity_chance", _labels(lambda one: one.chance), percent, gettext_noop("Chance")),
    LayerFigure(
        "purity_within", _labels(lambda one: one.within), percent, gettext_noop("Purity in groups")
    ),
    LayerFigure(
        "purity_chance_within",
        _labels(lambda one: one.chance_within),
        percent,
        gettext_noop("Chance in groups"),
    ),
    LayerFigure("purity_excess", _labels(lambda one: one.excess), percent, gettext_noop("Excess")),
    LayerFigure(
        "components", _of(lambda layer: layer.quality.components), count, gettext_noop("Components")
    ),
    LayerFigure(
        "branching", _of(lambda layer: layer.quality.branching), count, gettext_noop("Branching")
    ),
    LayerFigure("loops", _of(lambda layer: layer.quality.loops), count, gettext_noop("Cycles")),
    LayerFigure(
        "largest", _of(lambda layer: layer.quality.largest), percent, gettext_noop("Largest node")
    ),
    LayerFigure(
        "dominant_share",
        _of(lambda layer: layer.quality.dominant_share),
        percent,
        gettext_noop("Dominant share"),
    ),
    LayerFigure(
        "own_pictures",
        _visuals(lambda found: found.top1_share),
        percent,
        gettext_noop("Own pictures"),
    ),
    LayerFigure("picture_cosine", _visuals(lambda found: found.cosine), partial(number, digits=2)),
    LayerFigure("structures", partial(_structures, kind="", stable=False), count),
    LayerFigure("stable", partial(_structures, kind="", stable=True), count),
    *(
        LayerFigure(f"{stable}{kind}s", partial(_structures, kind=kind, stable=bool(stable)), count)
        for kind in ("island", "bifurcation", "flare")
        for stable in ("", "stable_")
    ),
    LayerFigure("loop_structures", partial(_structures, kind="loop", stable=False), count),
    LayerFigure("stable_loops", partial(_structures, kind="loop", stable=True), count),
    LayerFigure("resamples", _stability(lambda found: found.resamples), count),
    LayerFigure("settings", _stability(lambda found: found.family), count),
    LayerFigure("node_stability", _stability(lambda found: found.node_bootstrap), percent),
    LayerFigure("noise_stability", _stability(lambda found: found.null_bootstrap), percent),
    LayerFigure("probe", of_report(lambda one: one.probe), share),
    LayerFigure("probe_error", of_report(lambda one: one.error), points),
    LayerFigure("probe_exchanged", of_report(lambda one: one.control), share),
    LayerFigure("intrinsic_dimension", of_report(lambda one: one.dimension), number),
    LayerFigure("effective_rank", of_report(lambda one: one.rank), number),
    LayerFigure("dead", of_report(lambda one: one.dead), percent),
    LayerFigure("contrast", _compared(contrast), times),
    LayerFigure("contrast_within", _compared(group_contrast), times),
    LayerFigure("contrast_required", _compared(lambda choice: choice.rule.times), times),
)
