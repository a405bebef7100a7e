"""Where new rows belong in a finished graph: with the nearest member, if it is near enough.

In each element of the cover that the lens of a row is in, the row belongs to the node of its
nearest member, if that is within the radius that the clusterer had there. Of balls the row belongs
to each whose landmark is within the radius. Nothing of the graph moves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.diagnosis.overlay.types import Attachment, FinishedGraph
from topopress.mapper.balls import cover_by_balls, drawn_order
from topopress.mapper.cover import cover_rows
from topopress.mapper.metrics import METRICS

BLOCK = 1_000
"""New rows and members whose distances are in memory at once."""
ROUNDING = 1e-9
"""Share of a radius by which rounding may exceed it."""


@dataclass(frozen=True, slots=True, eq=False)
class NewRows:
    """Rows to attach.

    Attributes:
        vectors: Shape (n_rows, n_channels), prepared as the graph's own rows are.
        lenses: Their value of each lens, shape (n_rows,).
        without: Of each row a sample whose members do not count, -1 for none, shape (n_rows,).
    """

    vectors: Float32
    lenses: tuple[Float64, ...]
    without: Int32

    @classmethod
    def of(cls, vectors: Float32, lenses: tuple[Float64, ...]) -> "NewRows":
        """Return rows for which all members count."""
        return cls(vectors, lenses, np.full(len(vectors), -1, np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class OwnRows:
    """The prepared rows of a graph, shape (n_rows, n_channels), and the sample of each."""

    vectors: Float32
    sample: Int32


def attached(
    new: NewRows, own: OwnRows, graph: FinishedGraph, metric: str, *, seed: int
) -> Attachment:
    """Return the nodes that new rows belong to; ``seed`` is the one that made the graph."""
    elements = _elements(new, own, graph, metric, seed)
    radii = _radii(graph)
    nearness = np.full(len(new.vectors), np.inf)
    found: list[tuple[Int64, Int64]] = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for element in np.unique(graph.node_interval).tolist():
        rows, nodes = elements[element], np.flatnonzero(graph.node_interval == element)
        distance, node = _nearest_members(new, rows, own, graph, nodes, metric)
        share = _share(distance, radii[element])
        nearness[rows] = np.minimum(nearness[rows], share)
        near = share <= 1 + ROUNDING
        found.append((rows[near], node[near]))
    row, node = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.lexsort((node, row))
    return Attachment(row[order].astype(np.int32), node[order].astype(np.int32), nearness)


def _elements(
    new: NewRows, own: OwnRows, graph: FinishedGraph, metric: str, seed: int
) -> Sequence[Int64]:
    """Return the new rows in each element of the cover, ascending."""
    if graph.ball_radius is None:
        return cover_rows(new.lenses, graph.intervals)
    order = drawn_order(len(own.vectors), seed)
    landmark = cover_by_balls(own.vectors, metric, graph.ball_radius, order).landmark
    # Balls are numbered by the lens of their landmarks, equal ones by row.
    landmark = landmark[np.lexsort((landmark, graph.lens[landmark]))]
    most = graph.ball_radius * (1 + ROUNDING)
    inside: list[list[Int64]] = [[] for _ in landmark]
    for part in _blocks(len(new.vectors)):
        near = distances(new.vectors[part], own.vectors[landmark], metric) <= most
        for rows, column in zip(inside, near.T, strict=True):
            rows.append(part.start + np.flatnonzero(column))
    return [np.concatenate([np.empty(0, np.int64), *rows]) for rows in inside]


def _radii(graph: FinishedGraph) -> Float64:
    """Return the radius in each element; a clusterer without one takes all rows of an element."""
    return graph.eps if len(graph.eps) else np.full(len(graph.intervals), np.inf)


def _share(distance: Float64, radius: float) -> Float64:
    """Return distances as shares of a radius; finite ones are 0 of an infinite radius."""
    if np.isfinite(radius):
        return distance / radius
    return np.where(np.isfinite(distance), 0.0, np.inf)


def _nearest_members(
    new: NewRows, rows: Int64, own: OwnRows, graph: FinishedGraph, nodes: Int64, metric: str
) -> tuple[Float64, Int64]:
    """Return the distance of some new rows to the nearest member of some nodes, and its node."""
    members = np.concatenate([graph.members_of(node) for node in nodes.tolist()])
    node = np.repeat(nodes, [len(graph.members_of(each)) for each in nodes.tolist()])
    best, of = np.full(len(rows), np.inf), np.full(len(rows), -1, np.int64)
    for asked in _blocks(len(rows)):
        vectors, without = new.vectors[rows[asked]], new.without[rows[asked]]
        for part in _blocks(len(members)):
            apart = distances(vectors, own.vectors[members[part]], metric)
            apart[without[:, None] == own.sample[members[part]]] = np.inf
            nearest = apart.argmin(axis=1)
            least = apart[np.arange(len(apart)), nearest]
            nearer = least < best[asked]
            best[asked] = np.where(nearer, least, best[asked])
            of[asked] = np.where(nearer, node[part][nearest], of[asked])
    return best, of


def distances(some: Float32, others: Float32, metric: str) -> Float64:
    """Return the distances of some vectors to others in a metric, shape (n_some, n_others)."""
    both = METRICS[metric].points(np.concatenate([some, others]))
    first, second = both[: len(some)], both[len(some) :]
    squared = first @ second.T
    squared *= -2
    squared += np.einsum("ij,ij->i", first, first)[:, None]
    squared += np.einsum("ij,ij->i", second, second)
    np.maximum(squared, 0, out=squared)
    return METRICS[metric].from_euclidean(np.sqrt(squared))


def _blocks(n: int) -> Iterator[slice]:
    return (slice(start, min(start + BLOCK, n)) for start in range(0, n, BLOCK))
