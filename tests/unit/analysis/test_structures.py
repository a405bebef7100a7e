"""Islands, bifurcations, loops and flares: the examples of docs/structures.md, and the bounds."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from topopress.analysis.shape.collapse import collapsed_edges
from topopress.analysis.shape.loops import shortest_loops
from topopress.analysis.shape.structures import KINDS, find_structures
from unit.analysis.drawn_graphs import graph_from, graph_of

DOCUMENT = Path(__file__).resolve().parents[3] / "docs/structures.md"
EXAMPLES = re.findall(r"```example\n(.*?)```", DOCUMENT.read_text("utf-8"), flags=re.DOTALL)


def described(graph, found):
    lines = []
    for k, name in enumerate(found.id):
        arms = [sorted(arm.tolist()) for arm in found.arms_of(k)]
        parts = [found.nodes_of(k)[:1], *sorted(arms)] if arms else [found.nodes_of(k)]
        text = " | ".join(" ".join(graph.node_id(node) for node in part) for part in parts)
        lines.append(f"{name}: {text}")
    return lines


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_worked_examples(example):
    edges, expected = example.strip().split("\n\n")
    graph = graph_from(edges.splitlines())
    assert sorted(described(graph, find_structures(graph))) == sorted(expected.splitlines())


def test_there_are_examples():
    assert len(EXAMPLES) == 4


def chain(*names):
    return [f"{one} - {other}" for one, other in pairwise(names)]


def test_structures_are_sorted_by_kind_and_size():
    graph = graph_from(
        [*chain("i0c0", "i1c0", "i2c0", "i3c0"), "i5c0 - i6c0", "i7c0 - i8c0", "i8c0 - i9c0"]
    )
    found = find_structures(graph)
    assert found.kind == ("largest_component", "island", "island")
    assert found.rows.tolist() == [55, 40, 25]
    assert [KINDS.index(kind) for kind in found.kind] == sorted(map(KINDS.index, found.kind))


def test_what_is_too_small_for_an_island():
    nodes = [(0, 0, range(100)), (1, 0, range(200, 210)), (2, 0, range(300, 309))]
    assert find_structures(graph_of(nodes, 400)).kind == ("largest_component", "island")
    assert find_structures(graph_of(nodes, 2001)).kind == ("largest_component",)
    every = find_structures(graph_of(nodes, 2001), least_island=1)
    assert every.kind == ("largest_component", "island", "island")


def test_an_empty_graph_has_no_structure():
    found = find_structures(graph_of([], 5))
    assert found.kind == () and len(found.rows) == 0 and found.node_offsets.tolist() == [0]


def test_two_loops_named_after_one_node():
    square = ["i0c0 - i1c0", "i0c0 - i1c1", "i1c0 - i2c0", "i1c1 - i2c0"]
    other = ["i0c0 - i1c2", "i0c0 - i1c3", "i1c2 - i2c1", "i1c3 - i2c1"]
    found = find_structures(graph_from(square + other))
    assert [name for name in found.id if "loop" in name] == ["loop-i0c0", "loop-i0c0.2"]


def test_an_arm_that_closes_beyond_the_reach_is_two_arms():
    long_ring = [
        *chain("i0c0", "i1c0", "i2c0", "i3c0", "i4c0", "i5c0", "i6c0"),
        *chain("i2c0", "i3c1", "i4c1", "i5c1", "i6c0"),
    ]
    found = find_structures(graph_from(long_ring))
    assert found.kind == ("largest_component", "bifurcation", "loop", "flare")
    assert [len(arm) for arm in found.arms_of(1)] == [3, 3, 2]


def cycles_of(edges):
    return [len(loop) for loop in shortest_loops(np.array(edges), np.ones(len(edges)), 20)]


def test_loops_around_three_handles_are_the_three_short_ones():
    # Squares side by side: a ladder.
    ladder = [(k, k + 1) for k in (0, 1, 2)] + [(k, k + 1) for k in (4, 5, 6)]
    ladder += [(k, k + 4) for k in range(4)]
    assert cycles_of(sorted(ladder)) == [4, 4, 4]


def test_triangles_are_no_loops_however_many():
    clique = list(combinations(range(6), 2))
    assert cycles_of(clique) == []
    # An octahedron's surface is all triangles, without an edge to take away.
    octahedron = [pair for pair in combinations(range(6), 2) if pair[0] + pair[1] != 5]
    assert cycles_of(octahedron) == []


def test_a_ring_of_triangles_is_one_loop():
    ring = [tuple(sorted((k, (k + step) % 8))) for k in range(8) for step in (1, 2)]
    assert cycles_of(sorted(ring)) == [4]


def test_a_short_way_along_strong_edges_is_taken():
    edges = np.array([(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)])
    lengths = np.array([0.9, 0.1, 0.1, 0.9, 0.1, 0.1])
    assert shortest_loops(edges, lengths, 5) == ((0, 2, 4, 3), (0, 1, 4, 2))


@pytest.mark.parametrize("seed", range(25))
def test_the_collapsed_graph_has_the_components_and_loops_of_the_whole(seed):
    rng = np.random.default_rng(seed)
    n_nodes = int(rng.integers(4, 16))
    nodes = [(k, 0, rng.choice(60, size=rng.integers(3, 9), replace=False)) for k in range(n_nodes)]
    graph = graph_of(nodes, 60)
    kept = graph.edges[collapsed_edges(graph)]
    assert loop_count(kept, n_nodes) == loop_count(graph.edges, n_nodes)
    found = shortest_loops(kept, np.ones(len(kept)), n_nodes)
    assert len(found) == loop_count(graph.edges, n_nodes)[1]
    assert all(len(set(loop)) == len(loop) >= 4 for loop in found)


def loop_count(edges, n_nodes):
    """Components and independent loops of the flag complex, by ranks over the field of two."""
    pairs = [tuple(edge) for edge in edges.tolist()]
    present = set(pairs)
    filled = [
        (a, b, c)
        for a, b, c in combinations(range(n_nodes), 3)
        if {(a, b), (a, c), (b, c)} <= present
    ]
    number = {pair: 1 << k for k, pair in enumerate(pairs)}
    boundary = rank([(1 << a) ^ (1 << b) for a, b in pairs])
    faces = rank([number[a, b] ^ number[a, c] ^ number[b, c] for a, b, c in filled])
    return n_nodes - boundary, len(pairs) - boundary - faces


def rank(vectors):
    count, rest = 0, [vector for vector in vectors if vector]
    while rest:
        pivot = rest.pop()
        count += 1
        low = pivot & -pivot
        rest = [v for v in (v ^ pivot if v & low else v for v in rest) if v]
    return count


@pytest.mark.parametrize("seed", range(30))
def test_without_triangles_the_loops_are_a_minimum_cycle_basis(seed):
    """networkx has the same basis, by another algorithm (de Pina), where no triangle is filled."""
    rng = np.random.default_rng(seed)
    graph = nx.gnm_random_graph(12, int(rng.integers(12, 22)), seed=seed)
    for triangle in [c for c in nx.enumerate_all_cliques(graph) if len(c) == 3]:
        if graph.has_edge(*triangle[:2]):
            graph.remove_edge(*triangle[:2])
    edges = np.array(sorted(tuple(sorted(edge)) for edge in graph.edges)).reshape(-1, 2)
    lengths = rng.integers(1, 9, size=len(edges)).astype(float)
    weight = {tuple(edge): length for edge, length in zip(edges.tolist(), lengths, strict=True)}
    nx.set_edge_attributes(graph, weight, "length")

    def length_of(loop):
        around = zip(loop, [*loop[1:], loop[0]], strict=True)
        return sum(weight[min(pair), max(pair)] for pair in around)

    found = sorted(map(length_of, shortest_loops(edges, lengths, 12)))
    expected = nx.minimum_cycle_basis(graph, weight="length")
    assert found == sorted(map(length_of, expected))
