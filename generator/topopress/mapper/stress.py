"""Stress majorisation: positions whose distances approximate distances along the edges of a graph.

The algorithm is that of Gansner, Koren and North 2004 ("Graph drawing by stress majorization")
with weights ``distance**-2``. Small graphs use every pair of nodes. Large graphs use every edge and
the pairs of each node with a few pivots, weighted by the number of nodes that a pivot represents
(Ortmann, Klimenta and Brandes 2016: "A sparse stress model"): linear time and memory.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import dijkstra
from scipy.sparse.linalg import cg

from topopress.core.arrays import Float64, Int64

ALL_PAIRS_LIMIT = 600
"""Largest number of nodes for which every pair is used."""
PIVOTS = 100
ITERATIONS = 200
TOLERANCE = 1e-4
"""Relative decrease of stress in ten steps below which the iteration ends."""
STRAIGHT = 9.0
"""Distance up to which a chain is straight, in units of the layout ..."""
STRAIGHT_SHARE = 0.2
"""... or this share of the diameter of the graph, if that is more."""
BEND = 0.6
"""Exponent that shortens longer distances."""

Solve = Callable[[Float64, Float64], Float64]


_Springs = tuple[Int64, Float64, Float64]
"""Pairs of nodes, shape (n, 2), the target distance of each and its weight."""


class _Measured(NamedTuple):
    """A connected graph with the distances of its nodes from pivots; longer ones are bent."""

    edges: Int64
    lengths: Float64
    weighted: csr_array
    pivots: Int64
    distances: Float64
    straight: float


def stress_positions(
    edges: Int64, lengths: Float64, n_nodes: int, *, rng: np.random.Generator
) -> Float64:
    """Return positions of the nodes of a connected graph, shape (n_nodes, 2).

    Distances beyond a fifth of the diameter are shortened, so that a long chain, the usual shape
    of a Mapper graph, becomes a curve that fills a page instead of a line across it.

    Args:
        edges: Node pairs, each once, shape (n_edges, 2).
        lengths: Target length of each edge, above 0, shape (n_edges,).
        n_nodes: Number of nodes.
        rng: Breaks ties between nodes with equal distances to all others.
    """
    if n_nodes == 1:
        return np.zeros((1, 2))
    graph = _measured(edges, lengths, n_nodes)
    start = _curved(_pivot_scaling(graph.distances), graph.straight)
    start += rng.normal(scale=1e-3 * lengths.mean(), size=start.shape)
    return _majorise(start, _springs(graph))


def anchored_positions(edges: Int64, lengths: Float64, begin: Float64, hold: float) -> Float64:
    """Return positions of the nodes of a connected graph near those where they begin.

    Args:
        edges: Node pairs, each once, shape (n_edges, 2).
        lengths: Target length of each edge, above 0, shape (n_edges,).
        begin: Where each node begins, shape (n_nodes, 2).
        hold: Weight of the distance of each node from there, beside ``length**-2`` of a pair.
    """
    n_nodes = len(begin)
    if n_nodes == 1:
        return begin
    return _majorise(begin, _springs(_measured(edges, lengths, n_nodes)), hold)


def _bent(distances: Float64, straight: float) -> Float64:
    return np.where(
        distances > straight, straight * (distances / straight) ** BEND, distances
    ).astype(np.float64)


def _curved(position: Float64, straight: float) -> Float64:
    # With shortened distances alone, rounding would decide how a straight line folds. This starts
    # one smooth wave.
    along = position[:, 0] - position[:, 0].min()
    span = along.max()
    if span > straight:
        position[:, 1] += 0.15 * span * np.sin(2 * np.pi * along / span)
    return position


def _pivot_distances(weighted: csr_array) -> tuple[Int64, Float64]:
    """Choose pivots, each farthest from those before; return distances (n_pivots, n_nodes)."""
    pivots, rows = [0], [_distances_from(weighted, 0)]
    nearest = rows[0].copy()
    while len(pivots) < min(PIVOTS, weighted.shape[0]):
        pivots.append(int(nearest.argmax()))
        rows.append(_distances_from(weighted, pivots[-1]))
        nearest = np.minimum(nearest, rows[-1])
    return np.array(pivots), np.array(rows)


def _distances_from(weighted: csr_array, node: int) -> Float64:
    return np.asarray(dijkstra(weighted, directed=False, indices=[node])[0], dtype=np.float64)


def _pivot_scaling(distances: Float64) -> Float64:
    """Classical scaling against the pivots (Brandes and Pich 2007), shape (n_nodes, 2)."""
    squares = distances.T**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    values, vectors = np.linalg.eigh(centred.T @ centred)
    scale = np.maximum(values[:-3:-1], 1e-9 * values[-1]) ** 0.25
    position = centred @ vectors[:, :-3:-1] / scale
    return np.asarray(position / np.ptp(position[:, 0]) * distances.max(), dtype=np.float64)


def _measured(edges: Int64, lengths: Float64, n_nodes: int) -> _Measured:
    weighted = csr_array((lengths, (edges[:, 0], edges[:, 1])), shape=(n_nodes, n_nodes))
    pivots, distances = _pivot_distances(weighted)
    straight = max(STRAIGHT, STRAIGHT_SHARE * float(distances.max()))
    return _Measured(edges, lengths, weighted, pivots, distances, straight)


def _springs(graph: _Measured) -> _Springs:
    if graph.weighted.shape[0] <= ALL_PAIRS_LIMIT:
        return _all_pairs(graph.weighted, graph.straight)
    distances = _bent(graph.distances, graph.straight)
    return _sparse_pairs(graph.edges, graph.lengths, graph.pivots, distances)


def _all_pairs(weighted: csr_array, straight: float) -> _Springs:
    first, second = np.triu_indices(weighted.shape[0], 1)
    lengths = _bent(dijkstra(weighted, directed=False)[first, second], straight)
    return np.column_stack([first, second]), lengths, lengths**-2


def _sparse_pairs(edges: Int64, lengths: Float64, pivots: Int64, distances: Float64) -> _Springs:
    region = distances.argmin(axis=0)
    pairs, wanted, weights = [edges], [lengths], [lengths**-2]
    for index, pivot in enumerate(pivots.tolist()):
        within = np.sort(distances[index, region == index])
        others = np.flatnonzero(distances[index] > 0)
        away = distances[index, others]
        # The pivot represents those nodes of its region that are at most half as far from it.
        represented = np.searchsorted(within, away / 2, side="right")
        pairs.append(np.column_stack([others, np.full(len(others), pivot)]))
        wanted.append(away)
        weights.append(np.maximum(represented, 1) * away**-2)
    return np.concatenate(pairs), np.concatenate(wanted), np.concatenate(weights)


def _majorise(begin: Float64, springs: _Springs, hold: float = 0.0) -> Float64:
    """Lower the stress until it converges; each step solves one weighted Laplacian system.

    ``hold`` is the weight of the squared distance of each node from where it begins.
    """
    position = begin
    pairs, lengths, weights = springs
    incidence = _incidence(pairs, len(position))
    transposed = incidence.T.tocsr()
    solve = _solver(transposed @ diags_array(weights) @ incidence, hold)
    before = np.inf
    for step in range(ITERATIONS):
        difference = incidence @ position
        distance = np.maximum(np.sqrt((difference**2).sum(axis=1)), 1e-9)
        if step % 10 == 0:
            stress = float((weights * (distance - lengths) ** 2).sum())
            stress += hold * float(((position - begin) ** 2).sum())
            if stress >= before * (1 - TOLERANCE):
                break
            before = stress
        pull = weights * lengths / distance
        position = solve(transposed @ (difference * pull[:, None]) + hold * begin, position)
    return position


def _incidence(pairs: Int64, n_nodes: int) -> csr_array:
    ends = np.tile(np.array([1.0, -1.0]), len(pairs))
    row = np.repeat(np.arange(len(pairs)), 2)
    return csr_array((ends, (row, pairs.ravel())), shape=(len(pairs), n_nodes))


def _solver(laplacian: csr_array, hold: float) -> Solve:
    n = laplacian.shape[0]
    if n <= ALL_PAIRS_LIMIT:
        # Without a hold, distances say nothing of the mean, which stays where it is.
        mean = 0 if hold else 1 / n
        inverse = np.linalg.inv(laplacian.toarray() + hold * np.eye(n) + mean)
        return lambda pull, _guess: inverse @ pull
    held = laplacian + diags_array(np.full(n, hold)) if hold else laplacian
    precondition = diags_array(1 / held.diagonal())

    def solve(pull: Float64, guess: Float64) -> Float64:
        columns = [
            cg(held, pull[:, axis], x0=guess[:, axis], rtol=1e-4, M=precondition)[0]
            for axis in (0, 1)
        ]
        return np.column_stack(columns)

    return solve
