"""What becomes of the nodes of a graph in another one, and samples that moved, as tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from topopress.core.language import gettext, gettext_noop
from topopress.diagnosis.flow_types import (
    CHANGES,
    GraphFlow,
    MovedSample,
    Neighbourhoods,
    NodeChange,
    RowGroup,
)
from topopress.pages.contexts import Column, Link, Row, Table
from topopress.pages.essay.views import fragment
from topopress.pages.sources import PageSource
from topopress.pages.tables.text import NONE, count, number, percent, rows

SHOWN = 6
"""Changes of each kind that a page has; its data has more."""
SHOWN_SAMPLES = 12
"""Samples that moved most on a page, of all pairs of layers together."""
NAMED = 3
"""Nodes of a part that are named."""
_KINDS = {
    "splits": gettext_noop("Splits"),
    "merges": gettext_noop("Merges"),
    "dissolves": gettext_noop("Dissolves"),
}


@dataclass(frozen=True, slots=True)
class FlowPlace:
    """Some rows and the nodes that hold them."""

    nodes: Annotated[Link, "Names of the nodes; its address is empty where there is no page."]
    rows: Annotated[str, "How many rows, and their commonest label."]
    samples: Annotated[str, "Some of their samples."]


@dataclass(frozen=True, slots=True)
class FlowChange:
    """What becomes of a node's rows."""

    where: Annotated[str, "The layer or the exploration of the node."]
    kind: Annotated[str, "What becomes of it, such as Splits."]
    node: Annotated[FlowPlace, "The node with its rows."]
    moved: Annotated[str, "Number of rows that moved."]
    in_no_node: Annotated[str, "Number of its rows that are in no node of the other graph."]
    parts: Annotated[tuple[FlowPlace, ...], "The parts of the other graph that hold its rows."]


@dataclass(frozen=True, slots=True)
class FlowTables:
    """The flow of rows between graphs, and the samples that moved."""

    pairs: Annotated[Table, "Figures of each pair of graphs."]
    changes: Annotated[tuple[FlowChange, ...], "What splits, merges and dissolves, ranked."]
    classes: Annotated[Table | None, "Neighbours kept by label; None where it is elsewhere."]
    samples: Annotated[Table, "The samples whose neighbours changed most."]


@dataclass(frozen=True, slots=True)
class FlowSide:
    """Where a graph is shown.

    Attributes:
        name: Its layer or its exploration, for readers.
        page: Address of its explorer; empty without one.
        layer: Id of its layer.
        beside: How the explorer of the other graph names this one; empty where it cannot.
    """

    name: str
    page: str
    layer: str
    beside: str


Sides = tuple[FlowSide, FlowSide]


def flow_tables(
    flows: Sequence[tuple[GraphFlow, Neighbourhoods, Sides]],
    source: PageSource,
    *,
    with_classes: bool,
) -> FlowTables | None:
    """Return the tables of pairs of graphs; None if there is no pair.

    ``source`` is the exploration that numbers the samples.
    """
    if not flows:
        return None
    moves = [(near, sides) for _, near, sides in flows]
    return FlowTables(
        pairs=_pairs(flows),
        changes=tuple(_changes(flows, source)),
        classes=_classes(moves) if with_classes and moves[0][0].classes else None,
        samples=_samples(moves, source),
    )


def flow_data(flow: GraphFlow, ids: Sequence[str]) -> dict[str, Any]:
    """Return a flow as data, with the ids of samples."""
    changes = [
        asdict(one)
        | {"node": _group_data(one.node, ids)}
        | {"parts": [_group_data(part, ids) for part in one.parts]}
        for one in flow.changes
    ]
    return asdict(flow) | {"changes": changes}


def neighbourhood_data(near: Neighbourhoods, ids: Sequence[str]) -> dict[str, Any]:
    """Return samples that moved as data, with their ids."""
    moved = [asdict(one) | {"sample": ids[one.sample]} for one in near.samples]
    return asdict(near) | {"samples": moved}


def _group_data(group: RowGroup, ids: Sequence[str]) -> dict[str, Any]:
    return asdict(group) | {"samples": [ids[k] for k in group.samples]}


def _pairs(flows: Sequence[tuple[GraphFlow, Neighbourhoods, Sides]]) -> Table:
    titles = (
        gettext("Rows"), gettext("In no node"), gettext("Nodes"),
        *(gettext(_KINDS[kind]) for kind in CHANGES),
        gettext("Matched nodes"),
    )  # fmt: skip
    caption = gettext(
        "Nodes that split, merge and dissolve, and the similarity of the graphs by matched nodes. "
        "In brackets: the same with rows exchanged at random. In no node: of the rows in nodes of "
        "the first graph, the share that is in no node of the second."
    )
    columns = (Column(gettext("Graphs"), label=True), *map(Column, titles))
    return Table(
        caption, columns, tuple(Row((_names(sides), *_figures(one))) for one, _, sides in flows)
    )


