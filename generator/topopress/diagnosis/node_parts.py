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
BRIDGE = 0.05
"""Share of its rows that two nodes have in common at least to be in one part."""
ABOVE_CHANCE = 3.0
"""Standard deviations by which a part holds more of its rows than chance gives."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a graph: its nodes, and the rows of a node of another graph that are in these."""

    nodes: Int64
    rows: Int64


def judged_nodes(nodes: csr_array) -> Int64:
    """Return the nodes that have enough rows."""
    return np.flatnonzero(nodes.sum(axis=1) >= LEAST_ROWS)


def parts_of(rows: Int64, other: csr_array) -> list[Part]:
    """Return the parts of another graph that hold rows of a node, the largest first.

    Nodes of the other graph are in one part if they are connected by rows of this node. A part
    holds five rows and a fifth of all, and more than it would of rows drawn at random.

    Args:
        rows: Rows of a node of the one graph.
        other: Whether a row is in a node of the other graph, shape (n_nodes, n_rows).
    """
    inside, fewest = other[:, rows], max(PART * len(rows), PART_ROWS)
    counts, least = inside.sum(axis=1), max(BRIDGE * len(rows), 1)
    kept = np.flatnonzero(counts >= least)
    found = [
        part
        for part in _connected(inside[kept], kept, counts, rows, least)
        if len(part.rows) >= fewest and _is_above_chance(part, rows, other)
    ]
    return sorted(found, key=lambda one: (-len(one.rows), int(one.nodes[0])))


def is_dissolved(rows: Int64, parts: list[Part]) -> bool:
    """Return whether the parts of another graph hold less than half of a node's rows."""
    return len(held(parts)) < HELD * len(rows)


def held(parts: list[Part]) -> Int64:
    """Return the rows in any part."""
    return np.unique(np.concatenate([np.empty(0, np.int64), *(one.rows for one in parts)]))


def _connected(
    inside: csr_array, kept: Int64, counts: Int64, rows: Int64, least: float
) -> Iterator[Part]:
    common = (inside @ inside.T).toarray() >= least
    n_parts, part = connected_components(common, directed=False)
    for k in range(n_parts):
        nodes = kept[part == k]
        in_any = inside[part == k].sum(axis=0) > 0
        yield Part(nodes[np.argsort(-counts[nodes], kind="stable")], rows[in_any])


def _is_above_chance(part: Part, rows: Int64, other: csr_array) -> bool:
    """Return whether a part holds more of the rows than of as many that are drawn at random."""
    n, size = other.shape[1], int((other[part.nodes].sum(axis=0) > 0).sum())
    share = size / n
    variance = len(rows) * share * (1 - share) * (n - len(rows)) / max(n - 1, 1)
    return bool(len(part.rows) > len(rows) * share + ABOVE_CHANCE * np.sqrt(variance))
