"""The settings that were chosen from the data, and the candidates they were chosen from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from topopress.analysis.null_words import NULL_WORDS
from topopress.analysis.settings.types import Candidate, Choice
from topopress.analysis.settings.verdict import contrast, group_contrast
from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Layer
from topopress.pages.contexts import Column, Fact, Link, Row, Table
from topopress.pages.tables.layer_figures import (
    balls_of,
    intervals_of,
    metric_of,
    quantile_of,
    share_of,
)
from topopress.pages.tables.recipe import METRICS
from topopress.pages.tables.text import capital, count, listed, number, percent, plural, times

COLUMNS: Mapping[str, Callable[[Candidate], str]] = {
    "Distance": lambda one: METRICS.get(one.metric, one.metric),
    "Intervals": lambda one: count(one.n_intervals),
    "Quantile": lambda one: quantile_of(one.eps_quantile),
    "Score": lambda one: number(one.score),
    "Coverage": lambda one: percent(one.quality.coverage),
    "Separation": lambda one: percent(one.separation),
    "Stability": lambda one: percent(one.stability),
    "Nodes": lambda one: count(one.n_nodes),
    "Components": lambda one: count(one.quality.components),
    "Branching": lambda one: count(one.quality.branching),
    "Largest node": lambda one: percent(one.quality.largest),
    "Dominant share": lambda one: percent(one.quality.dominant_share),
}
"""The figures of a candidate, by the title of their column."""
_OF_BALLS: Mapping[str, Callable[[Candidate], str]] = {
    "Radius": lambda one: number(one.radius),
    "Pairs within": lambda one: share_of(one.radius_quantile),
    "Balls": lambda one: count(one.n_intervals),
}
_OF_INTERVALS = ("Intervals", "Dominant share")
BALL_COLUMNS: Mapping[str, Callable[[Candidate], str]] = {
    "Distance": COLUMNS["Distance"],
    **_OF_BALLS,
    **{title: text for title, text in COLUMNS.items() if title not in {*_OF_INTERVALS, "Distance"}},
}
"""The same for balls."""


def columns_of(choice: Choice) -> Mapping[str, Callable[[Candidate], str]]:
    """Return the figures that candidates have, by the title of their column."""
    if choice.best.radius is None:
        return COLUMNS
    read_off = any(one.eps_quantile is not None for one in choice.candidates)
    return {title: BALL_COLUMNS[title] for title in BALL_COLUMNS if read_off or title != "Quantile"}


@dataclass(frozen=True, slots=True)
class ChoiceTable:
    """The candidates for the settings of a layer."""

    name: Annotated[str, "Name of the layer."]
    chosen: Annotated[str, "The chosen settings, in words."]
    verdict: Annotated[str, "Comparison of the best score with the scores on copies of the rows."]
    table: Annotated[Table, "The chosen candidate, then the others, best first."]


def choice_table(view: LayerView, *, most: int | None = None, rest: str = "") -> ChoiceTable | None:
    """Return the candidates of a layer's settings, best first; None where nothing was open.

    With ``most``, the table is cut to so many rows; ``rest`` is where all of them are.
    """
    choice, name = view.choice, view.layer.name
    if choice is None or len(choice.candidates) == 1:
        return None
    candidates, chosen = choice.candidates, choice.chosen
    order = sorted(range(len(candidates)), key=lambda k: (k != chosen, -candidates[k].score, k))
    shown = order[:most]
    cut = len(shown) < len(order)
    table = Table(
        caption=f"Settings for {name}, best first"
        + (f": {count(len(shown))} of {count(len(order))}" if cut else ""),
        columns=tuple(map(Column, columns_of(choice))),
        rows=tuple(candidate_row(choice, k, "chosen" if k == chosen else "") for k in shown),
        more=Link(f"All {plural(len(order), 'candidate')} of {name}", rest) if cut else None,
    )
    return ChoiceTable(name, capital(settings_in_words(view.layer)), _verdict(choice), table)


def candidate_row(choice: Choice, place: int, note: str, *more: str) -> Row:
    """Return a candidate as a row, with further figures if there are any."""
    candidate = choice.candidates[place]
    return Row((*(text(candidate) for text in columns_of(choice).values()), *more), note=note)


def settings_in_words(layer: Layer) -> str:
    """Return ``cosine distance, 20 intervals, quantile 0.55 (eps 0.231)``."""
    parts = [f"{metric_of(layer.metric)} distance", _cover_in_words(layer)]
    radius = "eps by interval" if layer.eps is None else f"eps {number(layer.eps)}"
    if layer.eps_quantile is not None:
        parts.append(f"quantile {layer.eps_quantile:g} ({radius})")
    elif layer.eps is not None:
        parts.append(radius)
    return ", ".join(parts)


def _cover_in_words(layer: Layer) -> str:
    if layer.ball_radius is None:
        return f"{intervals_of(layer)} intervals"
    share = layer.radius_quantile
    within = "" if share is None else f" ({share_of(share)} of the pairs of rows)"
    return f"{balls_of(layer)} balls of radius {number(layer.ball_radius)}{within}"


def chosen_facts(views: tuple[LayerView, ...]) -> tuple[Fact, ...]:
    """Return the chosen settings of each layer that had a choice."""
    return tuple(
        Fact(f"Chosen for {view.layer.name}", settings_in_words(view.layer))
        for view in views
        if view.choice is not None and len(view.choice.candidates) > 1
    )


def metrics_in_words(layers: list[Layer]) -> str:
    """Return ``cosine distance``, or each distance with the layers it is used in."""
    names = {metric: [la.name for la in layers if la.metric == metric] for metric in METRICS}
    used = {metric: layers_of for metric, layers_of in names.items() if layers_of}
    if len(used) == 1:
        return f"{METRICS[next(iter(used))]} distance"
    return listed([f"{METRICS[one]} distance in {listed(own)}" for one, own in used.items()])


def _verdict(choice: Choice) -> str:
    scored = f"Scored on {plural(choice.n_rows, 'row')}."
    if choice.repeats:
        return f"{scored} {count(choice.distinct)} of {count(choice.total)} rows are distinct."
    beyond, words = group_contrast(choice), NULL_WORDS[choice.rule.null]
    within = "" if beyond is None else f", and {times(beyond)} that of {words.short_within}"
    return (
        f"{scored} The best score is {times(contrast(choice))} the best score on "
        f"{plural(len(choice.null_scores), 'copy', 'copies')} of these rows{words.copied}{within}. "
        f"Below {choice.rule.times:g}, the graph shows no more structure than noise."
    )
