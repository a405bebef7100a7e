"""The pictures of nodes that a budget left out."""

from collections.abc import Iterator, Sequence

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import VisualSummary
from topopress.core.language import gettext, gettext_noop
from topopress.pages.contexts import Fact
from topopress.pages.tables.text import count, listed

_TERMS = {
    "nodes": gettext_noop("Nodes with a picture"),
    "arms": gettext_noop("Arms of bifurcations with a picture"),
    "rows": gettext_noop("Single activations with a picture"),
}
_PICTURED = {
    "nodes": gettext_noop("{drawn} nodes"),
    "arms": gettext_noop("{drawn} arms of bifurcations"),
    "rows": gettext_noop("{drawn} single activations"),
}


def picture_facts(visuals: VisualSummary | None) -> Iterator[Fact]:
    """Yield how many pictures of each kind a layer has, where a budget left out some."""
    for what, drawn in _incomplete(visuals).items():
        first = gettext("{drawn}, the largest and most stable first", drawn=drawn)
        yield Fact(gettext(_TERMS[what]), first if what == "nodes" else drawn)


def left_out(views: Sequence[LayerView]) -> Iterator[Fact]:
    """Yield a sentence for each layer of which a budget left out pictures."""
    for view in views:
        kinds = [
            gettext(_PICTURED[what], drawn=drawn)
            for what, drawn in _incomplete(view.visuals).items()
        ]
        if kinds:
            yield Fact(
                view.layer.name,
                gettext("visuals.budget allowed pictures of {kinds}.", kinds=listed(kinds)),
            )


def _incomplete(visuals: VisualSummary | None) -> dict[str, str]:
    """Return ``3 of 12`` for each kind of pictures of which some were left out."""
    if visuals is None:
        return {}
    named = {
        "nodes": visuals.nodes,
        "arms": visuals.arms,
        "rows": visuals.rows,
    }
    return {
        what: gettext("{drawn} of {wanted}", drawn=count(kind.drawn), wanted=count(kind.wanted))
        for what, kind in named.items()
        if kind is not None and kind.drawn < kind.wanted
    }
