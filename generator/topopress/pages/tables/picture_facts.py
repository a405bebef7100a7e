"""The pictures of nodes that a budget left out."""

from collections.abc import Iterator, Sequence

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import VisualSummary
from topopress.pages.contexts import Fact
from topopress.pages.tables.text import count, listed


def picture_facts(visuals: VisualSummary | None) -> Iterator[Fact]:
    """Yield how many pictures of each kind a layer has, where a budget left out some."""
    for what, drawn in _incomplete(visuals).items():
        order = ", the largest and most stable first" if what == "Nodes" else ""
        yield Fact(f"{what} with a picture", f"{drawn}{order}")


def left_out(views: Sequence[LayerView]) -> Iterator[Fact]:
    """Yield a sentence for each layer of which a budget left out pictures."""
    for view in views:
        kinds = [f"{drawn} {what.lower()}" for what, drawn in _incomplete(view.visuals).items()]
        if kinds:
            yield Fact(view.layer.name, f"visuals.budget allowed pictures of {listed(kinds)}.")


def _incomplete(visuals: VisualSummary | None) -> dict[str, str]:
    """Return ``3 of 12`` for each kind of pictures of which some were left out."""
    if visuals is None:
        return {}
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
