"""What becomes of the nodes of one graph in another: which split, merge, dissolve."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from topopress.core.arrays import Int32, Int64
from topopress.core.seeds import rng_for
from topopress.diagnosis.common_rows import CommonRows, exchanged
from topopress.diagnosis.flow_types import CHANGES, ChangeKind, GraphFlow, NodeChange, RowGroup
from topopress.diagnosis.measures.node_matching import matched_nodes
from topopress.diagnosis.node_parts import (
    Part,
    held,
    is_dissolved,
    judged_nodes,
    linked_nodes,
    parts_of,
)

LISTED = 10
"""Changes of each kind that are told."""
SAMPLES = 3
"""Samples that are named of each group of rows."""
REPEATED = 0.5
"""Share of its rows in nodes told before from which a change is not told again."""


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """A change of a node, by numbers; ``moved`` are rows, ``in_no_node`` how many."""

    kind: ChangeKind
    node: int
    rows: Int64
    parts: list[Part]
    moved: Int64
    in_no_node: int


@dataclass(frozen=True, slots=True, eq=False)
class NamedLayer:
    """A layer, and the names of the nodes of its graph."""

    name: str
    nodes: tuple[str, ...]


def graph_flow(
    first: NamedLayer,
    second: NamedLayer,
    common: CommonRows,
    labels: tuple[str, ...],
    label: Int32,
    seed: int,
) -> GraphFlow:
    """Return what becomes of the nodes of one graph in another.

    Args:
        first: The layer of the one graph.
        second: That of the other.
        common: The nodes of both by their common rows.
        labels: Names of the labels.
        label: Label of each sample, -1 for none.
        seed: Exchanges rows at random.
    """
    own, other = common.nodes
    random = exchanged(other, rng_for(seed, "flow", first.name, second.name))
    found, by_chance = list(_changes(own, other)), list(_changes(own, random))
    told = _Told(first, second, common.sample, labels, label[common.sample])
    return GraphFlow(
        first=first.name,
        second=second.name,
        n_rows=len(common.sample),
        in_no_node=_in_no_node(own, other),
        judged=(len(judged_nodes(own)), len(judged_nodes(other))),
        found=_counted(found),
        by_chance=_counted(by_chance),
        matched=matched_nodes(own, other),
        matched_by_chance=matched_nodes(own, random),
        changes=tuple(told.change(one) for kind in CHANGES for one in _listed(found, kind)),
    )


def _in_no_node(first: csr_array, second: csr_array) -> float:
    """Return the share of the rows in nodes of the first that are in no node of the second."""
    rows, others = first.sum(axis=0) > 0, second.sum(axis=0) > 0
    return float((rows & ~others).sum() / max(rows.sum(), 1))


def _changes(first: csr_array, second: csr_array) -> Iterator[_Change]:
    """Yield the changes of all nodes."""
    for node, rows, parts, missing in _judged(first, second):
        if is_dissolved(rows, parts):
            moved = np.setdiff1d(rows, held(parts))
            yield _Change("dissolves", node, rows, parts, moved, missing)
        elif len(parts) > 1:
            yield _Change("splits", node, rows, parts, _outside_largest(parts), missing)
    for node, rows, parts, missing in _judged(second, first):
        if len(parts) > 1 and not is_dissolved(rows, parts):
            yield _Change("merges", node, rows, parts, _outside_largest(parts), missing)


def _judged(own: csr_array, other: csr_array) -> Iterator[tuple[int, Int64, list[Part], int]]:
    """Yield each judged node, its rows, their parts, and how many are in no node of the other."""
    absent, graph = other.sum(axis=0) == 0, linked_nodes(other)
    for node in judged_nodes(own).tolist():
        rows = _rows_of(own, node)
        yield node, rows, parts_of(rows, graph), int(absent[rows].sum())


def _rows_of(nodes: csr_array, node: int) -> Int64:
    return np.sort(nodes.indices[nodes.indptr[node] : nodes.indptr[node + 1]]).astype(np.int64)


def _outside_largest(parts: Sequence[Part]) -> Int64:
    return np.setdiff1d(held(list(parts[1:])), parts[0].rows)


def _counted(changes: Sequence[_Change]) -> dict[ChangeKind, int]:
    return {kind: sum(one.kind == kind for one in changes) for kind in CHANGES}


def _listed(changes: Sequence[_Change], kind: ChangeKind) -> list[_Change]:
    """Return those with the most rows moved; not twice the same rows, as nodes overlap."""
    ranked = sorted(
        (one for one in changes if one.kind == kind), key=lambda one: (-len(one.moved), one.node)
    )
    told: list[_Change] = []
    seen = np.empty(0, np.int64)
    for one in ranked:
        if len(told) < LISTED and np.isin(one.rows, seen).mean() < REPEATED:
            told.append(one)
            seen = np.union1d(seen, one.rows)
    return told


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """Puts names in the place of numbers; ``label`` is that of each row."""

    first: NamedLayer
    second: NamedLayer
    sample: Int32
    labels: tuple[str, ...]
    label: Int32

    def change(self, one: _Change) -> NodeChange:
        merges = one.kind == "merges"
        own, other = (self.second, self.first) if merges else (self.first, self.second)
        of_node = one.moved if one.kind == "dissolves" else one.rows
        node = self._group((own.nodes[one.node],), one.rows, of_node)
        parts = (
            self._group(tuple(other.nodes[k] for k in part.nodes.tolist()), part.rows, part.rows)
            for part in one.parts
        )
        return NodeChange(one.kind, node, tuple(parts), len(one.moved), one.in_no_node)

    def _group(self, nodes: tuple[str, ...], rows: Int64, named: Int64) -> RowGroup:
        """Return a group of rows; samples are those of ``named`` rows."""
        known = self.label[rows]
        known = known[known >= 0]
        counts = np.bincount(known, minlength=1)
        samples, times = np.unique(self.sample[named], return_counts=True)
        return RowGroup(
            nodes=nodes,
            n_rows=len(rows),
            label=self.labels[int(counts.argmax())] if len(known) else "",
            share=float(counts.max() / len(rows)) if len(known) else 0.0,
            samples=tuple(samples[np.argsort(-times, kind="stable")][:SAMPLES].tolist()),
        )
