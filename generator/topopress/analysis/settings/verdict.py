"""The settings that a choice gives, and the notices for data without structure above chance."""

import math

from topopress.analysis.null_words import NULL_WORDS
from topopress.analysis.preparation.means import LEAST_ROWS
from topopress.analysis.settings.types import Choice
from topopress.config.automatic import settled
from topopress.config.schema import Mapper
from topopress.core.language import decimals, gettext, whole


def resolved(settings: Mapper, choice: Choice) -> Mapper:
    """Return the settings with the chosen values in place of "auto"."""
    best = choice.best
    # A quantile is unused if the candidates have none.
    quantile = 0.5 if best.eps_quantile is None else best.eps_quantile
    share = 0.5 if best.radius_quantile is None else best.radius_quantile
    return settled(
        settings,
        metric=best.metric,
        n_intervals=best.n_intervals,
        eps_quantile=quantile,
        radius_quantile=share,
    )


def contrast(choice: Choice) -> float:
    """Return the ratio of the best score to that of any copy; infinite if that is 0."""
    return _ratio(choice, choice.null_scores)


def group_contrast(choice: Choice) -> float | None:
    """Return the ratio of the best score to that of any copy in which groups stay apart.

    None where there are no groups, or where they are too small to tell.
    """
    return _ratio(choice, choice.group_scores) if choice.group_scores else None


def _ratio(choice: Choice, scores: tuple[float, ...]) -> float:
    null = max(*scores, 0.0)
    if null > 0:
        return choice.score / null
    return float("inf") if choice.score > 0 else 0.0


def _below(reached: float, required: float) -> str:
    """Return a ratio below the required one with one decimal; with two if it would look reached."""
    if round(reached, 1) < required:
        return decimals(reached, 1)
    return decimals(math.floor(100 * reached) / 100, 2)


def no_structure(choice: Choice) -> str | None:
    """Return the notice for rows that separate no better than chance, or None.

    The choice is among what the settings in use leave open, for the copies as well. There is no
    verdict if the rule asks for nothing, and none if most rows repeat others.
    """
    if not choice.rule.times:
        return None
    if choice.repeats:
        return gettext(
            "no verdict: {distinct} distinct rows of {total}. Nodes and structures of this graph "
            "are rows that repeat each other",
            distinct=whole(choice.distinct),
            total=whole(choice.total),
        )
    reached, required = contrast(choice), choice.rule.times
    if reached >= required:
        return None
    alone = len(choice.candidates) == 1
    values = {
        "reached": _below(reached, required),
        "rows": gettext(NULL_WORDS[choice.rule.null].rows),
        "required": f"{required:g}",
    }
    if alone:
        return gettext(
            "no structure above chance: the score of these settings is {reached} times that of "
            "{rows}; {required} times are required. Branches of this graph may be random. Try "
            "more samples, another layer or another lens.",
            **values,
        )
    return gettext(
        "no structure above chance: the best score of all settings tried is {reached} times that "
        "of {rows}; {required} times are required. Branches of this graph may be random. Try more "
        "samples, another layer or another lens.",
        **values,
    )


def beyond_groups(choice: Choice) -> str | None:
    """Return the notice for rows that separate no better than copies in which groups stay apart.

    None where there are no groups, where something is beyond them, and where ``no_structure`` has
    said that there is nothing at all.
    """
    if choice.group_scores is None or no_structure(choice):
        return None
    reached = group_contrast(choice)
    if reached is None:
        return gettext(
            "whether there is structure beyond the groups of the rows cannot be told: at least two "
            "groups of {least} rows or more are needed, with half of all rows in them",
            least=LEAST_ROWS,
        )
    if reached >= choice.rule.times:
        return None
    said = gettext(
        "nothing beyond the groups of the rows: the best score is {reached} times that of {rows}; "
        "{required} times are required. The graph may show the groups alone.",
        reached=_below(reached, choice.rule.times),
        rows=gettext(NULL_WORDS[choice.rule.null].within),
        required=f"{choice.rule.times:g}",
    )
    advice = gettext('Try mapper.preparation.kind = "form".')
    return said if choice.centred else f"{said} {advice}"


def verdicts(choice: Choice) -> tuple[str, ...]:
    """Return the notices of a choice: what the graph cannot be taken for."""
    return tuple(said for said in (no_structure(choice), beyond_groups(choice)) if said)
