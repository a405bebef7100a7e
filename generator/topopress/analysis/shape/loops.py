"""Loops: a shortest basis of the first homology of the flag complex of a graph, over Z/2.

In the flag complex every three nodes with edges between them are a filled triangle. The algorithm
follows Horton 1987 ("A polynomial-time algorithm to find the shortest cycle basis of a graph"): it
tries the cycles made of two shortest paths and an edge, the shortest first, and keeps each that is
independent of those kept. Independence is decided by annotations of the edges (Busaryev, Cabello,
Chen, Dey and Wang 2012: "Annotating simplices with a homology basis and its applications"): bit
sets that add up to zero around every filled cycle.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from topopress.analysis.shape.collapse import neighbour_sets
from topopress.core.arrays import Float64, Int32, Int64

TIE_BREAK = 1e-9
"""Largest length that is added to an edge, so that no two paths have the same length."""
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, slots=True, eq=False)
class _Net:
    """A graph with the length and the annotation of each edge (0: none)."""

    n_nodes: int
    pairs: list[tuple[int, int]]
    lengths: Float64
    annotations: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    """Shortest paths from a root: distance, parent and annotation of the path of each node."""

    root: int
    distance: list[float]
    parent: list[int]
    annotation: list[int]

    def path(self, node: int) -> list[int]:
        """Return the nodes from the root to a node."""
        found = [node]
        while found[-1] != self.root:
            found.append(self.parent[found[-1]])
        return found[::-1]


def shortest_loops(
    edges: Int32 | Int64, lengths: Float64, n_nodes: int
) -> tuple[tuple[int, ...], ...]:
    """Return a shortest basis of the loops of a graph whose triangles are filled.

    Args:
        edges: Node pairs (source < target), shape (n_edges, 2).
        lengths: Length of each edge, not negative, shape (n_edges,).
        n_nodes: Number of nodes.

    Returns:
        The nodes of each loop in the order around it, from its smallest node towards the smaller
        of that one's neighbours. Loops ascend by length.
    """
    inner = _without_tails(edges, n_nodes)
    pairs = [(u, v) for u, v in edges[inner].tolist()]
    # Multiples of the golden ratio, modulo 1, are evenly spread and never equal.
    shift = (np.arange(len(pairs)) + 1) * GOLDEN % 1 * TIE_BREAK
    annotations = _annotations(pairs, n_nodes)
    if not any(annotations):
        return ()
    net = _Net(n_nodes, pairs, lengths[inner] + shift, annotations)
    return tuple(_normal(loop) for loop in _independent(net))


def _without_tails(edges: Int32 | Int64, n_nodes: int) -> Int64:
    """Return the edges that remain when nodes with one edge are removed repeatedly."""
    left = np.arange(len(edges))
    while True:
        degree = np.bincount(edges[left].ravel(), minlength=n_nodes)
        inner = left[(degree[edges[left]] > 1).all(axis=1)]
        if len(inner) == len(left):
            return inner
        left = inner


def _annotations(pairs: list[tuple[int, int]], n_nodes: int) -> list[int]:
    """Return bit sets that add up (modulo 2) to zero around a cycle if and only if it is filled.

    Edges of a spanning forest have no bit, every other edge has one of its own: all cycles differ.
    Then elimination makes the sum around each triangle zero.
    """
    bit = dict.fromkeys(pairs, 0)
    bit |= {pair: 1 << place for place, pair in enumerate(_outside_forest(pairs, n_nodes))}
    neighbours = neighbour_sets(np.array(pairs, dtype=np.int64).reshape(-1, 2), n_nodes)
    triangles = [
        bit[u, v] ^ bit[u, w] ^ bit[v, w]
        for u, v in pairs
        for w in neighbours[u] & neighbours[v]
        if w > v
    ]
    equivalent = _without_leading(_echelon(triangles))
    return [_reduced(bit[pair], equivalent) for pair in pairs]


def _outside_forest(pairs: list[tuple[int, int]], n_nodes: int) -> list[tuple[int, int]]:
    leader = list(range(n_nodes))

    def find(node: int) -> int:
        while leader[node] != node:
            leader[node] = node = leader[leader[node]]
        return node

    outside = []
    for u, v in pairs:
        a, b = find(u), find(v)
        if a == b:
            outside.append((u, v))
        leader[a] = b
    return outside


def _insert(vector: int, basis: dict[int, int]) -> bool:
    """Add a bit set to independent ones, by leading bit; return whether it is independent."""
    while vector and (lead := vector.bit_length() - 1) in basis:
        vector ^= basis[lead]
    if vector:
        basis[vector.bit_length() - 1] = vector
    return vector != 0


def _echelon(vectors: list[int]) -> dict[int, int]:
    """Return independent sums of bit sets by their leading bit."""
    basis: dict[int, int] = {}
    for vector in vectors:
        _insert(vector, basis)
    return basis


def _without_leading(basis: dict[int, int]) -> dict[int, int]:
    """Return the equivalent of each leading bit in bits that are not leading."""
    equivalent: dict[int, int] = {}
    for lead in sorted(basis):
        equivalent[lead] = _reduced(basis[lead] ^ (1 << lead), equivalent)
    return equivalent


def _reduced(vector: int, equivalent: dict[int, int]) -> int:
    result, rest = vector, vector
    while rest:
        lead = rest.bit_length() - 1
        rest ^= 1 << lead
        if lead in equivalent:
            result ^= (1 << lead) ^ equivalent[lead]
    return result


def _independent(net: _Net) -> list[list[int]]:
    """Return the shortest independent candidates, as many as there are loops."""
    wanted = len(_echelon(net.annotations))
    trees = _trees(net)
    basis: dict[int, int] = {}
    found: list[list[int]] = []
    for _, tree, edge, annotation in sorted(_candidates(net, trees)):
        if len(found) == wanted:
            break
        if _insert(annotation, basis):
            u, v = net.pairs[edge]
            found.append(trees[tree].path(u) + trees[tree].path(v)[:0:-1])
    return found


def _candidates(net: _Net, trees: list[_Tree]) -> list[tuple[float, int, int, int]]:
    """Return length, tree, edge and annotation of the unfilled cycles through each root."""
    edges = list(zip(net.pairs, net.lengths.tolist(), net.annotations, strict=True))
    return [
        (tree.distance[u] + length + tree.distance[v], index, edge, annotation)
        for index, tree in enumerate(trees)
        for edge, ((u, v), length, own) in enumerate(edges)
        if (annotation := tree.annotation[u] ^ tree.annotation[v] ^ own)
        and tree.distance[u] < np.inf
    ]


def _trees(net: _Net) -> list[_Tree]:
    """Return shortest paths from nodes of all annotated edges: every loop has such an edge."""
    annotation = dict(zip(net.pairs, net.annotations, strict=True))
    roots = _cover([pair for pair, bits in annotation.items() if bits])
    u, v = np.array(net.pairs, dtype=np.int64).T
    graph = csr_array((net.lengths, (u, v)), shape=(net.n_nodes, net.n_nodes))
    distances, parents = dijkstra(graph, directed=False, indices=roots, return_predecessors=True)
    return [
        _annotated(root, distance, parent.tolist(), annotation)
        for root, distance, parent in zip(roots, distances, parents, strict=True)
    ]


def _annotated(
    root: int, distance: Float64, parent: list[int], annotation: dict[tuple[int, int], int]
) -> _Tree:
    order = np.argsort(distance, kind="stable")
    paths = [0] * len(parent)
    for node in order[: int(np.isfinite(distance).sum())].tolist():
        if node != root:
            above = parent[node]
            paths[node] = paths[above] ^ annotation[min(node, above), max(node, above)]
    return _Tree(root, distance.tolist(), parent, paths)


def _cover(pairs: list[tuple[int, int]]) -> list[int]:
    """Return nodes that touch every pair: the one with most untouched pairs first."""
    touching: dict[int, set[tuple[int, int]]] = {}
    for pair in pairs:
        for node in pair:
            touching.setdefault(node, set()).add(pair)
    left, chosen = set(pairs), []
    while left:
        node = max(touching, key=lambda other: (len(touching[other] & left), -other))
        chosen.append(node)
        left -= touching.pop(node)
    return chosen


def _normal(loop: list[int]) -> tuple[int, ...]:
    start = loop.index(min(loop))
    turned = loop[start:] + loop[:start]
    return tuple(turned if turned[1] <= turned[-1] else [turned[0], *turned[:0:-1]])
