"""Edited copies of a graph's own samples: which fall back into their node, or beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64
from topopress.core.errors import DataError, suggestion
from topopress.diagnosis.overlay.types import (
    Attachment,
    Bools,
    EditedSamples,
    FinishedGraph,
    NodeReturn,
    Return,
    Returns,
)
from topopress.samples.types import Sample

NONE = -1


def edited_samples(
    new: Sequence[Sample], own: Sequence[Sample], of: str, change: str | None, where: str
) -> EditedSamples:
    """Return the sample of the graph that each new sample is an edited copy of.

    Args:
        new: The new samples.
        own: Those of the graph.
        of: The column of their metadata that has its id or its origin; empty for no copy.
        change: The column that says what was changed, if there is one.
        where: The file and the table of the settings, for messages.

    Raises:
        DataError: a column is missing, or a value names no sample.
    """
    for column in (of, change) if change else (of,):
        _require_column(new, column, f"{where}.{'of' if column == of else 'change'}")
    known = {one.origin: k for k, one in enumerate(own)} | {one.id: k for k, one in enumerate(own)}
    places = []
    for one in new:
        name = str(one.metadata.get(of, ""))
        if name and name not in known:
            raise DataError(
                f"{where}.of: {one.origin!r} says {name!r}, which is the id or the origin of no "
                f"sample of `data`{suggestion(name, known)}"
            )
        places.append(known[name] if name else NONE)
    said = [str(one.metadata.get(change, "")) if change else "" for one in new]
    changes = tuple(sorted({one for one in said if one}))
    number = {name: k for k, name in enumerate(changes)}
    return EditedSamples(
        original=np.array(places, np.int32),
        change=np.array([number.get(one, NONE) for one in said], np.int32),
        changes=changes,
    )


def returns(
    found: Attachment,
    sample: Int32,
    edited: EditedSamples,
    graph: FinishedGraph,
    own_sample: Int32,
) -> Returns:
    """Return how many rows of edited copies are in the nodes of their originals, or beside them.

    ``sample`` is the new sample of each new row, ``own_sample`` that of each row of the graph. A
    copy counts once for each node of its original.
    """
    row, node = _pairs(edited.original[sample], graph, own_sample)
    inside = np.zeros((len(sample), graph.n_nodes), np.bool_)
    inside[found.row, found.node] = True
    near = _with_neighbours(inside, graph.edges)
    same = inside[row, node]
    lost = np.ones(len(sample), np.bool_)
    lost[found.row] = False
    beside, nowhere = near[row, node] & ~same, lost[row]
    copies = np.unique(row)
    # Of a node, what a copy of any other sample would give.
    chance = near[copies].mean(axis=0) if len(copies) else np.zeros(graph.n_nodes)
    counted = _Pairs(same, beside, nowhere, chance[node])
    change = edited.change[sample][row]
    return Returns(
        every=counted.of(np.ones(len(row), np.bool_), ""),
        changes=tuple(counted.of(change == k, name) for k, name in enumerate(edited.changes)),
        nodes=tuple(_nodes(counted, node, graph)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Copies and nodes of their originals: where each copy is, and the chance of that node."""

    same: Bools
    beside: Bools
    nowhere: Bools
    chance: Float64

    def of(self, chosen: Bools, name: str) -> Return:
        """Count some of the pairs."""
        total = int(chosen.sum())
        return Return(
            change=name,
            copies=total,
            same=int(self.same[chosen].sum()),
            beside=int(self.beside[chosen].sum()),
            nowhere=int(self.nowhere[chosen].sum()),
            chance=round(float(self.chance[chosen].mean()), 4) if total else 0.0,
        )


def _nodes(counted: _Pairs, node: Int64, graph: FinishedGraph) -> Iterator[NodeReturn]:
    """Yield the nodes whose members have copies, the least robust first."""
    found = [(int(k), counted.of(node == k, "")) for k in np.unique(node)]
    found.sort(key=lambda one: ((one[1].same + one[1].beside) / one[1].copies, -one[1].copies))
    yield from (NodeReturn(graph.node_id(k), one) for k, one in found)


def _pairs(original: Int32, graph: FinishedGraph, own_sample: Int32) -> tuple[Int64, Int64]:
    """Return each row of a copy with each node of its original."""
    sizes = np.diff(graph.member_offsets)
    node = np.repeat(np.arange(graph.n_nodes), sizes)
    pairs = np.unique(np.column_stack([own_sample[graph.members], node]), axis=0)
    starts = np.searchsorted(pairs[:, 0], original)
    counts = np.searchsorted(pairs[:, 0], original, side="right") - starts
    row = np.repeat(np.arange(len(original)), counts)
    within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    return row, pairs[np.repeat(starts, counts) + within, 1]


def _with_neighbours(inside: Bools, edges: Int32) -> Bools:
    """Return for each row the nodes that it is in, and their neighbours."""
    near = inside.copy()
    for first, second in edges.tolist():
        near[:, first] |= inside[:, second]
        near[:, second] |= inside[:, first]
    return near


def _require_column(new: Sequence[Sample], column: str, where: str) -> None:
    known = sorted({name for one in new for name in one.metadata})
    if column not in known:
        there = f"there are: {', '.join(known)}" if known else "they have none at all"
        raise DataError(
            f"{where}: the metadata of the new samples have no column {column!r}"
            f"{suggestion(column, known)} ({there})"
        )
