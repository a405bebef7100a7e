"""A line chart on logarithmic axes as an SVG that is readable on light and dark pages."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 760, 490
LEFT, RIGHT, TOP, BOTTOM = 74, 186, 72, 58
LINE_GAP = 18
STYLE = """
  text { font: 14px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #3d444d; }
  .title { font-size: 16px; font-weight: 600; fill: #1f2328; }
  .page { fill: #ffffff; } .grid { stroke: #d1d9e0; } .fine { stroke: #eef1f4; }
  .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
  .reckoned { stroke-dasharray: 2 7; } .dot { stroke-width: 2; }
  .own { stroke: #0969da; } .own.dot, .own.name { fill: #0969da; stroke: none; }
  .other { stroke: #bc4c00; } .other.dot, .other.name { fill: #bc4c00; stroke: none; }
  .name { font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    text { fill: #c3ccd6; } .title { fill: #f0f6fc; }
    .page { fill: #0d1117; } .grid { stroke: #3d444d; } .fine { stroke: #1c2229; }
    .own { stroke: #58a6ff; } .own.dot, .own.name { fill: #58a6ff; }
    .other { stroke: #f0883e; } .other.dot, .other.name { fill: #f0883e; }
  }"""

Point = tuple[float, float]


@dataclass(frozen=True)
class Series:
    """One line of a chart.

    Attributes:
        name: Written at its right end.
        kind: ``own`` or ``other``: its colour.
        points: What was measured, each with a dot.
        reckoned: How the line goes on without having been measured: dotted, no dots.
    """

    name: str
    kind: str
    points: Sequence[Point]
    reckoned: Sequence[Point] = ()

    @property
    def last(self) -> Point:
        """Where the line ends."""
        return [*self.points, *self.reckoned][-1]


@dataclass(frozen=True)
class Axis:
    """A logarithmic axis: its name, its ends, its labelled ticks, and its pixels."""

    name: str
    low: float
    high: float
    ticks: Sequence[float]
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value is, in pixels."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)


def log_chart(title: str, note: str, names: tuple[str, str], series: Sequence[Series]) -> str:
    """Return an SVG of some lines.

    Args:
        title: Written above.
        note: A line below it.
        names: What the horizontal and the vertical axis show.
        series: Lines; every x of the first is a tick.
    """
    points = [point for one in series for point in (*one.points, *one.reckoned)]
    across = sorted({x for x, _ in points})
    lowest, highest = min(y for _, y in points), max(y for _, y in points)
    decades = [10.0**k for k in range(math.floor(math.log10(lowest)), 9)]
    ticks = [tick for tick in decades if tick <= highest * 10 ** (1 / 3)]
    x = Axis(names[0], across[0] / 1.15, across[-1] * 1.05, across, LEFT, WIDTH - RIGHT)
    y = Axis(names[1], ticks[0], highest * 1.3, ticks, HEIGHT - BOTTOM, TOP)
    body = [*_grid(x, y), *(_line(one, x, y) for one in series), *_names(series, x, y)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{title}">\n<style>{STYLE}\n</style>\n'
        f'<rect class="page" width="{WIDTH}" height="{HEIGHT}" rx="8"/>\n'
        f'<text class="title" x="{LEFT}" y="30">{title}</text>\n'
        f'<text x="{LEFT}" y="52">{note}</text>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _grid(x: Axis, y: Axis) -> list[str]:
    found = []
    for tick in y.ticks:
        for part in range(2, 10):
            if tick * part < y.high:
                found.append(_rule(x.start, y.at(tick * part), x.end, y.at(tick * part), "fine"))
    for tick in y.ticks:
        found.append(_rule(x.start, y.at(tick), x.end, y.at(tick), "grid"))
        found.append(_text(x.start - 10, y.at(tick) + 5, f"{tick:,g}", anchor="end"))
    for tick in x.ticks:
        found.append(_rule(x.at(tick), y.start, x.at(tick), y.end, "grid"))
        found.append(_text(x.at(tick), y.start + 22, f"{tick:,.0f}", anchor="middle"))
    found.append(_text((x.start + x.end) / 2, HEIGHT - 12, x.name, anchor="middle"))
    middle = (y.start + y.end) / 2
    turned = f'<text transform="translate(20 {middle:.1f}) rotate(-90)" text-anchor="middle">'
    return [*found, f"{turned}{y.name}</text>"]


def _rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<path class="{kind}" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", kind: str = "") -> str:
    own = f' class="{kind}"' if kind else ""
    return f'<text{own} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _line(one: Series, x: Axis, y: Axis) -> str:
    def path(points: Sequence[Point], kind: str) -> str:
        steps = "L".join(f"{x.at(a):.1f} {y.at(b):.1f}" for a, b in points)
        return f'<path class="line {one.kind} {kind}" d="M{steps}"/>' if len(points) > 1 else ""

    dots = "".join(
        f'<circle class="dot {one.kind}" cx="{x.at(a):.1f}" cy="{y.at(b):.1f}" r="4.5"/>'
        for a, b in one.points
    )
    return path(one.points, "") + path([one.points[-1], *one.reckoned], "reckoned") + dots


def _names(series: Sequence[Series], x: Axis, y: Axis) -> list[str]:
    """Return the names at the lines' ends, from the top, pushed down where they would touch."""
    found, free = [], -math.inf
    for one in sorted(series, key=lambda each: -each.last[1]):
        free = max(y.at(one.last[1]) + 5, free + LINE_GAP)
        found.append(_text(x.end + 10, free, one.name, kind=f"name {one.kind}"))
    return found