def _figures(flow: GraphFlow) -> Iterator[str]:
    yield count(flow.n_rows)
    yield percent(flow.in_no_node)
    yield ", ".join(map(count, flow.judged))
    for kind in CHANGES:
        yield f"{count(flow.found[kind])} ({count(flow.by_chance[kind])})"
    yield f"{number(flow.matched, 2)} ({number(flow.matched_by_chance, 2)})"


def _names(sides: Sides) -> str:
    return gettext("{first} → {second}", first=sides[0].name, second=sides[1].name)


def _changes(
    flows: Sequence[tuple[GraphFlow, Neighbourhoods, Sides]], source: PageSource
) -> Iterator[FlowChange]:
    """Yield the changes with the most rows moved, of each kind."""
    for kind in CHANGES:
        found = [
            (one, sides) for flow, _, sides in flows for one in flow.changes if one.kind == kind
        ]
        for one, sides in sorted(found, key=lambda each: -each[0].moved)[:SHOWN]:
            yield _change(one, sides, source)


def _change(one: NodeChange, sides: Sides, source: PageSource) -> FlowChange:
    own, other = sides[::-1] if one.kind == "merges" else sides
    marked = [node for part in one.parts for node in part.nodes]
    in_one = own.page == other.page
    return FlowChange(
        where=own.name,
        kind=gettext(_KINDS[one.kind]),
        node=_place(one.node, _view(own, other, one.node.nodes, marked), source),
        moved=count(one.moved),
        in_no_node=count(one.in_no_node),
        parts=tuple(
            _place(
                part,
                _view(own, other, one.node.nodes, part.nodes)
                if in_one
                else _view(other, own, part.nodes, ()),
                source,
            )
            for part in one.parts
        ),
    )


def _view(own: FlowSide, other: FlowSide, nodes: Sequence[str], marked: Sequence[str]) -> str:
    """Return the address of a view with some nodes selected, and the other graph beside it.

    Nodes of the other graph are marked where it is one of the same exploration.
    """
    if not own.page:
        return ""
    state = {"layer": own.layer, "node" if len(nodes) == 1 else "nodes": ",".join(nodes)}
    if other.beside:
        state["beside"] = other.beside
    if marked and own.page == other.page:
        state["second"] = f"nodes:{','.join(marked)}@{other.layer}"
    return f"{own.page}{fragment(state)}"


def _place(group: RowGroup, href: str, source: PageSource) -> FlowPlace:
    named = ", ".join(group.nodes[:NAMED])
    if more := group.nodes[NAMED:]:
        named = gettext("{nodes} and {n} more", nodes=named, n=count(len(more)))
    text = rows(group.n_rows)
    if group.label:
        text = gettext(
            "{rows}, {share} {label}", rows=text, share=percent(group.share), label=group.label
        )
    return FlowPlace(
        Link(named, href), text, ", ".join(source.sample_ids[k] for k in group.samples)
    )


def _classes(moves: Sequence[tuple[Neighbourhoods, Sides]]) -> Table:
    """Return the share of neighbours kept by label, the label with the least first."""
    of_label: dict[str, list[float]] = {}
    sizes = {one.label: one.n_samples for near, _ in moves for one in near.classes}
    for near, _ in moves:
        for one in near.classes:
            of_label.setdefault(one.label, []).append(one.kept)
    ranked = sorted(of_label.items(), key=lambda one: (sum(one[1]), one[0]))
    caption = gettext(
        "Share of the ten nearest neighbours that are the same in the next layer, of at most "
        "1,000 samples, by label."
    )
    columns = (
        Column(gettext("Label"), label=True),
        Column(gettext("Samples")),
        *(Column(_names(sides)) for _, sides in moves),
    )
    lines = (
        Row((label, count(sizes[label]), *(percent(value) for value in kept)))
        for label, kept in ranked
    )
    return Table(caption, columns, tuple(lines))


def _samples(moves: Sequence[tuple[Neighbourhoods, Sides]], source: PageSource) -> Table:
    titles = gettext("Neighbours kept"), gettext("Own label before"), gettext("Own label after")
    caption = gettext(
        "Samples whose nearest neighbours changed most, and the share of neighbours that have "
        "their label."
    )
    columns = (
        Column(gettext("Graphs"), label=True), Column(gettext("Label"), label=True),
        *map(Column, titles),
    )  # fmt: skip
    most = max(SHOWN_SAMPLES // len(moves), 1)
    lines = (_sample(one, sides, source) for near, sides in moves for one in near.samples[:most])
    return Table(caption, columns, tuple(lines))


def _sample(one: MovedSample, sides: Sides, source: PageSource) -> Row:
    name, own = source.sample_ids[one.sample], sides[0]
    state: Mapping[str, str] = {"layer": own.layer, "sample": name}
    beside = {"beside": sides[1].beside} if sides[1].beside else {}
    shares = one.kept, one.like_before, one.like_after
    figures = (_names(sides), one.label or NONE, *map(percent, shares))
    return Row(figures, Link(name, f"{own.page}{fragment({**state, **beside})}"))
