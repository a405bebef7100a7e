"""Islands of labels: connected nodes that one label fills, and parts that hold labels.

A node is of a label if more than half of its rows with a label have it. The largest set of such
nodes that links connect is the label's region, and an island if it holds at least half of all rows
of the label, and ten. The same is counted with the labels exchanged at random between the samples:
a label whose exchanged rows ever make an island, as that of most samples does, has none that says
anything.

A part is a connected set of nodes with ten rows. It holds a label if four fifths of the label's
rows that are in parts are in it, and exchanged labels give fewer in each draw, by three standard
deviations of the draws: a part with nearly all rows has four fifths of every label's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from topopress.analysis.nodes.label_purity import DRAWS, exchanged
from topopress.core.arrays import Flags, Float64, Int32, Int64
from topopress.diagnosis.node_parts import LEAST_ROWS, LinkedNodes, linked_nodes
from topopress.diagnosis.training_types import LabelIslands

MAJORITY = 0.5
"""Share of a node's rows with a label above which the node is of this label."""
HELD = 0.5
"""Share of a label's rows that an island holds at least."""


IN_ONE_PART = 0.8
"""Share of a label's rows in parts that a part holds at least."""


DEVIATIONS = 3.0
"""Standard deviations of the draws by which that share is above their mean."""


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """The largest region of each label; see ``LabelIslands``."""

    share: Float64
    n_rows: Int64
    n_nodes: Int64
    node: Int64

    @property
    def is_island(self) -> Int32:
        """Whether each holds enough rows."""
        return ((self.share >= HELD) & (self.n_rows >= LEAST_ROWS)).astype(np.int32)


def label_islands(
    nodes: csr_array, sample: Int32, label: Int32, n_labels: int, rng: np.random.Generator
) -> LabelIslands:
    """Return the island of each label in a graph.

    Args:
        nodes: Whether a row is in a node, 1 or 0, shape (n_nodes, n_rows).
        sample: Sample of each row, shape (n_rows,).
        label: Label of each sample, -1 for none, shape (n_samples,).
        n_labels: Number of labels.
        rng: Exchanges labels.
    """
    graph = linked_nodes(nodes)
    own, parts = regions(graph, label[sample], n_labels), large_parts(graph)
    draws = [exchanged(label, None, rng)[sample] for _ in range(DRAWS)]
    chance = [regions(graph, drawn, n_labels).is_island for drawn in draws]
    by_chance = np.array(chance, np.int32).reshape(DRAWS, n_labels)
    there = own.is_island * (by_chance.max(axis=0) == 0)
    return LabelIslands(
        share=own.share,
        n_rows=own.n_rows,
        n_nodes=own.n_nodes,
        node=own.node,
        is_island=there.astype(np.int32),
        by_chance=by_chance,
        part_rows=parts.sum(axis=1),
        held_by=_held_by(parts, label[sample], draws, n_labels),
    )


def large_parts(graph: LinkedNodes) -> Int64:
    """Return whether a row is in a part, the largest first, 1 or 0, shape (n_parts, n_rows)."""
    count, part = connected_components(graph.links, directed=False)
    held = np.zeros((count, graph.nodes.shape[1]), np.int64)
    for k in range(count):
        held[k] = graph.nodes[np.flatnonzero(part == k)].sum(axis=0) > 0
    held = held[held.sum(axis=1) >= LEAST_ROWS]
    order = np.argsort(-held.sum(axis=1), kind="stable")
    return np.asarray(held[order], np.int64)


def _held_by(parts: Int64, label: Int32, draws: Sequence[Int32], n_labels: int) -> Int64:
    """Return the part that holds each label, -1 for none, shape (n_labels,)."""
    if not len(parts):
        return np.full(n_labels, -1, np.int64)
    own = _shares(parts, label, n_labels)
    chance = np.array([_shares(parts, drawn, n_labels) for drawn in draws])
    most = np.maximum(chance.max(axis=0), chance.mean(axis=0) + DEVIATIONS * chance.std(axis=0))
    held = (own >= IN_ONE_PART) & (own > most)
    return np.where(held.any(axis=0), held.argmax(axis=0), -1).astype(np.int64)


def _shares(parts: Int64, label: Int32, n_labels: int) -> Float64:
    """Return the share of each label's rows in parts that each has, shape (n_parts, n_labels)."""
    of_label = np.asarray(label[:, None] == np.arange(n_labels), np.int64)
    in_any = (parts.max(axis=0)[:, None] * of_label).sum(axis=0)
    return np.asarray(parts @ of_label / np.maximum(in_any, 1), np.float64)


def regions(graph: LinkedNodes, label: Int32, n_labels: int) -> Regions:
    """Return the largest region of each label, given the label of each row."""
    counts = _counts(graph.nodes, label, n_labels)
    of_label = counts > MAJORITY * counts.sum(axis=1, keepdims=True)
    sizes = np.bincount(label[label >= 0], minlength=n_labels)
    n_rows, n_nodes = np.zeros(n_labels, np.int64), np.zeros(n_labels, np.int64)
    node = np.full(n_labels, -1, np.int64)
    for one in range(n_labels):
        own = np.flatnonzero(of_label[:, one])
        if len(own):
            region, rows = _largest(graph, own, np.asarray(label == one))
            n_rows[one], n_nodes[one] = rows, len(region)
            node[one] = region[int(counts[region, one].argmax())]
    return Regions(n_rows / np.maximum(sizes, 1), n_rows, n_nodes, node)


def _counts(nodes: csr_array, label: Int32, n_labels: int) -> Int64:
    """Return the rows of each label in each node, shape (n_nodes, n_labels)."""
    known = np.flatnonzero(label >= 0)
    ones = np.ones(len(known), np.int64)
    of_label = csr_array((ones, (known, label[known])), shape=(len(label), n_labels))
    return np.asarray((nodes @ of_label).toarray(), np.int64)


def _largest(graph: LinkedNodes, own: Int64, wanted: Flags) -> tuple[Int64, int]:
    """Return the connected nodes that hold most of the wanted rows, and how many these are."""
    count, part = connected_components(graph.links[own][:, own], directed=False)
    parts = [own[part == k] for k in range(count)]
    held = [int((np.asarray(graph.nodes[each].sum(axis=0) > 0) & wanted).sum()) for each in parts]
    best = int(np.argmax(held))
    return parts[best], held[best]
