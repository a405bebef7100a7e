"""What new rows over a graph say: spread over nodes, surplus, confusion through the graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64
from topopress.diagnosis.overlay.types import (
    Attachment,
    Bools,
    Confusion,
    Counted,
    FinishedGraph,
    LabelSpread,
    LeftRow,
    NodeShare,
)

NONE = -1
SHARES = 20
"""Nodes with a surplus, and nodes with a deficit, that are listed at most."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledRows:
    """The label of each row, an index into ``labels``, -1 for none, and the sample of each."""

    labels: tuple[str, ...]
    label: Int32
    sample: Int32


def label_counts(graph: FinishedGraph, own: LabelledRows) -> Float64:
    """Return how many members of each node have each label, shape (n_nodes, n_labels)."""
    counts = np.zeros((graph.n_nodes, len(own.labels)))
    node, label = _nodes_of_members(graph), own.label[graph.members]
    np.add.at(counts, (node[label >= 0], label[label >= 0]), 1)
    return counts


def answers(found: Attachment, counts: Float64) -> Int32:
    """Return the commonest label of the members of each row's nodes, -1 for none.

    A member in two of the nodes counts twice; of equal numbers the first label is taken.
    """
    votes = np.zeros((len(found.nearness), counts.shape[1]))
    np.add.at(votes, found.row, counts[found.node])
    return _commonest(votes)


def own_answers(
    found: Attachment, rows: Int64, counts: Float64, graph: FinishedGraph, own: LabelledRows
) -> Int32:
    """Return the answers for some of the graph's own rows, each without the rows of its sample.

    Args:
        found: The nodes of these rows.
        rows: The rows themselves, shape (n,).
        counts: Labels of the members of each node.
        graph: The graph.
        own: All rows of the graph.
    """
    votes = np.zeros((len(rows), counts.shape[1]))
    np.add.at(votes, found.row, counts[found.node])
    node, sample = _nodes_of_members(graph), own.sample[graph.members]
    width = int(own.sample.max(initial=0)) + 1
    pairs, times = np.unique(node * width + sample, return_counts=True)
    asked = found.node.astype(np.int64) * width + own.sample[rows[found.row]]
    place = np.minimum(np.searchsorted(pairs, asked), max(len(pairs) - 1, 0))
    there = pairs[place] == asked if len(pairs) else np.zeros(len(asked), np.bool_)
    label = own.label[rows[found.row]]
    taken = there & (label >= 0)
    np.subtract.at(votes, (found.row[taken], label[taken]), times[place[taken]])
    return _commonest(votes)


def right(answer: Int32, names: Sequence[str], label: Int32, labels: Sequence[str]) -> Counted:
    """Return how many answers are the label, of the rows with both; names are compared."""
    known = _places(labels, names)
    both = (answer >= 0) & (label >= 0)
    same = known[label[both]] == answer[both]
    return Counted(int(same.sum()), int(both.sum()))


def confusion(
    found: Attachment, answer: Int32, new: LabelledRows, own: LabelledRows, own_right: Counted
) -> Confusion | None:
    """Return the table of labels against answers; None where either has no labels."""
    if not new.labels or not own.labels:
        return None
    columns = [k for k in range(len(own.labels)) if (answer == k).any()]
    nowhere = np.zeros(len(answer), np.bool_)
    nowhere[found.nowhere()] = True
    lines = []
    for k in range(len(new.labels)):
        of_label = new.label == k
        unlabelled = int((of_label & ~nowhere & (answer == NONE)).sum())
        counts = [int((of_label & (answer == column)).sum()) for column in columns]
        lines.append((*counts, unlabelled, int((of_label & nowhere).sum())))
    return Confusion(
        labels=new.labels,
        answers=tuple(own.labels[k] for k in columns),
        counts=tuple(lines),
        right=right(answer, own.labels, new.label, new.labels),
        own_right=own_right,
    )


def spreads(
    found: Attachment, graph: FinishedGraph, new: LabelledRows, own: LabelledRows
) -> tuple[LabelSpread, ...]:
    """Return over how many nodes all rows and those of each label are spread."""
    nowhere = np.zeros(len(found.nearness), np.bool_)
    nowhere[found.nowhere()] = True
    everything = np.ones(len(nowhere), np.bool_)
    all_own = np.ones(len(own.label), np.bool_)
    known = {_folded(name): k for k, name in enumerate(own.labels)}
    of_labels = []
    for k, name in enumerate(new.labels):
        place = known.get(_folded(name), len(own.labels))
        of_labels.append(_spread(name, found, graph, nowhere, new.label == k, own.label == place))
    of_labels.sort(key=lambda one: -one.rows)
    return _spread("", found, graph, nowhere, everything, all_own), *of_labels


