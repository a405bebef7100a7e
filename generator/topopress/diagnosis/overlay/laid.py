"""The new rows of one layer over its graph: attached, counted, compared with the graph's own."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float64, Int32
from topopress.core.seeds import rng_for
from topopress.diagnosis.overlay.attached import NewRows, OwnRows, attached
from topopress.diagnosis.overlay.edited import returns
from topopress.diagnosis.overlay.figures import (
    LabelledRows,
    answers,
    confusion,
    label_counts,
    left_rows,
    own_answers,
    right,
    shares,
    spreads,
)
from topopress.diagnosis.overlay.types import (
    Attachment,
    Counted,
    EditedSamples,
    FinishedGraph,
    LayerOverlay,
    Returns,
)

OWN_ROWS = 2_000
"""Rows of the graph's own that are attached again, each without its own sample."""


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """What is laid over a graph, and the graph.

    Attributes:
        new: The new rows.
        own: The graph's own rows.
        new_labels: Label and sample of each new row.
        own_labels: Label and sample of each of the graph's own rows.
        metric: Distance of the clusterer.
        edited: Which new samples are edited copies; None where none are.
    """

    new: NewRows
    own: OwnRows
    graph: FinishedGraph
    new_labels: LabelledRows
    own_labels: LabelledRows
    metric: str
    edited: EditedSamples | None = None


def laid_over(layer: str, given: Laid, *, seed: int) -> LayerOverlay:
    """Return what new rows say over a graph; ``seed`` is the one that the graph was made with."""
    graph = given.graph
    found = attached(given.new, given.own, graph, given.metric, seed=seed)
    counts = label_counts(graph, given.own_labels)
    answer = answers(found, counts)
    own_nowhere, own_right = _own_rows(given, counts, seed)
    names = given.own_labels.labels
    return LayerOverlay(
        layer=layer,
        sample=given.new_labels.sample,
        row=found.row,
        node=found.node,
        node_ids=tuple(graph.node_id(node) for node in range(graph.n_nodes)),
        answer=tuple(names[k] if k >= 0 else "" for k in answer.tolist()),
        nowhere=Counted(len(found.nowhere()), len(found.nearness)),
        own_nowhere=own_nowhere,
        spreads=spreads(found, graph, given.new_labels, given.own_labels),
        shares=shares(found, graph, given.new_labels, counts, names),
        confusion=confusion(found, answer, given.new_labels, given.own_labels, own_right),
        left=left_rows(found, given.new_labels.sample),
        returns=_returns(given, found),
    )


def _returns(given: Laid, found: Attachment) -> Returns | None:
    if given.edited is None:
        return None
    sample = given.new_labels.sample
    return returns(found, sample, given.edited, given.graph, given.own_labels.sample)


def _own_rows(given: Laid, counts: Float64, seed: int) -> tuple[Counted, Counted]:
    """Attach rows of the graph's own without their sample: those in no node, and right answers."""
    own, graph, labels = given.own, given.graph, given.own_labels
    n_rows = len(own.vectors)
    drawn = rng_for(seed, "overlay").choice(n_rows, min(OWN_ROWS, n_rows), replace=False)
    rows = np.sort(drawn)
    sample: Int32 = own.sample[rows]
    again = NewRows(own.vectors[rows], tuple(lens[rows] for lens in graph.lenses), sample)
    found = attached(again, own, graph, given.metric, seed=seed)
    answer = own_answers(found, rows, counts, graph, labels)
    correct = right(answer, labels.labels, labels.label[rows], labels.labels)
    return Counted(len(found.nowhere()), len(rows)), correct
