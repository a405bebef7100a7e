"""Finds the terms that set each node of a layer apart, beside shuffled nodes of its size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.kinds.texts.terms.counting import LayerCounts, Sets
from topopress.kinds.texts.terms.shuffled import drawn, drawn_within, sets_of
from topopress.kinds.texts.terms.types import ClassTerms, NodeTerms, TermClass, TermTable
from topopress.mapper.types import MapperGraph

DRAWS = 99
"""Shuffled nodes for each node: a node like them exceeds all of them once in a hundred times."""
MOST = 8
"""Terms of a class that a node has at most."""


def terms_apart(
    table: TermTable,
    sample: Int32,
    graph: MapperGraph,
    group: tuple[str, Int32] | None,
    *,
    seed: int,
    progress: Progress = SILENT,
) -> NodeTerms:
    """Return the terms that set each node apart: those whose z-score no shuffled node reaches.

    Args:
        table: The terms of all samples.
        sample: Sample of each row of the layer, shape (n_rows,).
        graph: The graph of the layer.
        group: Name of the column by which rows are in groups, and the group of each row, -1 for
            none; None without groups.
        seed: Decides which rows shuffled nodes have.
        progress: Is told of each node.
    """
    found = [_Found(one, LayerCounts(one, sample)) for one in table.classes]
    progress.start("terms of nodes", graph.n_nodes)
    for node in range(graph.n_nodes):
        members = graph.members_of(node).astype(np.int64)
        within = None
        if group is not None:
            rng = rng_for(seed, "within groups", graph.node_id(node))
            within = drawn_within(graph.members_of(node), group[1], DRAWS, rng)
        for one in found:
            # Drawn anew for each class, so that one draw is held at a time; equal for equal sizes.
            rng = rng_for(seed, "shuffled nodes", len(members))
            one.add(members, len(sample), rng, None if _is(one.of, group) else within)
        progress.advance()
    progress.finish()
    return NodeTerms(tuple(one.result() for one in found), DRAWS)


def _is(one: TermClass, group: tuple[str, Int32] | None) -> bool:
    return group is not None and one.source == "column" and one.name == group[0]


@dataclass(slots=True)
class _Found:
    """The terms of one class, node by node."""

    of: TermClass
    counts: LayerCounts
    chance_of: dict[int, float] = field(default_factory=dict)
    nodes: list[tuple[int, int, float, float]] = field(default_factory=list)
    terms: list[list[tuple[int, float, int, int]]] = field(default_factory=list)

    def add(
        self, members: Int64, n_rows: int, rng: np.random.Generator, within: Sets | None
    ) -> None:
        """Add a node."""
        size = len(members)
        if size not in self.chance_of:
            self.chance_of[size] = self.counts.largest(drawn(size, n_rows, DRAWS, rng))
        chance = self.chance_of[size]
        scores = self.counts.scores(sets_of([members], n_rows))
        own: Float64 = scores.z[0]
        passed = np.flatnonzero(own > chance)
        best = passed[np.argsort(-own[passed], kind="stable")][:MOST]
        limit = np.nan if within is None else self.counts.largest(within)
        self.nodes.append((int(scores.units[0]), int(scores.rest[0]), chance, limit))
        self.terms.append(
            [
                (int(k), float(own[k]), int(scores.here[0, k]), int(scores.elsewhere[0, k]))
                for k in best
            ]
        )

    def result(self) -> ClassTerms:
        """Return the terms of all nodes that were added."""
        listed = [entry for entries in self.terms for entry in entries]
        used = sorted({entry[0] for entry in listed})
        place = {term: k for k, term in enumerate(used)}
        units, rest, chance, within = _columns(self.nodes, 4)
        term, z, here, elsewhere = _columns(listed, 4)
        return ClassTerms(
            self.of.name,
            self.of.source,
            tuple(self.of.terms[term] for term in used),
            np.array(units, np.int64),
            np.array(rest, np.int64),
            np.array(chance, np.float64),
            np.array(within, np.float64),
            np.cumsum([0, *map(len, self.terms)]),
            np.array([place[int(each)] for each in term], np.int32),
            np.array(z, np.float64),
            np.array(here, np.int64),
            np.array(elsewhere, np.int64),
        )


def _columns(rows: Sequence[tuple[float, ...]], n: int) -> Iterator[list[float]]:
    yield from ([row[k] for row in rows] for k in range(n))
