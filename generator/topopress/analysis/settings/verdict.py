"""What follows from a choice: the settings it leaves, and whether there is anything to see."""

from topopress.analysis.settings.types import Choice
from topopress.config.automatic import settled
from topopress.config.schema import Mapper

CONTRAST = 2.0
"""How many times the best score of any shuffled copy the data must reach."""


def resolved(settings: Mapper, choice: Choice) -> Mapper:
    """Return the settings with what was chosen wherever they said "auto"."""
    best = choice.best
    return settled(
        settings,
        metric=best.metric,
        n_intervals=best.n_intervals,
        # Without a quantile among the candidates, nothing asks for one.
        eps_quantile=0.5 if best.eps_quantile is None else best.eps_quantile,
    )


def contrast(choice: Choice) -> float:
    """Return the best score over the best one of any shuffled copy; infinite where that is 0."""
    null = max(choice.null_scores, default=0.0)
    best = choice.best.score
    if null > 0:
        return best / null
    return float("inf") if best > 0 else 0.0


def nothing_to_see(choice: Choice) -> str | None:
    """Return what is said of rows that separate no better than shuffled ones, or None.

    It is about the settings in use, so it is asked of the choice among what they leave open: the
    shuffled copies had the same settings fixed and the same ones open.
    """
    reached = contrast(choice)
    if reached >= CONTRAST:
        return None
    tried = (
        "these settings reach"
        if len(choice.candidates) == 1
        else "of all settings that were tried, the best reaches"
    )
    return (
        f"there is nothing to see: {tried} {reached:.1f} times the score of the same rows with "
        f"every channel shuffled on its own, which have no shape; {CONTRAST:.0f} times are asked "
        "for. Whatever branches this graph has may be chance. More samples, another layer or "
        "another lens may show more."
    )
