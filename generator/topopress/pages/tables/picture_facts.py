"""The pictures of nodes that a budget left out."""

from collections.abc import Sequence

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import VisualSummary
from topopress.pages.contexts import Fact
from topopress.pages.tables.text import count, listed

ORDER = {"Nodes": ", the largest and most stable first"}


def picture_facts(visuals: VisualSummary | None) -> tuple[Fact, ...]:
    """Return how many pictures of each kind a layer has, where a budget left out some."""
    if visuals is None:
        return ()
    return tuple(
        Fact(f"{what} with a picture", f"{drawn}{ORDER.get(what, '')}")
        for what, drawn in _incomplete(visuals).items()
    )


def left_out(views: Sequence[LayerView]) -> tuple[Fact, ...]:
    """Return a sentence for each layer of which a budget left out pictures."""
    return tuple(
        Fact(
            view.layer.name,
            f"visuals.budget allowed pictures of "
            f"{listed([f'{drawn} {what.lower()}' for what, drawn in kinds.items()])}.",
        )
        for view in views
        if view.visuals and (kinds := _incomplete(view.visuals))
    )


def _incomplete(visuals: VisualSummary) -> dict[str, str]:
    """Return ``3 of 12`` for each kind of pictures of which some were left out."""
    named = {
        "Nodes": visuals.nodes,
        "Arms of bifurcations": visuals.arms,
        "Single activations": visuals.rows,
    }
    return {
        what: f"{count(kind.drawn)} of {count(kind.wanted)}"
        for what, kind in named.items()
        if kind is not None and kind.drawn < kind.wanted
    }
