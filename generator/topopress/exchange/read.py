"""Reads a Mapper graph that another tool has written; the content says which format it is."""

import numpy as np

from topopress.core.arrays import Float64, Int32
from topopress.core.errors import DataError, suggestion
from topopress.exchange.content import document_of
from topopress.exchange.forms import raw_graph
from topopress.exchange.names import LARGEST, intervals_of
from topopress.exchange.raw import RawEdge, RawGraph, shown, wrong
from topopress.exchange.rows import member_rows, name_at
from topopress.exchange.types import GivenGraph
from topopress.exchange.values import lens_of, numbers_of, said_of

_INTERVALS = ("interval", "pullback_set_label")
"""Keys of a node for the number of its cover element; the second is giotto-tda's."""
_COMPARED = 1000
"""Names that a wrong name is compared with at most, for a suggestion."""


def read_graph(content: bytes, name: str) -> GivenGraph:
    """Return the graph that a file holds.

    KeplerMapper's dictionary, networkx's node-link data with the rows of each node (as of
    giotto-tda and tda-mapper), and the JSON of Mapper Interactive, TopoAct and Topopress are read.
    Edges of a node to itself are left out, and edges that are stated twice are one.

    Args:
        content: The content of the file.
        name: What messages call the file.

    Raises:
        DataError: it is of another format, or damaged; the message says where.
    """
    raw = raw_graph(document_of(content, name), name)
    if not raw.nodes:
        raise DataError(f"{name}: has no nodes; a graph needs one at least")
    nodes = _node_names(raw)
    rows = member_rows(raw)
    edges, edge_values, left_out = _edges(raw, {node: k for k, node in enumerate(nodes)})
    node_values, more = numbers_of(raw, raw.nodes, "nodes")
    return GivenGraph(
        nodes=nodes,
        member_offsets=rows.offsets,
        members=rows.members,
        edges=edges,
        n_rows=rows.n_rows,
        row_names=rows.names,
        interval=_intervals(raw, nodes),
        lens=lens_of(raw, rows.n_rows),
        node_values=node_values,
        said=said_of(raw, left_out | more),
        edge_values=edge_values,
    )


def _node_names(raw: RawGraph) -> tuple[str, ...]:
    places = dict[str, str]()
    for node in raw.nodes:
        name = name_at(raw.file, f"the name of {node.place}", node.name)
        if name in places:
            raise wrong(
                raw.file, node.place,
                f"has the name {shown(name)} that {places[name]} has; name each node differently",
            )  # fmt: skip
        places[name] = node.place
    return tuple(places)


def _intervals(raw: RawGraph, nodes: tuple[str, ...]) -> Int32:
    """Return the cover element of each node: as the nodes say it, else as their names do."""
    for key in _INTERVALS:
        if any(key in node.others for node in raw.nodes):
            return np.array(
                [_interval(raw.file, n.place, n.others.get(key), key) for n in raw.nodes]
            )
    return np.array(intervals_of(nodes), np.int32)


def _interval(file: str, place: str, value: object, key: str) -> np.int32:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise wrong(
            file, f"{place}['{key}']",
            f"must be the number of a cover element, from 0, and is {shown(value)}; each node "
            "needs one, or none",
        )  # fmt: skip
    return np.int32(value)


def _edges(raw: RawGraph, known: dict[str, int]) -> tuple[Int32, dict[str, Float64], set[str]]:
    """Return the edges, sorted and each once, with their numbers, and what is no number."""
    ends = [
        (_end(raw, edge, known, "source"), _end(raw, edge, known, "target")) for edge in raw.edges
    ]
    pairs = np.sort(np.array(ends, np.int32).reshape(-1, 2), axis=1)
    values, left_out = numbers_of(raw, raw.edges, "edges")
    proper = np.flatnonzero(pairs[:, 0] != pairs[:, 1])
    edges, place = np.unique(pairs[proper], axis=0, return_inverse=True)
    largest = {}
    for name, each in values.items():
        largest[name] = np.full(len(edges), np.nan)
        np.fmax.at(largest[name], place.reshape(-1), each[proper])
    return edges, largest, left_out


def _end(raw: RawGraph, edge: RawEdge, known: dict[str, int], which: str) -> int:
    value = edge.source if which == "source" else edge.target
    name = value if isinstance(value, str) else str(value) if type(value) is int else None
    if name is None or name not in known:
        near = suggestion(name, known) if name and len(known) <= _COMPARED else ""
        raise wrong(
            raw.file, edge.place, f"has the {which} {shown(value)}, which is no node{near}; "
            "name a node, or leave the edge out"
        )  # fmt: skip
    return known[name]