def effective_nodes(node: Int64 | Int32, n_nodes: int) -> float | None:
    """Return one over the chance that two memberships, drawn without return, are in one node.

    It does not grow with the number of rows, so few new rows can be compared with many of the
    graph's own. None where no two memberships are in one node.
    """
    sizes = np.bincount(node, minlength=n_nodes).astype(np.float64)
    pairs, total = float((sizes * (sizes - 1)).sum()), float(sizes.sum())
    return total * (total - 1) / pairs if pairs else None


def shares(
    found: Attachment,
    graph: FinishedGraph,
    new: LabelledRows,
    counts: Float64,
    own_labels: Sequence[str],
) -> tuple[NodeShare, ...]:
    """Return the nodes with most new rows above and below what their own share would give."""
    sizes = np.diff(graph.member_offsets).astype(np.float64)
    got = np.bincount(found.node, minlength=graph.n_nodes)
    expected = sizes * (len(found.node) / max(float(sizes.sum()), 1.0))
    surplus = got - expected
    order = np.argsort(-surplus, kind="stable")
    most = [k for k in order[:SHARES].tolist() if surplus[k] > 0]
    least = [k for k in order[::-1][:SHARES].tolist() if surplus[k] < 0]
    common = _commonest(counts)
    return tuple(
        NodeShare(
            node=graph.node_id(k),
            new=int(got[k]),
            expected=round(float(expected[k]), 2),
            own_label=own_labels[common[k]] if common[k] >= 0 else "",
            new_label=_label_in(found, new, k),
        )
        for k in [*most, *least]
    )


def left_rows(found: Attachment, sample: Int32) -> tuple[LeftRow, ...]:
    """Return the rows in no node, the farthest first, after those outside the cover."""
    rows = found.nowhere()
    rows = rows[np.argsort(-found.nearness[rows], kind="stable")]
    return tuple(_left(row, sample, float(found.nearness[row])) for row in rows.tolist())


def _left(row: int, sample: Int32, nearness: float) -> LeftRow:
    if np.isfinite(nearness):
        return LeftRow(row, int(sample[row]), "far", round(nearness, 4))
    return LeftRow(row, int(sample[row]), "outside", None)


def _spread(
    name: str,
    found: Attachment,
    graph: FinishedGraph,
    nowhere: Bools,
    of_label: Bools,
    own_of_label: Bools,
) -> LabelSpread:
    node = found.node[of_label[found.row]]
    own_node = _nodes_of_members(graph)[own_of_label[graph.members]]
    return LabelSpread(
        label=name,
        rows=int(of_label.sum()),
        nowhere=int((of_label & nowhere).sum()),
        nodes=len(np.unique(node)),
        effective=effective_nodes(node, graph.n_nodes),
        own_rows=int(own_of_label.sum()),
        own_effective=effective_nodes(own_node, graph.n_nodes),
    )


def _label_in(found: Attachment, new: LabelledRows, node: int) -> str:
    label = new.label[found.row[found.node == node]]
    label = label[label >= 0]
    return new.labels[int(np.bincount(label).argmax())] if len(label) else ""


def _nodes_of_members(graph: FinishedGraph) -> Int64:
    return np.repeat(np.arange(graph.n_nodes), np.diff(graph.member_offsets))


def _commonest(votes: Float64) -> Int32:
    if not votes.shape[1]:
        return np.full(len(votes), NONE, np.int32)
    best = votes.argmax(axis=1)
    return np.where(votes.max(axis=1) > 0, best, NONE).astype(np.int32)


def _places(names: Sequence[str], among: Sequence[str]) -> Int64:
    """Return where each name is among others, -2 for nowhere."""
    known = dict(_folded_places(among))
    return np.array([known.get(_folded(name), -2) for name in names] or [-2], np.int64)


def _folded_places(names: Sequence[str]) -> Iterator[tuple[str, int]]:
    return ((_folded(name), k) for k, name in enumerate(names))


def _folded(name: str) -> str:
    """Return a name as it is compared: without regard to case, with spaces for underscores."""
    return name.casefold().replace("_", " ")
