"""The settings that were chosen from the data, and the candidates they were chosen from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from topopress.analysis.null_words import NULL_WORDS
from topopress.analysis.settings.types import Candidate, Choice
from topopress.analysis.settings.verdict import contrast, group_contrast
from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Layer
from topopress.core.language import gettext, gettext_noop, ngettext
from topopress.pages.contexts import Column, Fact, Link, Row, Table
from topopress.pages.tables.layer_figures import (
    balls_of,
    has_parts,
    intervals_of,
    metric_of,
    quantile_of,
    share_of,
)
from topopress.pages.tables.recipe import METRICS, distance_in_words
from topopress.pages.tables.text import capital, count, listed, number, percent, short, times

COLUMNS: Mapping[str, Callable[[Candidate], str]] = {
    gettext_noop("Distance"): lambda one: metric_of(one.metric),
    gettext_noop("Intervals"): lambda one: count(one.n_intervals),
    gettext_noop("Quantile"): lambda one: quantile_of(one.eps_quantile),
    gettext_noop("Score"): lambda one: number(one.score),
    gettext_noop("Coverage"): lambda one: percent(one.quality.coverage),
    gettext_noop("Separation"): lambda one: percent(one.separation),
    gettext_noop("Stability"): lambda one: percent(one.stability),
    gettext_noop("Nodes"): lambda one: count(one.n_nodes),
    gettext_noop("Components"): lambda one: count(one.quality.components),
    gettext_noop("Branching"): lambda one: count(one.quality.branching),
    gettext_noop("Largest node"): lambda one: percent(one.quality.largest),
    gettext_noop("Dominant share"): lambda one: percent(one.quality.dominant_share),
}
"""The figures of a candidate, by the title of their column."""
_OF_BALLS: Mapping[str, Callable[[Candidate], str]] = {
    gettext_noop("Radius"): lambda one: number(one.radius),
    gettext_noop("Pairs within"): lambda one: share_of(one.radius_quantile),
    gettext_noop("Balls"): lambda one: count(one.n_intervals),
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
        caption=_caption(name, len(shown), len(order)),
        columns=tuple(Column(gettext(title)) for title in columns_of(choice)),
        rows=tuple(
            candidate_row(choice, k, gettext("chosen") if k == chosen else "") for k in shown
        ),
        more=Link(_all(name, len(order)), rest) if cut else None,
    )
    return ChoiceTable(name, capital(settings_in_words(view.layer)), _verdict(choice), table)


def _caption(name: str, shown: int, found: int) -> str:
    if shown == found:
        return gettext("Settings for {name}, best first", name=name)
    return gettext(
        "Settings for {name}, best first: {shown} of {found}",
        name=name,
        shown=count(shown),
        found=count(found),
    )


def _all(name: str, found: int) -> str:
    return ngettext("The {n} candidate of {name}", "All {n} candidates of {name}", found, name=name)


def candidate_row(choice: Choice, place: int, note: str, *more: str) -> Row:
    """Return a candidate as a row, with further figures if there are any."""
    candidate = choice.candidates[place]
    return Row((*(text(candidate) for text in columns_of(choice).values()), *more), note=note)


def settings_in_words(layer: Layer) -> str:
    """Return ``cosine distance, 20 intervals, quantile 0.55 (eps 0.231)``."""
    parts = [distance_in_words(layer.metric), _cover_in_words(layer)]
    radius = gettext("eps by interval") if layer.eps is None else f"eps {number(layer.eps)}"
    if layer.eps_quantile is not None:
        quantile = gettext("quantile {quantile}", quantile=short(layer.eps_quantile))
        parts.append(f"{quantile} ({radius})")
    elif layer.eps is not None:
        parts.append(radius)
    return ", ".join(parts)


def _cover_in_words(layer: Layer) -> str:
    if has_parts(layer):
        return ngettext("{n} part", "{n} parts", layer.intervals[0])
    if layer.ball_radius is None:
        return gettext("{intervals} intervals", intervals=intervals_of(layer))
    share, radius = layer.radius_quantile, number(layer.ball_radius)
    balls = gettext("{balls} balls of radius {radius}", balls=balls_of(layer), radius=radius)
    within = gettext("{share} of the pairs of rows", share=share_of(share))
    return balls if share is None else f"{balls} ({within})"


def chosen_facts(views: tuple[LayerView, ...]) -> tuple[Fact, ...]:
    """Return the chosen settings of each layer that had a choice."""
    return tuple(
        Fact(gettext("Chosen for {name}", name=view.layer.name), settings_in_words(view.layer))
        for view in views
        if view.choice is not None and len(view.choice.candidates) > 1
    )


def metrics_in_words(layers: list[Layer]) -> str:
    """Return ``cosine distance``, or each distance with the layers it is used in."""
    names = {metric: [la.name for la in layers if la.metric == metric] for metric in METRICS}
    used = {metric: layers_of for metric, layers_of in names.items() if layers_of}
    if len(used) == 1:
        return distance_in_words(next(iter(used)))
    return listed(
        [
            gettext("{distance} in {layers}", distance=distance_in_words(one), layers=listed(own))
            for one, own in used.items()
        ]
    )


def _verdict(choice: Choice) -> str:
    scored = ngettext("Scored on {n} row.", "Scored on {n} rows.", choice.n_rows)
    if choice.repeats:
        distinct = gettext(
            "{distinct} of {total} rows are distinct.",
            distinct=count(choice.distinct),
            total=count(choice.total),
        )
        return f"{scored} {distinct}"
    beyond, words = group_contrast(choice), NULL_WORDS[choice.rule.null]
    best = ngettext(
        "The best score is {times} the best score on {n} copy of these rows ({copied}).",
        "The best score is {times} the best score on {n} copies of these rows ({copied}).",
        len(choice.null_scores),
        times=times(contrast(choice)),
        copied=gettext(words.copied),
    )
    within = gettext(
        "It is {times} that of {copies}.",
        times=times(beyond or 0),
        copies=gettext(words.short_within),
    )
    least = gettext(
        "Below {least}, the graph shows no more structure than noise.",
        least=short(choice.rule.times),
    )
    return " ".join([scored, best, *([] if beyond is None else [within]), least])
