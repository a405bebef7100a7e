"""In which parts of another graph the rows of a node are."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from topopress.core.arrays import Int64

LEAST_ROWS = 10
"""Rows of a node of which it is said what becomes of them."""
PART = 0.2
"""Share of a node's rows that a part of the other graph holds at least."""
PART_ROWS = 5
"""Rows that it holds at least: two or three rows are together by chance."""
HELD = 0.5
"""Share of its rows below which a node dissolves: those in all parts together."""
STRAY = 0.05
"""Share of its rows that a node of the other graph holds at least to be in a part."""
LINK = 0.1
"""Share of the smaller one's rows that two linked nodes have in common at least."""
ABOVE_CHANCE = 3.0
"""Standard deviations by which a part holds more of its rows than chance gives."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a graph: its nodes, and the rows of a node of another graph that are in these."""

    nodes: Int64
    rows: Int64


@dataclass(frozen=True, slots=True, eq=False)
class LinkedNodes:
    """A graph, in which one row between two nodes is no edge.

    Attributes:
        nodes: Whether a row is in a node, 1 or 0, shape (n_nodes, n_rows).
        links: Whether two nodes are linked, shape (n_nodes, n_nodes).
    """

    nodes: csr_array
    links: csr_array


def linked_nodes(nodes: csr_array) -> LinkedNodes:
    """Return a graph from its nodes."""
    common = (nodes @ nodes.T).tocoo()
    sizes, (first, second) = nodes.sum(axis=1), common.coords
    kept = common.data >= LINK * np.minimum(sizes[first], sizes[second])
    where = first[kept], second[kept]
    return LinkedNodes(nodes, csr_array((common.data[kept], where), shape=common.shape))


def judged_nodes(nodes: csr_array) -> Int64:
    """Return the nodes that have enough rows."""
    return np.flatnonzero(nodes.sum(axis=1) >= LEAST_ROWS)


def parts_of(rows: Int64, other: LinkedNodes) -> list[Part]:
    """Return the parts of another graph that hold rows of a node, the largest first.

    A part is connected by nodes that hold these rows. It holds five of them and a fifth of all, and
    more than of as many rows that are drawn at random.
    """
    fewest = max(PART * len(rows), PART_ROWS)
    found = [
        part
        for part in _connected(rows, other)
        if len(part.rows) >= fewest and _is_above_chance(part, rows, other.nodes)
    ]
    return sorted(found, key=lambda one: (-len(one.rows), int(one.nodes[0])))


def is_dissolved(rows: Int64, parts: list[Part]) -> bool:
    """Return whether the parts of another graph hold less than half of a node's rows."""
    return len(held(parts)) < HELD * len(rows)


def held(parts: list[Part]) -> Int64:
    """Return the rows in any part."""
    return np.unique(np.concatenate([np.empty(0, np.int64), *(one.rows for one in parts)]))


def _connected(rows: Int64, other: LinkedNodes) -> Iterator[Part]:
    inside = other.nodes[:, rows]
    counts = inside.sum(axis=1)
    kept = np.flatnonzero(counts >= max(STRAY * len(rows), 1))
    n_parts, part = connected_components(other.links[kept][:, kept], directed=False)
    for k in range(n_parts):
        nodes = kept[part == k]
        in_any = inside[nodes].sum(axis=0) > 0
        yield Part(nodes[np.argsort(-counts[nodes], kind="stable")], rows[in_any])


def _is_above_chance(part: Part, rows: Int64, nodes: csr_array) -> bool:
    """Return whether a part holds more of the rows than of as many that are drawn at random."""
    n, size = nodes.shape[1], int((nodes[part.nodes].sum(axis=0) > 0).sum())
    share = size / n
    variance = len(rows) * share * (1 - share) * (n - len(rows)) / max(n - 1, 1)
    return bool(len(part.rows) > len(rows) * share + ABOVE_CHANCE * np.sqrt(variance))
