"""The colour of each node in a view: figures, scales and label colours are the viewer's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from topopress.bundle.colour_map import LABEL_COLOURS, UNKNOWN, colour_at, share_of
from topopress.bundle.node_figures import NODE_FIGURES, NodeFigure
from topopress.bundle.schema import Layer
from topopress.core.arrays import Float64
from topopress.core.language import decimals, gettext
from topopress.pages.contexts import LabelMark
from topopress.pages.tables.drawn_figure import drawn_figure
from topopress.pages.tables.recipe import lens_name
from topopress.pages.tables.text import count, number, percent
from topopress.pages.views.shown import Shown

SHAPES = ("round", "square", "diamond")
"""Of labels: two colours that are easily confused have different shapes."""
_WRITERS: Mapping[str, Callable[[float], str]] = {
    "count": lambda value: count(int(value)),
    "number": number,
    "decimal": lambda value: decimals(value, 2).replace("-", "−"),
    "share": percent,
}


@dataclass(frozen=True, slots=True)
class Colours:
    """What the colours of a drawing show.

    Attributes:
        name: Name of the figure, such as ``label purity``.
        values: Value of each node, or its label; NaN where unknown, shape (n_nodes,).
        low, high: Values of the first and last colour; of labels without meaning.
        ends: The two as text; empty for labels.
        labels: The labels that have a colour, with it; none for numbers.
        ranks: Which colour each label has, -1 for none of its own; empty for numbers.
        chosen: Colours that the author gave to labels, by label.
    """

    name: str
    values: Float64
    low: float
    high: float
    ends: tuple[str, str] = ("", "")
    labels: tuple[LabelMark, ...] = ()
    ranks: tuple[int, ...] = ()
    chosen: tuple[str, ...] = ()

    def of(self, node: int) -> tuple[str, str]:
        """Return the colour and the shape of a node."""
        value = float(self.values[node])
        if np.isnan(value):
            return UNKNOWN, SHAPES[0]
        if not self.ranks:
            return colour_at(share_of(value, self.low, self.high)), SHAPES[0]
        return _of_label(int(value), self.ranks, self.chosen)


def coloured(shown: Shown, state: Mapping[str, str]) -> Colours:
    """Return the colours of a view."""
    colour, column = state.get("colour", ""), state.get("column")
    form, _, name = colour.partition(":")
    if name:
        return _named(shown, form, name)
    if not colour and state.get("column") is None:
        drawn = drawn_figure(shown.view, shown.bundle.manifest)
        ends = drawn.text(drawn.low), drawn.text(drawn.high)
        return Colours(drawn.name, drawn.values, drawn.low, drawn.high, ends)
    figure = next(one for one in NODE_FIGURES if one.id == (colour or "label"))
    if figure.id == "label":
        return _labels(shown, column, state.get("palette", ""))
    return _scaled(shown, figure, _values(shown, figure, column))


def _values(shown: Shown, figure: NodeFigure, column: str | None) -> Float64:
    """Return the figure of each node; purity and entropy can be those of a further column."""
    if column is None or figure.id not in ("purity", "entropy"):
        return shown.view.figure(figure.array)
    labels, label = shown.column(column)
    counts = shown.held.counts(label, len(labels))
    with np.errstate(invalid="ignore"):  # 0 / 0 without a labelled member
        parts = counts / counts.sum(axis=1, keepdims=True)
    if figure.id == "purity":
        return np.asarray(parts.max(axis=1, initial=0.0))
    logs = np.log(np.where(parts > 0, parts, 1.0))
    return np.asarray(-(parts * logs).sum(axis=1) / np.log(max(len(labels), 2)))


def _scaled(shown: Shown, figure: NodeFigure, values: Float64) -> Colours:
    low, high = _scale(figure, shown.view.layer, values)
    write = _WRITERS[figure.format]
    manifest = shown.bundle.manifest
    lens, second = manifest.lens, manifest.second_lens
    name = gettext(
        figure.legend,
        node_value=manifest.node_value or "",
        lens=lens_name(lens) if lens else "",
        second_lens=lens_name(second) if second else "",
    )
    return Colours(name, values, low, high, (write(low), write(high)))


def _scale(figure: NodeFigure, layer: Layer, values: Float64) -> tuple[float, float]:
    if isinstance(figure.scale, tuple):
        return figure.scale
    if figure.scale == "lens":
        return layer.lens_min, layer.lens_max
    return _range(values)


def _range(values: Float64) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    return (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)


def _named(shown: Shown, form: str, name: str) -> Colours:
    """Return the colours of ``share:LABEL``, ``share:COLUMN:VALUE`` or ``number:COLUMN``."""
    if form == "share":
        kind = "label" if name in shown.bundle.manifest.labels else "value"
        rows = shown.held.rows_with(shown.samples_of(kind, name))
        ends = percent(0.0), percent(1.0)
        return Colours(
            gettext("share of {name}", name=name), shown.held.shares(rows), 0.0, 1.0, ends
        )
    numbers = shown.bundle.manifest.numbers
    at = [(one.source, one.name) for one in numbers].index(("table", name))
    values = shown.held.means(shown.samples.numbers[at])
    low, high = _range(values)
    return Colours(
        gettext("mean {name}", name=name), values, low, high, (number(low), number(high))
    )


def _labels(shown: Shown, column: str | None, palette: str) -> Colours:
    if column is None:
        labels, values = shown.bundle.manifest.labels, shown.view.figure("majority")
    else:
        labels, label = shown.column(column)
        counts = shown.held.counts(label, len(labels))
        values = np.where(counts.sum(axis=1) > 0, counts.argmax(axis=1).astype(np.float64), np.nan)
    given = dict(pair.rpartition(":")[::2] for pair in palette.split(",") if pair)
    chosen = tuple(f"#{given[one]}" if one in given else "" for one in labels)
    ranks = tuple(_ranks(shown, labels, column))
    seen = sorted({int(value) for value in values[np.isfinite(values)]})
    marks = [LabelMark(labels[k], *_of_label(k, ranks, chosen)) for k in seen if ranks[k] >= 0]
    others = any(ranks[k] < 0 for k in seen)
    more = (LabelMark(gettext("other labels"), UNKNOWN, SHAPES[0]),) if others else ()
    name = gettext("most frequent {column}", column=column) if column else gettext("majority label")
    return Colours(name, values, 0, 0, labels=(*marks, *more), ranks=ranks, chosen=chosen)


def _ranks(shown: Shown, labels: list[str], column: str | None) -> list[int]:
    """Return which colour each label has: the twelve that most samples carry have one."""
    most = len(LABEL_COLOURS)
    if len(labels) <= most:
        return list(range(len(labels)))
    _, label = shown.column(column)
    counts = np.bincount(label[label >= 0], minlength=len(labels))
    ranks = [-1] * len(labels)
    for rank, k in enumerate(np.argsort(-counts, kind="stable")[:most]):
        ranks[int(k)] = rank
    return ranks


def _of_label(label: int, ranks: tuple[int, ...], chosen: tuple[str, ...]) -> tuple[str, str]:
    rank = ranks[label]
    shape = SHAPES[rank // 4] if rank >= 0 else SHAPES[0]
    if chosen[label]:
        return chosen[label], shape
    return (LABEL_COLOURS[rank] if rank >= 0 else UNKNOWN), shape
