"""Nodes that a neighbour contains: merged into it, on request."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from topopress.config.schema import Mapper
from topopress.mapper.contained import without_contained
from topopress.mapper.graph import CoveredRows, build_graph, graph_of
from topopress.mapper.nerve import nerve


def drawn(*nodes, n_rows=12):
    """A graph with one node for each element of its cover."""
    rows = [np.array(sorted(node), np.int64) for node in nodes]
    covered = CoveredRows((np.zeros(n_rows),), (), rows)
    return graph_of(covered, [np.zeros(len(each), np.int32) for each in rows])


def kept(*nodes):
    graph = without_contained(drawn(*nodes))
    return [graph.node_id(node) for node in range(graph.n_nodes)]


def test_a_node_in_a_neighbour_is_merged_into_it():
    assert kept({0, 1}, {0, 1, 2}, {2, 3}) == ["i1c0", "i2c0"]
    assert kept({0, 1, 2, 3}, {2, 3, 4}) == ["i0c0", "i1c0"]


def test_chains_end_in_the_largest_and_equal_nodes_in_the_first():
    assert kept({0}, {0, 1}, {0, 1, 2}, {0, 1, 2, 3}) == ["i3c0"]
    assert kept({0, 1}, {0, 1}, {0, 1}) == ["i0c0"]
    assert kept({0, 1}, {0, 1, 2}, {0, 1, 3}) == ["i1c0", "i2c0"]


def test_edges_are_those_of_the_nodes_that_stay():
    graph = without_contained(drawn({0, 1, 2}, {2}, {2, 3}, {7, 8}))
    assert graph.contracted == 1
    assert graph.edges.tolist() == [[0, 1]]
    assert (graph.shared.tolist(), graph.jaccard.tolist()) == ([1], [0.25])


def test_nothing_is_merged_where_nothing_is_contained():
    graph = drawn({0, 1}, {1, 2}, {5})
    assert without_contained(graph) is graph
    assert graph.contracted == 0


@given(st.lists(st.sets(st.integers(0, 7), min_size=1), max_size=9))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_what_stays_is_what_no_other_contains(nodes):
    graph = without_contained(drawn(*nodes))
    stays = [
        k
        for k, node in enumerate(nodes)
        if not any(node < other or (node == other and j < k) for j, other in enumerate(nodes))
    ]
    assert graph.node_interval.tolist() == stays
    assert set(graph.members.tolist()) == {row for node in nodes for row in node}
    assert graph.contracted == len(nodes) - len(stays)
    edges, shared, jaccard = nerve(graph.member_offsets, graph.members)
    assert np.array_equal(edges, graph.edges)
    assert np.array_equal(shared, graph.shared)
    assert np.array_equal(jaccard, graph.jaccard)


def test_graphs_of_intervals_are_contracted_too():
    rng = np.random.default_rng(0)
    vectors = (rng.normal(size=(6, 5))[rng.integers(6, size=400)] * 4).astype(np.float32)
    vectors += rng.normal(size=vectors.shape).astype(np.float32)
    written = {
        "cover": {"n_intervals": 20, "overlap": 0.7},
        "clusterer": {"metric": "euclidean", "eps_quantile": 0.7},
    }
    keep = build_graph(vectors, Mapper(**written), seed=0)
    contract = build_graph(vectors, Mapper(**written, contained_nodes="contract"), seed=0)
    assert contract.contracted == keep.n_nodes - contract.n_nodes > 0
    assert set(contract.members) == set(keep.members)
    names = {keep.node_id(node): keep.members_of(node).tolist() for node in range(keep.n_nodes)}
    for node in range(contract.n_nodes):
        assert names[contract.node_id(node)] == contract.members_of(node).tolist()
