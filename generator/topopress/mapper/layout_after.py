"""The positions of a graph's nodes after those of an earlier graph of the same rows.

A node begins at the weighted mean of the earlier nodes that share its rows. From there stress is
lowered, while a spring holds each node at its beginning, so that the drawings of the checkpoints of
a network change no more than their graphs do. TopoBERT has the same wish on its list (attraction to
the previous step's position); springs to earlier positions are those of Frishman and Tal 2008
("Online dynamic graph drawing").
"""

import numpy as np
from scipy.sparse import coo_array, csr_array

from topopress.core.arrays import Flags, Float32, Float64, Int64
from topopress.core.seeds import rng_for
from topopress.mapper.layout import (
    COMPONENT_MARGIN,
    NODE_MARGIN,
    connected_nodes,
    edge_lengths,
    node_radius,
    separated,
)
from topopress.mapper.stress import anchored_positions
from topopress.mapper.types import LinkedMembers, MapperGraph

HOLD = 0.1
"""Weight of the spring to the beginning of a node, beside 1 for a neighbour at distance 1."""
STEP = 0.4
"""Difference in length of the shifts that are tried for a component."""


def layout_after(
    graph: MapperGraph, earlier: LinkedMembers, position: Float32, *, seed: int
) -> Float32:
    """Return the position of each node, y downwards, shape (n_nodes, 2).

    Nodes drawn with ``node_radius`` do not overlap, nor do the rectangles around components.

    Args:
        graph: The graph whose nodes are placed.
        earlier: The nodes of the earlier graph, with the same numbers of rows.
        position: Their positions, shape (n_earlier, 2).
        seed: Places nodes apart that begin at the same place.
    """
    own = LinkedMembers(graph.member_offsets, graph.members, graph.edges)
    begin = beginnings(own, earlier, position.astype(np.float64))
    begin += rng_for(seed, "layout after").normal(scale=1e-2, size=begin.shape)
    radius = node_radius(np.diff(graph.member_offsets))
    lengths = edge_lengths(graph, radius)
    placed = np.zeros_like(begin)
    components = connected_nodes(graph)
    for nodes in components:
        inside = np.isin(graph.edges[:, 0], nodes)
        edges = np.searchsorted(nodes, graph.edges[inside])
        drawn = anchored_positions(edges, lengths[inside], begin[nodes], HOLD)
        placed[nodes] = separated(drawn, radius[nodes] + NODE_MARGIN / 2)
    return _apart(placed, radius, components).round(3).astype(np.float32)


def beginnings(graph: LinkedMembers, earlier: LinkedMembers, position: Float64) -> Float64:
    """Return where nodes begin: at the mean of the earlier nodes, by the rows they share.

    Weights are shared rows times the Jaccard index: nodes overlap, so the same node shares rows
    with its former neighbours, too, and would be drawn towards them. A node that shares none
    begins at the middle of its neighbours that do, or of all nodes.
    """
    n_rows = 1 + max(int(one.members.max(initial=-1)) for one in (graph, earlier))
    weights = _alike(_membership(graph, n_rows), _membership(earlier, n_rows))
    weight = np.asarray(weights.sum(axis=1), np.float64)
    begin = np.tile(position.mean(axis=0) if len(position) else np.zeros(2), (len(weight), 1))
    known = weight > 0
    begin[known] = (weights @ position)[known] / weight[known, None]
    return _beside_neighbours(begin, known, graph)


def _alike(own: csr_array, other: csr_array) -> csr_array:
    """Return the weight of each pair of nodes with common rows, shape (n_nodes, n_others)."""
    shared = (own @ other.T).tocoo()
    first, second = shared.coords
    either = own.sum(axis=1)[first] + other.sum(axis=1)[second] - shared.data
    return csr_array((shared.data**2 / either, (first, second)), shape=shared.shape)


def _beside_neighbours(begin: Float64, known: Flags, graph: LinkedMembers) -> Float64:
    if known.all():
        return begin
    n, (first, second) = len(begin), graph.edges.T
    ends = np.concatenate([first, second]), np.concatenate([second, first])
    linked = coo_array((np.ones(len(ends[0])), ends), shape=(n, n)).tocsr() * known[None, :]
    counts = np.asarray(linked.sum(axis=1), np.float64)
    lost = ~known & (counts > 0)
    begin[lost] = (linked @ begin)[lost] / counts[lost, None]
    return begin


def _membership(graph: LinkedMembers, n_rows: int) -> csr_array:
    ones, n_nodes = np.ones(len(graph.members)), len(graph.member_offsets) - 1
    return csr_array((ones, graph.members, graph.member_offsets), shape=(n_nodes, n_rows))


def _apart(position: Float64, radius: Float64, components: list[Int64]) -> Float64:
    """Move whole components until their rectangles do not overlap; small ones give way."""
    moved, low, high = position.copy(), np.empty((0, 2)), np.empty((0, 2))
    for nodes in components:
        reach = radius[nodes][:, None] + COMPONENT_MARGIN / 2
        corners = (position[nodes] - reach).min(axis=0), (position[nodes] + reach).max(axis=0)
        shift = _nearest_free(corners[0], corners[1], low, high)
        moved[nodes] += shift
        low = np.vstack([low, corners[0] + shift])
        high = np.vstack([high, corners[1] + shift])
    return moved


def _nearest_free(low: Float64, high: Float64, lows: Float64, highs: Float64) -> Float64:
    """Return the shortest of the shifts tried with which a rectangle overlaps none of others.

    Args:
        low: The corner with the smallest coordinates of the rectangle.
        high: The opposite one.
        lows: Such corners of the others, shape (n_others, 2).
        highs: Their opposite ones.
    """
    # Where the corner may not be: the others, grown by the size of the rectangle.
    first, last = lows - (high - low), highs
    ring = 0
    while True:
        shifts = _ring(ring)
        at = (low + shifts)[:, None, :]
        taken = np.all((at > first) & (at < last), axis=2)
        free = ~np.any(taken, axis=1)
        if free.any():
            return np.asarray(shifts[int(free.argmax())], np.float64)
        ring += 1


def _ring(number: int) -> Float64:
    """Return the shifts of a length, evenly around; at least one of a far ring is free."""
    length, count = number * STEP, max(8 * number, 1)
    angle = 2 * np.pi * np.arange(count) / count
    return np.asarray(length * np.column_stack([np.cos(angle), np.sin(angle)]), np.float64)
