"""Match the nodes, edges and structures of a graph with those of another graph of the same rows.

Two sets of rows match if their Jaccard index (rows in both over rows in either) reaches a
threshold. Products of sparse membership matrices give the indices of all pairs at once.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from topopress.analysis.shape.types import LARGEST_COMPONENT, Structures
from topopress.core.arrays import Int64
from topopress.mapper.types import MapperGraph

THRESHOLD = 0.5
"""Jaccard index from which two sets of rows match."""

Mask = NDArray[np.bool_]
_COMPONENTS = {LARGEST_COMPONENT, "island"}


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A graph and its structures, as sets of rows.

    ``nodes``, ``rows`` and ``arms`` say which rows are in which node, structure and arm of a
    structure: 0 or 1, shape (n_nodes, n_rows) and so on.
    """

    graph: MapperGraph
    structures: Structures
    nodes: csr_array
    rows: csr_array
    arms: csr_array


class Matched(NamedTuple):
    """A flag for each node, edge and structure of a reference: whether another graph has it too."""

    nodes: Mask
    edges: Mask
    structures: Mask


def shape_of(graph: MapperGraph, structures: Structures) -> Shape:
    """Return a graph and its structures as sets of rows."""
    found = structures
    nodes = _incidence(graph.member_offsets, graph.members, len(graph.lens))
    rows = _flags(_incidence(found.node_offsets, found.nodes, graph.n_nodes) @ nodes)
    arms = _flags(_incidence(found.arm_node_offsets, found.arm_nodes, graph.n_nodes) @ nodes)
    return Shape(graph, structures, nodes, rows, arms)


def match(reference: Shape, other: Shape, drawn: Int64 | None, threshold: float) -> Matched:
    """Return which parts of a reference another graph has too.

    * A **node** matches if the other graph has a node whose members match.
    * An **edge** matches if one of the other graph's edges joins a match of its one end to a
      match of its other end.
    * A **structure** matches if the other graph has one of its kind whose rows match; the
      largest component and islands are one kind here. A bifurcation's match has as many arms, and
      each arm shares most rows with an arm of the match that no other arm shares most rows with.

    Args:
        reference: The graph whose parts are searched for.
        other: Another graph, of the same rows or of ``drawn`` ones among them.
        drawn: The rows that ``other`` is made of, ascending; None for all. Only these count.
        threshold: Jaccard index from which two sets of rows match, above 0.
    """
    nodes = _similar(reference.nodes, other.nodes, drawn, threshold)
    return Matched(
        nodes=np.diff(nodes.tocsr().indptr) > 0,
        edges=_edges(reference.graph, other.graph, nodes),
        structures=_structures(reference, other, drawn, threshold),
    )


def _similar(
    some: csr_array, others: csr_array, drawn: Int64 | None, threshold: float
) -> csr_array:
    """Return the pairs of sets of rows whose Jaccard index reaches a threshold above 0."""
    if drawn is not None:
        some, others = some[:, drawn], others[:, drawn]
    shared = (some @ others.T).tocoo()
    sizes = np.asarray(some.sum(axis=1))[shared.row] + np.asarray(others.sum(axis=1))[shared.col]
    near = shared.data / (sizes - shared.data) >= threshold
    return _pairs(shared.row[near], shared.col[near], shared.shape)


def _edges(reference: MapperGraph, other: MapperGraph, nodes: csr_array) -> Mask:
    if len(reference.edges) == 0:
        return np.zeros(0, dtype=np.bool_)
    ends = np.concatenate([other.edges, other.edges[:, ::-1]])
    adjacent = _pairs(ends[:, 0], ends[:, 1], (other.n_nodes, other.n_nodes))
    reached = (nodes @ adjacent @ nodes.T).tocsr()
    return np.asarray(reached[reference.edges[:, 0], reference.edges[:, 1]] > 0).ravel()


def _structures(reference: Shape, other: Shape, drawn: Int64 | None, threshold: float) -> Mask:
    near = _similar(reference.rows, other.rows, drawn, threshold).tocoo()
    wanted, others = reference.structures.kind, other.structures.kind
    found = np.zeros(len(wanted), dtype=np.bool_)
    for first, second in zip(near.row.tolist(), near.col.tolist(), strict=True):
        kinds = {wanted[first], others[second]}
        if not found[first] and (len(kinds) == 1 or kinds == _COMPONENTS):
            found[first] = _arms_match(reference, first, other, second)
    return found


def _arms_match(reference: Shape, first: int, other: Shape, second: int) -> bool:
    mine = reference.arms[_arms(reference.structures, first)]
    theirs = other.arms[_arms(other.structures, second)]
    if mine.shape[0] != theirs.shape[0]:
        return False
    if mine.shape[0] == 0:
        return True
    shared = (mine @ theirs.T).toarray()
    partner = shared.argmax(axis=1)
    return bool(shared.max(axis=1).min() > 0 and len(np.unique(partner)) == len(partner))


def _arms(structures: Structures, structure: int) -> slice:
    return slice(*structures.arm_offsets[structure : structure + 2].tolist())


def _incidence(offsets: Int64, values: NDArray[np.integer], n_columns: int) -> csr_array:
    ones = np.ones(len(values), dtype=np.int32)
    return csr_array((ones, values, offsets), shape=(len(offsets) - 1, n_columns))


def _pairs(
    rows: NDArray[np.integer], columns: NDArray[np.integer], shape: tuple[int, int]
) -> csr_array:
    return csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=shape)


def _flags(counts: csr_array) -> csr_array:
    flags = counts.tocsr()
    flags.data = np.ones(len(flags.data), dtype=np.int32)
    return flags
