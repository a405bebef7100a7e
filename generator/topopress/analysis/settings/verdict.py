"""The settings that a choice gives, and the notice for data without structure above chance."""

from topopress.analysis.settings.types import Choice
from topopress.config.automatic import settled
from topopress.config.schema import Mapper

CONTRAST = 2.0
"""Required ratio of the best score of the data to that of any shuffled copy."""


def resolved(settings: Mapper, choice: Choice) -> Mapper:
    """Return the settings with the chosen values in place of "auto"."""
    best = choice.best
    # The quantile is unused if the candidates have none.
    quantile = 0.5 if best.eps_quantile is None else best.eps_quantile
    return settled(
        settings, metric=best.metric, n_intervals=best.n_intervals, eps_quantile=quantile
    )


def contrast(choice: Choice) -> float:
    """Return the ratio of the best score to that of any shuffled copy; infinite if that is 0."""
    null = max(choice.null_scores, default=0.0)
    best = choice.best.score
    if null > 0:
        return best / null
    return float("inf") if best > 0 else 0.0


def no_structure(choice: Choice) -> str | None:
    """Return the notice for rows that separate no better than shuffled ones, or None.

    The choice is among what the settings in use leave open, for the shuffled copies as well.
    """
    reached = contrast(choice)
    if reached >= CONTRAST:
        return None
    alone = len(choice.candidates) == 1
    tried = "the score of these settings is" if alone else "the best score of all settings tried is"
    return (
        f"no structure above chance: {tried} {reached:.1f} times that of the same rows with every "
        f"channel shuffled on its own; {CONTRAST:.0f} times are required. Branches of this graph "
        "may be random. Try more samples, another layer or another lens."
    )
