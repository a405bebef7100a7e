from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from topopress.mapper.nerve import nerve, simplices

NODES = st.lists(st.frozensets(st.integers(0, 30), min_size=1, max_size=12), max_size=15)


def compressed(nodes):
    offsets = np.cumsum([0, *map(len, nodes)])
    members = np.array([row for node in nodes for row in sorted(node)], dtype=np.int32)
    return offsets, members


@settings(deadline=None)
@given(NODES)
def test_edges_are_those_of_brute_force(nodes):
    found = nerve(*compressed(nodes))
    expected = [
        ((a, b), len(nodes[a] & nodes[b]), len(nodes[a] & nodes[b]) / len(nodes[a] | nodes[b]))
        for a, b in combinations(range(len(nodes)), 2)
        if nodes[a] & nodes[b]
    ]
    assert [tuple(edge) for edge in found.edges.tolist()] == [pair for pair, _, _ in expected]
    assert found.shared.tolist() == [count for _, count, _ in expected]
    assert found.jaccard.tolist() == [share for _, _, share in expected]


def test_no_nodes_have_no_edges():
    found = nerve(*compressed([]))
    assert found.edges.shape == (0, 2)
    assert found.shared.shape == found.jaccard.shape == (0,)


def brute_force(sets, size):
    groups = {}
    for nodes in combinations(range(len(sets)), size):
        if common := set.intersection(*(set(sets[node]) for node in nodes)):
            groups[nodes] = len(common)
    return groups


@settings(deadline=None)
@given(NODES)
def test_edges_and_triangles_are_those_of_brute_force(sets):
    edges, found = nerve(*compressed(sets)), simplices(*compressed(sets))
    assert edges.edges.shape[1:] == (2,)
    assert found.triangles.shape[1:] == (3,)
    pairs = zip(map(tuple, edges.edges.tolist()), edges.shared.tolist(), strict=True)
    triples = zip(map(tuple, found.triangles.tolist()), found.shared.tolist(), strict=True)
    # Lists, because the order counts: sorted by the first node, then the next.
    assert list(pairs) == list(brute_force(sets, 2).items())
    assert list(triples) == list(brute_force(sets, 3).items())


def test_three_nodes_that_share_rows_by_twos_are_no_triangle():
    around = [{0, 1}, {1, 2}, {2, 0}]
    assert len(nerve(*compressed(around)).edges) == 3
    assert len(simplices(*compressed(around)).triangles) == 0
    found = simplices(*compressed([{0, 1, 5, 6}, {1, 2, 5, 6}, {2, 0, 5, 6}]))
    assert (found.triangles.tolist(), found.shared.tolist()) == ([[0, 1, 2]], [2])
    assert (found.triangles.dtype, found.shared.dtype) == (np.int32, np.int32)
