"""Sentences on new data over graphs."""

from collections.abc import Iterator

from topopress.core.language import gettext
from topopress.diagnosis.intervals import wilson
from topopress.diagnosis.overlay.types import Counted, LayerOverlay, LeftSample
from topopress.pages.tables.text import NONE, count, number, percent


def share_of(one: Counted) -> str:
    """Return a share in percent; an en dash for a share of nothing."""
    return percent(one.count / one.total) if one.total else NONE


def with_interval(one: Counted) -> str:
    """Return a share in percent with its 95 % interval."""
    if not one.total:
        return NONE
    low, high = wilson(one.count, one.total)
    return gettext(
        "{share} ({low} to {high})", share=share_of(one), low=percent(low), high=percent(high)
    )


def is_above(one: Counted, other: Counted) -> bool:
    """Whether a share is above another, so that their 95 % intervals do not overlap."""
    return wilson(one.count, one.total)[0] > wilson(other.count, other.total)[1]


def about_layer(one: LayerOverlay) -> Iterator[str]:
    """Yield what of a layer is worth a look, where the intervals of the shares are apart."""
    new, own = one.nowhere, one.own_nowhere
    if is_above(new, own):
        yield gettext(
            "Look at this: {share} of the new rows are in no node, and {own} of the graph’s own.",
            share=share_of(new),
            own=share_of(own),
        )
    table = one.confusion
    if table is not None and table.right.total and is_above(table.own_right, table.right):
        yield gettext(
            "Look at this: for {share} of the new rows the label is the majority label of their "
            "nodes, and for {own} of the graph’s own.",
            share=share_of(table.right),
            own=share_of(table.own_right),
        )


def why_left(one: LeftSample, n_layers: int) -> str:
    """Return in which layers a sample fits nowhere, and how far it is from the nearest member."""
    where = gettext(
        "In no node in {n} of {total} layers: {layers}.",
        n=count(len(one.layers)),
        total=count(n_layers),
        layers=", ".join(one.layers),
    )
    if one.nearness is None:
        far = gettext("Its lens is outside of every interval that has nodes.")
    else:
        far = gettext(
            "The nearest member is at {times} times the radius.", times=number(one.nearness, 2)
        )
    return f"{where} {far}"
