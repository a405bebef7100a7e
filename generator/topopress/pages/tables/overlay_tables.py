"""Tables of new data over graphs."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from topopress.core.language import gettext
from topopress.diagnosis.overlay.types import (
    Confusion,
    LabelSpread,
    LayerOverlay,
    NodeShare,
    Return,
    Returns,
)
from topopress.pages.contexts import Column, Link, Row, Table
from topopress.pages.essay.views import fragment
from topopress.pages.tables.overlay_words import share_of, with_interval
from topopress.pages.tables.text import NONE, count, number, percent

SHOWN = 12
"""Labels, answers and lines that a table shows at most."""


def layer_table(layers: Sequence[LayerOverlay], ids: Mapping[str, str]) -> Table:
    """Return the figures of all layers."""
    titles = (
        gettext("New rows"), gettext("In no node"), gettext("Own rows in no node"),
        gettext("Label is the majority’s"), gettext("Of own rows"), gettext("Effective nodes"),
        gettext("Of own rows"),
    )  # fmt: skip
    rows = (
        Row(tuple(_figures(one)), Link(one.layer, f"#layer-{ids[one.layer]}")) for one in layers
    )
    caption = gettext("New data over the graph of each layer, with intervals of 95 %.")
    return Table(caption, tuple(map(Column, titles)), tuple(rows))


def confusion_table(one: LayerOverlay) -> Table | None:
    """Return the labels of new rows against the majority labels; the most mistaken labels."""
    table = one.confusion
    if table is None:
        return None
    counts = np.array(table.counts, np.int64).reshape(len(table.labels), -1)
    lines = _most_mistaken(table, counts)
    answers = counts[lines, : len(table.answers)]
    own = np.isin(
        [_folded(name) for name in table.answers], [_folded(table.labels[line]) for line in lines]
    )
    columns = np.sort(np.lexsort((-answers.sum(axis=0), ~own))[:SHOWN])
    others = answers.sum(axis=1) - answers[:, columns].sum(axis=1)
    rows = (
        Row(
            (
                table.labels[line],
                *(count(int(counts[line, column])) for column in columns),
                count(int(other)),
                count(int(counts[line, -2])),
                count(int(counts[line, -1])),
            )
        )
        for line, other in zip(lines, others, strict=True)
    )
    titles = (
        *(table.answers[column] for column in columns), gettext("Others"), gettext("No label"),
        gettext("In no node"),
    )  # fmt: skip
    caption = gettext(
        "Labels of new rows (lines) against the majority labels of their nodes (columns), the "
        "labels with most others first: {shown} of {total} labels.",
        shown=count(len(lines)),
        total=count(len(table.labels)),
    )
    label = Column(gettext("Label"), label=True)
    return Table(caption, (label, *map(Column, titles)), tuple(rows))


def spread_table(one: LayerOverlay) -> Table:
    """Return over how many nodes the rows of each label are spread."""
    titles = (
        gettext("New rows"), gettext("In no node"), gettext("Nodes"), gettext("Effective nodes"),
        gettext("Own rows"), gettext("Their effective nodes"),
    )  # fmt: skip
    shown = one.spreads[: SHOWN + 1]
    caption = gettext(
        "Dispersion over nodes: all rows, then the labels with most rows, {shown} of {total}.",
        shown=count(len(shown) - 1),
        total=count(len(one.spreads) - 1),
    )
    columns = (Column(gettext("Label"), label=True), *map(Column, titles))
    return Table(caption, columns, tuple(Row(tuple(_spread(each))) for each in shown))


def node_table(one: LayerOverlay, layer: str) -> Table:
    """Return the nodes with more or fewer new rows than their share."""
    titles = (gettext("New rows"), gettext("At its share"))
    words = (gettext("Majority label"), gettext("Of the new rows"))
    more = [each for each in one.shares if each.new > each.expected][:SHOWN]
    fewer = [each for each in one.shares if each.new < each.expected][:SHOWN]
    rows = (_node(each, layer) for each in (*more, *fewer))
    caption = gettext(
        "Nodes with most new rows above what their share of the graph’s own would give, then those "
        "with most below."
    )
    columns = (*map(Column, titles), *(Column(word, label=True) for word in words))
    return Table(caption, columns, tuple(rows))


def change_table(found: Returns | None) -> Table | None:
    """Return where edited copies are, of all and by what was changed; None without any."""
    if found is None or not found.every.copies:
        return None
    columns = (Column(gettext("Change"), label=True), *map(Column, _return_titles()))
    rows = (
        Row((one.change or gettext("All copies"), *_return(one)))
        for one in (found.every, *found.changes)
    )
    caption = gettext("Robustness: where edited copies are, once for each node of their originals.")
    return Table(caption, columns, tuple(rows))


def robustness_table(found: Returns | None, layer: str) -> Table | None:
    """Return the nodes whose members' edited copies come back least; None without any."""
    if found is None or not found.nodes:
        return None
    rows = (
        Row(
            _return(one.copies),
            Link(one.node, f"index.html{fragment({'layer': layer, 'node': one.node})}"),
        )
        for one in found.nodes[:SHOWN]
    )
    caption = gettext(
        "The least robust nodes, {shown} of {total}: where the edited copies of their members are.",
        shown=count(min(SHOWN, len(found.nodes))),
        total=count(len(found.nodes)),
    )
    return Table(caption, tuple(map(Column, _return_titles())), tuple(rows))


def _return_titles() -> tuple[str, ...]:
    return (
        gettext("Copies"), gettext("In the node"), gettext("In a neighbour"),
        gettext("In no node"), gettext("In either by chance"),
    )  # fmt: skip


def _return(one: Return) -> tuple[str, ...]:
    shares = (one.same / one.copies, one.beside / one.copies, one.nowhere / one.copies)
    return (count(one.copies), *map(percent, shares), percent(one.chance))


def _figures(one: LayerOverlay) -> Iterator[str]:
    table, every = one.confusion, one.spreads[0]
    yield count(one.nowhere.total)
    yield with_interval(one.nowhere)
    yield share_of(one.own_nowhere)
    yield with_interval(table.right) if table else NONE
    yield share_of(table.own_right) if table else NONE
    yield number(every.effective, 2)
    yield number(every.own_effective, 2)


def _most_mistaken(table: Confusion, counts: np.ndarray) -> list[int]:
    """Return the lines of the labels that others answer most often, the most mistaken first."""
    folded = {_folded(name): k for k, name in enumerate(table.answers)}
    wrong = counts[:, : len(table.answers)].sum(axis=1)
    for line, label in enumerate(table.labels):
        column = folded.get(_folded(label))
        wrong[line] -= 0 if column is None else counts[line, column]
    lines: list[int] = np.argsort(-wrong, kind="stable")[:SHOWN].tolist()
    return lines


def _folded(name: str) -> str:
    """Return a name as labels are compared."""
    return name.casefold().replace("_", " ")


def _spread(one: LabelSpread) -> Iterator[str]:
    yield one.label or gettext("All rows")
    yield from map(count, (one.rows, one.nowhere, one.nodes))
    yield number(one.effective, 2)
    yield count(one.own_rows)
    yield number(one.own_effective, 2)


def _node(one: NodeShare, layer: str) -> Row:
    figures = (
        count(one.new),
        number(one.expected, 2),
        one.own_label or NONE,
        one.new_label or NONE,
    )
    view = fragment({"layer": layer, "node": one.node})
    return Row(figures, Link(one.node, f"index.html{view}"))
