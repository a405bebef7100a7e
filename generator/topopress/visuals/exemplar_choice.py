"""Chooses exemplars: the members nearest to a node's mean, a spread, and one for each label.

The spread is farthest-point selection (Gonzalez, "Clustering to minimize the maximum intercluster
distance", Theoretical Computer Science 1985): each next member has the largest cosine distance to
all members chosen before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from topopress.activations.types import Rows
from topopress.analysis.nodes.types import NodeStatistics
from topopress.config.visuals import Visuals
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.mapper.types import MapperGraph
from topopress.visuals.nearest_centroid import unit_vectors
from topopress.visuals.types import ExemplarRows

_BLOCK = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The members of one node, with ascending rows.

    Attributes:
        row: Row of each member, shape (n_members,).
        sample: Sample of each member, shape (n_members,).
        vectors: Vectors of the whole layer, possibly memory-mapped, shape (n_rows, n_channels).
        similarity: Cosine similarity to the node's mean, shape (n_members,).
        label: Label of each member, -1 for none, shape (n_members,).
    """

    row: Int32
    sample: Int32
    vectors: Float32
    similarity: Float64
    label: Int32

    @property
    def nearest_first(self) -> Int64:
        """Indices of all members, the most similar to the mean first; ties: smaller row first."""
        return np.lexsort((self.row, -self.similarity))


def cosines(vectors: Float32, rows: Int32, vector: np.ndarray) -> Float64:
    """Return the cosine similarity of some rows to a vector, shape (n,).

    Two zero vectors have similarity 1; a zero vector and another one have 0. Rows are read in
    blocks, because a node can contain most of a layer.
    """
    direction, cosine = unit_vectors(vector[None])[0], np.empty(len(rows))
    for start in range(0, len(rows), _BLOCK):
        block = unit_vectors(vectors[rows[start : start + _BLOCK]])
        # einsum, because the last bits of a matrix product depend on the number of rows.
        cosine[start : start + _BLOCK] = (
            np.einsum("ij,j->i", block, direction) if direction.any() else ~block.any(axis=1)
        )
    return np.clip(cosine, -1.0, 1.0)


def choose(
    matrix: Rows,
    graph: MapperGraph,
    statistics: NodeStatistics,
    *,
    labels: Int32,
    settings: Visuals,
) -> ExemplarRows:
    """Choose the exemplars of all nodes; ``labels`` are those of the samples, -1 for none."""
    kinds, rows, similarities, lengths = [], [], [], []
    for node in range(graph.n_nodes):
        members = candidates(matrix, graph.members_of(node), statistics.centroid[node], labels)
        parts = list(_of_each_kind(members, settings))
        chosen = np.concatenate(parts)
        kinds.append(np.repeat(np.arange(len(parts)), [len(part) for part in parts]))
        rows.append(members.row[chosen])
        similarities.append(members.similarity[chosen])
        lengths.append(len(chosen))
    return ExemplarRows(
        np.cumsum([0, *lengths]).astype(np.int64),
        np.concatenate([np.empty(0), *kinds]).astype(np.uint8),
        np.concatenate([np.empty(0), *rows]).astype(np.int32),
        np.concatenate([np.empty(0), *similarities]),
    )


def candidates(matrix: Rows, members: Int32, mean: np.ndarray, labels: Int32) -> Candidates:
    """Return the members of a node as candidates for exemplars."""
    sample = matrix.sample[members]
    similarity = cosines(matrix.vectors, members, mean)
    return Candidates(members, sample, matrix.vectors, similarity, labels[sample])


def nearest(members: Candidates, count: int) -> Int64:
    """Return the indices of the members nearest to the mean, nearest first.

    At most one row of each sample, unless the node has fewer than ``count`` samples.
    """
    order = members.nearest_first
    samples = members.sample[order]
    first = np.zeros(len(samples), dtype=bool)
    first[np.unique(samples, return_index=True)[1]] = True
    kept = np.concatenate([np.flatnonzero(first), np.flatnonzero(~first)])[:count]
    chosen: Int64 = order[np.sort(kept)]
    return chosen


def spread(members: Candidates, count: int) -> Int64:
    """Return the indices of members that lie far apart, in the order of their choice.

    The first is the nearest to the mean; each next one has the largest cosine distance to those
    before it, among rows of new samples as long as there are any. Ties: the smaller row.
    """
    chosen = members.nearest_first[: min(count, 1)].tolist()
    vectors, distance = members.vectors, np.full(len(members.row), np.inf)
    taken = np.zeros(len(members.row), dtype=bool)
    while 0 < len(chosen) < min(count, len(members.row)):
        last = vectors[members.row[chosen[-1]]]
        distance = np.minimum(distance, 1 - cosines(vectors, members.row, last))
        taken[chosen[-1]] = True
        new = ~np.isin(members.sample, members.sample[chosen]) & ~taken
        allowed = new if new.any() else ~taken
        chosen.append(int(np.argmax(np.where(allowed, distance, -np.inf))))
    return np.array(chosen, np.int64)


def of_each_label(members: Candidates, count: int) -> Int64:
    """Return the index of the member nearest to the mean for each of the most frequent labels.

    The most frequent label comes first; ties: the smaller label. Empty for fewer than two labels,
    because the kind ``nearest`` then shows the same member.
    """
    present, counts = np.unique(members.label[members.label >= 0], return_counts=True)
    if len(present) < 2:  # noqa: PLR2004
        return np.empty(0, np.int64)
    wanted = present[np.lexsort((present, -counts))][:count]
    order = members.nearest_first
    labels = members.label[order]
    return np.array([order[np.argmax(labels == label)] for label in wanted], np.int64)


def _of_each_kind(members: Candidates, settings: Visuals) -> Iterator[Int64]:  # as in KINDS
    yield nearest(members, settings.exemplars)
    yield spread(members, settings.spread_exemplars)
    yield of_each_label(members, settings.label_exemplars)
