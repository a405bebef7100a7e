"""Stability of the parts of a graph: the share of other graphs in which they are found again."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from topopress.analysis.shape.matching import THRESHOLD, Shape, match, shape_of
from topopress.analysis.shape.structures import find_structures
from topopress.analysis.shape.types import Stability, Structures
from topopress.core.arrays import Float64, Int64
from topopress.mapper.types import MapperGraph


@dataclass(frozen=True, slots=True, eq=False)
class OtherGraph:
    """A graph that a reference graph is compared with.

    Attributes:
        graph: The graph; its rows are numbered as in the reference graph.
        drawn: The rows it is made of, ascending; None for all.
    """

    graph: MapperGraph
    drawn: Int64 | None = None


def stability(
    graph: MapperGraph,
    structures: Structures,
    family: Iterable[OtherGraph],
    resamples: Iterable[OtherGraph],
    *,
    threshold: float = THRESHOLD,
) -> Stability:
    """Return the share of other graphs in which each part of a graph is found again.

    Args:
        graph: The reference.
        structures: Its structures.
        family: Graphs of the same rows with perturbed settings.
        resamples: Graphs of rows drawn with replacement.
        threshold: Jaccard index from which two sets of rows match; see ``matching.match``.
    """
    reference = shape_of(graph, structures)
    n_family, kept = _shares(reference, family, threshold)
    n_bootstrap, drawn = _shares(reference, resamples, threshold)
    return Stability(
        threshold=threshold,
        n_family=n_family,
        n_bootstrap=n_bootstrap,
        node_family=kept[0],
        node_bootstrap=drawn[0],
        edge_bootstrap=drawn[1],
        structure_family=kept[2],
        structure_bootstrap=drawn[2],
    )


def restricted(graph: MapperGraph, rows: Int64) -> MapperGraph:
    """Return a graph with only some of its rows as members, numbered from 0 in their order.

    Nodes and edges stay, even those that lose all their rows; shared rows and Jaccard indices stay
    those of the whole graph. The rows that are kept ascend.
    """
    number = np.full(len(graph.lens), -1, dtype=np.int32)
    number[rows] = np.arange(len(rows))
    members = number[graph.members]
    counts = np.concatenate([[0], np.cumsum(members >= 0)])
    second = graph.second_lens[rows] if len(graph.second_lens) else graph.second_lens
    return dataclasses.replace(
        graph,
        lens=graph.lens[rows],
        second_lens=second,
        members=members[members >= 0],
        member_offsets=counts[graph.member_offsets].astype(np.int64),
    )


def _shares(
    reference: Shape, others: Iterable[OtherGraph], threshold: float
) -> tuple[int, tuple[Float64, Float64, Float64]]:
    """Return the number of other graphs, and the shares of nodes, edges and structures."""
    graph = reference.graph
    sums = [np.zeros(n) for n in (graph.n_nodes, len(graph.edges), reference.rows.shape[0])]
    count = 0
    for other in others:
        shape = shape_of(other.graph, find_structures(other.graph, least_island=1))
        matched = match(reference, shape, other.drawn, threshold)
        for total, found in zip(sums, matched, strict=True):
            np.add(total, found, out=total)
        count += 1
    nodes, edges, structures = (total / count if count else total * np.nan for total in sums)
    return count, (nodes, edges, structures)
