"""The strip: figures of layers, or of checkpoints, above each other, as one SVG."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from topopress.core.language import gettext
from topopress.diagnosis.report_types import LayerSummary
from topopress.pages.drawing import short
from topopress.pages.tables.text import number, percent
from topopress.pages.tables.verdict_sentences import points, share

WIDTH, LEFT, RIGHT, TOP = 1000, 210, 20, 26
TALL, LOW, GAP = 170, 44, 30
NAMES = 110
"""Height below the panels for the names of layers."""
BAR = 0.5
"""Width of a bar, as a share of the room of a layer."""


@dataclass(frozen=True, slots=True)
class StripMark:
    """A bar of a panel, or a point of a curve with its interval."""

    x: Annotated[str, "Left edge of a bar, or the place of a point."]
    y: Annotated[str, "Upper edge of a bar, or the place of a point."]
    width: Annotated[str, "Width of a bar."]
    height: Annotated[str, "Height of a bar."]
    title: Annotated[str, "The figure in words."]
    low: Annotated[str, "Lower end of the interval of a point; empty for bars."] = ""
    high: Annotated[str, "Upper end of the interval of a point; empty for bars."] = ""


@dataclass(frozen=True, slots=True)
class StripLine:
    """A line of a panel."""

    kind: Annotated[str, "probe, own or control."]
    d: Annotated[str, "Path data of the line."]
    name: Annotated[str, "What it shows."]


@dataclass(frozen=True, slots=True)
class StripPanel:
    """One figure of all layers."""

    title: Annotated[str, "Name of the figure."]
    y: Annotated[str, "Base of the panel."]
    top: Annotated[str, "Upper end of the panel."]
    high: Annotated[str, "Value of the upper end."]
    bars: Annotated[tuple[StripMark, ...], "Bars, one for each layer where the figure is known."]
    dots: Annotated[tuple[StripMark, ...], "Points of the curve, with their intervals."] = ()
    lines: Annotated[tuple[StripLine, ...], "Curves and levels."] = ()


@dataclass(frozen=True, slots=True)
class StripName:
    """The name of a layer below the panels."""

    x: Annotated[str, "Where it ends."]
    y: Annotated[str, "Its base line."]
    text: Annotated[str, "Name of the layer, cut if it is long."]


@dataclass(frozen=True, slots=True)
class Strip:
    """The drawing."""

    width: Annotated[int, "Width of the view box."]
    height: Annotated[int, "Height of the view box."]
    panels: Annotated[tuple[StripPanel, ...], "The panels, from above."]
    names: Annotated[tuple[StripName, ...], "The layers, from left to right."]
    label: Annotated[str, "What the drawing shows, in words."]


Values = Sequence[float | None]
LONGEST = 18
"""Letters of a layer's name that are shown; the table has the whole name."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of layers that is drawn as bars; the scale ends at ``most``, or at the largest."""

    title: str
    values: Values
    in_words: Callable[[float], str]
    most: float | None = None

    @property
    def high(self) -> float:
        """Value of the upper end of its scale."""
        largest = max((value for value in self.values if value is not None), default=0.0)
        return self.most or largest or 1.0


def strip(
    layers: Sequence[LayerSummary], own: Values, label: str, more: Sequence[Figure] = ()
) -> Strip:
    """Return the strip of some layers, or of a layer at checkpoints.

    Args:
        layers: Their figures; those that are known of none are left out.
        own: The network's own accuracy at each; empty where there is none.
        label: What the drawing shows, where ``{shown}`` stands for the names of the figures.
        more: Further figures of each, which come first.
    """
    base, panels = TOP, list[StripPanel]()
    if any(layer.probe is not None for layer in layers):
        base += TALL
        panels.append(_accuracy(layers, own, base))
        base += GAP
    for figure in (*more, *_figures(layers)):
        base += LOW
        panels.append(_panel(figure, base))
        base += GAP
    below = base - GAP
    names = tuple(
        StripName(short(_x(k, len(layers))), short(below + 20), _cut(layer.name))
        for k, layer in enumerate(layers)
    )
    shown = ", ".join(panel.title for panel in panels)
    return Strip(WIDTH, below + NAMES, tuple(panels), names, label.replace("{shown}", shown))


def _figures(layers: Sequence[LayerSummary]) -> Iterator[Figure]:
    figures = (
        Figure(gettext("Intrinsic dimension"), [one.dimension for one in layers], number),
        Figure(gettext("Effective rank"), [one.rank for one in layers], number),
        Figure(gettext("Purity above chance"), [one.purity for one in layers], percent, 1.0),
        Figure(gettext("Rows in stable nodes"), [one.stable for one in layers], percent, 1.0),
        Figure(gettext("Dead units"), [one.dead for one in layers], percent, 1.0),
    )
    yield from (one for one in figures if any(value is not None for value in one.values))


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"…{name[-LONGEST:]}"


def _x(k: int, n: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (k + 0.5) / n


def _panel(figure: Figure, base: float) -> StripPanel:
    n, high = len(figure.values), figure.high
    width = (WIDTH - LEFT - RIGHT) / n * BAR
    bars = []
    for k, value in enumerate(figure.values):
        if value is not None:
            height = min(max(value / high, 0), 1) * LOW
            bars.append(
                StripMark(
                    x=short(_x(k, n) - width / 2),
                    y=short(base - height),
                    width=short(width),
                    height=short(height),
                    title=figure.in_words(value),
                )
            )
    return StripPanel(
        title=figure.title,
        y=short(base),
        top=short(base - LOW),
        high=figure.in_words(high),
        bars=tuple(bars),
    )


def _accuracy(layers: Sequence[LayerSummary], own: Values, base: float) -> StripPanel:
    probes = [one.probe for one in layers]
    lines = [_curve("probe", gettext("Linear probe"), probes, base)]
    lines.append(_curve("control", gettext("Exchanged labels"), [o.control for o in layers], base))
    if own:
        lines.append(_curve("own", gettext("The network itself"), own, base))
    dots = tuple(
        _dot(k, layer, base, len(layers))
        for k, layer in enumerate(layers)
        if layer.probe is not None
    )
    return StripPanel(
        title=gettext("Accuracy"),
        y=short(base),
        top=short(base - TALL),
        high=percent(1.0),
        bars=(),
        dots=dots,
        lines=tuple(lines),
    )


def _curve(kind: str, name: str, values: Values, base: float) -> StripLine:
    known = [(k, value) for k, value in enumerate(values) if value is not None]
    places = [f"{short(_x(k, len(values)))},{short(base - value * TALL)}" for k, value in known]
    return StripLine(kind, f"M{'L'.join(places)}" if places else "", name)


def _dot(k: int, layer: LayerSummary, base: float, n: int) -> StripMark:
    probe, twice = layer.probe or 0.0, 2 * (layer.error or 0.0)
    return StripMark(
        x=short(_x(k, n)),
        y=short(base - probe * TALL),
        width="",
        height="",
        title=f"{layer.name}: {share(probe)} ± {points(twice)}",
        low=short(base - max(probe - twice, 0) * TALL),
        high=short(base - min(probe + twice, 1) * TALL),
    )
