"""What each writer wrote is read as the same graph: nodes, members and edges are equal."""

import io
import json

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topopress.exchange.graphml import to_graphml
from topopress.exchange.read import read_graph
from topopress.exchange.types import GivenGraph
from topopress.exchange.write import to_json, to_kmapper, to_networkx, to_node_link

LETTERS = st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
NAMES = st.text(LETTERS, min_size=1, max_size=12)
NUMBERS = st.floats(allow_infinity=False, width=64)


def of_node_link(data) -> bytes:
    return json.dumps(data).encode()


WRITERS = {
    "json": to_json,
    "kmapper": lambda graph: json.dumps(to_kmapper(graph)).encode(),
    "networkx 3": lambda graph: of_node_link(to_node_link(graph)),
    "networkx 2": lambda graph: of_node_link(nx.node_link_data(to_networkx(graph), edges="links")),
    "graphml": lambda graph: of_node_link(
        nx.node_link_data(nx.read_graphml(io.BytesIO(to_graphml(graph))), edges="edges")
    ),
}


@st.composite
def graphs(draw) -> GivenGraph:
    nodes = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    n_rows = draw(st.integers(1, 12))
    members = [
        sorted(draw(st.sets(st.integers(0, n_rows - 1), min_size=1, max_size=5))) for _ in nodes
    ]
    pairs = [(a, b) for b in range(len(nodes)) for a in range(b)]
    edges = sorted(draw(st.sets(st.sampled_from(pairs)))) if pairs else []
    named = draw(st.booleans())
    values = draw(st.lists(NUMBERS, min_size=len(nodes), max_size=len(nodes)))
    return GivenGraph(
        nodes=tuple(nodes),
        member_offsets=np.cumsum([0, *map(len, members)]).astype(np.int64),
        members=np.concatenate([np.array(one, np.int32) for one in members]),
        edges=np.array(edges, np.int32).reshape(-1, 2),
        n_rows=n_rows,
        row_names=tuple(f"row {k}" for k in range(n_rows)) if named else (),
        node_values={"x": np.array(values)},
        said={"lens": draw(NAMES), "intervals": draw(st.integers(0, 100))},
    )


def assert_same(read: GivenGraph, graph: GivenGraph) -> None:
    assert read.nodes == graph.nodes
    assert np.array_equal(read.member_offsets, graph.member_offsets)
    assert np.array_equal(read.members, graph.members)
    assert np.array_equal(read.edges, graph.edges)


@pytest.mark.parametrize("writer", WRITERS)
@given(graph=graphs())
@settings(max_examples=60, deadline=None)
def test_nodes_members_and_edges_come_back(writer, graph):
    assert_same(read_graph(WRITERS[writer](graph), "graph.json"), graph)


@given(graph=graphs())
@settings(max_examples=60, deadline=None)
def test_json_of_ours_brings_everything_back(graph):
    read = read_graph(to_json(graph), "graph.json")
    assert_same(read, graph)
    assert read.row_names == graph.row_names
    assert read.n_rows == graph.n_rows
    known = graph.node_values["x"]
    assert np.array_equal(read.node_values.get("x", np.full(len(known), np.nan)), known, True)
    assert (
        to_json(read) == to_json(graph)
        or " ".join(graph.said["lens"].split()) != graph.said["lens"]
    )
