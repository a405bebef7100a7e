from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from topopress.mapper.nerve import nerve

NODES = st.lists(st.frozensets(st.integers(0, 30), min_size=1, max_size=12), max_size=15)


def compressed(nodes):
    offsets = np.cumsum([0, *map(len, nodes)])
    members = np.array([row for node in nodes for row in sorted(node)], dtype=np.int32)
    return offsets, members


@settings(deadline=None)
@given(NODES)
def test_edges_are_those_of_brute_force(nodes):
    edges, shared, jaccard = nerve(*compressed(nodes))
    expected = [
        ((a, b), len(nodes[a] & nodes[b]), len(nodes[a] & nodes[b]) / len(nodes[a] | nodes[b]))
        for a, b in combinations(range(len(nodes)), 2)
        if nodes[a] & nodes[b]
    ]
    assert [tuple(edge) for edge in edges.tolist()] == [pair for pair, _, _ in expected]
    assert shared.tolist() == [count for _, count, _ in expected]
    assert jaccard.tolist() == [share for _, _, share in expected]


def test_no_nodes_have_no_edges():
    edges, shared, jaccard = nerve(*compressed([]))
    assert edges.shape == (0, 2)
    assert shared.shape == jaccard.shape == (0,)
