"""Joins what the layers say to lists of what is worth a look, most suspicious first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from topopress.analysis.predictions import Predictions
from topopress.core.arrays import Float64, Int32
from topopress.diagnosis.failures import Failing, failing_nodes
from topopress.diagnosis.outliers import mean_rank
from topopress.diagnosis.surroundings import RowSamples, Surroundings
from topopress.diagnosis.types import (
    Duplicates,
    ExpectedErrors,
    FailureGroup,
    LabelError,
    LayerError,
    LayerLabels,
    LayerNeighbours,
    Mistaken,
    NodeMembers,
    Outlier,
    Seen,
)
from topopress.samples.types import Labels

OUTLIERS = 0.02
"""Share of the samples that are listed as the farthest."""
FEWEST_OUTLIERS = 10
PAIRS_OF_CLASSES = 3
"""Most frequent errors of a failure group that are told."""
SHOWN_NEAR = 5
"""Neighbours that a card shows."""
SHOWN_MEMBERS = 8
"""Members of a group that a card shows."""


def best_layer(judged: Mapping[str, LayerLabels], layers: Sequence[str]) -> str:
    """Return the layer with the least leave-one-out error, or the last where there is none."""
    errors = {name: judged[name].error for name in layers if name in judged}
    known = {name: error for name, error in errors.items() if error is not None}
    return min(known, key=lambda name: known[name]) if known else layers[-1]


def label_errors(
    judged: LayerLabels, labels: Labels, around: Surroundings
) -> tuple[LabelError, ...]:
    """Return the samples for which the others suggest another label."""
    order = np.lexsort((judged.of, -judged.score))
    return tuple(
        LabelError(
            seen=around.of(int(judged.of[k])),
            label=labels.labels[labels.label[judged.of[k]]],
            suggested=labels.labels[judged.suggested[k]],
            score=round(float(judged.score[k]), 4),
            chance=round(float(judged.chance[k]), 4),
        )
        for k in order.tolist()
        if judged.score[k] > 0
    )


def expected(judged: Mapping[str, LayerLabels], best: str) -> ExpectedErrors | None:
    """Return how many labels are errors; None where no layer judges labels."""
    one = judged[best]
    if one.error is None:
        return None
    known = {name: each for name, each in judged.items() if each.error is not None}
    ordered = sorted(known, key=lambda name: known[name].error or 0.0)
    layers = (
        LayerError(name, round(known[name].error or 0.0, 6), known[name].is_weak)
        for name in ordered
    )
    n = len(one.of)
    number, low, high = (round(share * n, 1) for share in (one.share, one.low, one.high))
    return ExpectedErrors(n, number, low, high, one.is_weak, tuple(layers))


def outliers(far: Mapping[str, LayerNeighbours], around: Surroundings) -> tuple[Outlier, ...]:
    """Return the samples that are farthest from many others, by the mean rank over the layers."""
    layers = list(far.values())
    in_all: Int32 = layers[0].of
    for each in layers[1:]:
        in_all = np.intersect1d(in_all, each.of).astype(np.int32)
    scores: list[Float64] = [
        each.far[np.searchsorted(each.of, in_all)].astype(np.float64) for each in layers
    ]
    ranks = mean_rank(scores)
    n_listed = min(len(in_all), max(FEWEST_OUTLIERS, int(OUTLIERS * len(in_all))))
    order = np.lexsort((in_all, -ranks))[:n_listed]
    return tuple(
        Outlier(around.of(int(in_all[k])), round(float(ranks[k]), 4)) for k in order.tolist()
    )


def failure_groups(
    graphs: Mapping[str, NodeMembers],
    rows: Mapping[str, RowSamples],
    labels: Labels,
    predicted: Predictions | None,
) -> tuple[FailureGroup, ...]:
    """Return the nodes of all layers in which the network errs, highest lower end first."""
    if predicted is None or not len(predicted.correct):
        return ()
    found = []
    for layer, graph in graphs.items():
        sample, names = rows[layer].sample, graph.names
        of_layer = failing_nodes(graph.member_offsets, graph.members, sample, predicted.correct)
        for one in of_layer:
            part = slice(graph.member_offsets[one.node], graph.member_offsets[one.node + 1])
            inside = np.unique(sample[graph.members[part]])
            wrong = inside[predicted.correct[inside] == 0]
            found.append(_group(layer, names[one.node], one, wrong, labels, predicted))
    return tuple(sorted(found, key=lambda one: (-one.low, one.layer, one.node)))


def _group(
    layer: str, node: str, one: Failing, wrong: Int32, labels: Labels, predicted: Predictions
) -> FailureGroup:
    pairs = Counter(
        (labels.labels[labels.label[k]], predicted.labels[predicted.label[k]])
        for k in wrong.tolist()
    )
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return FailureGroup(
        layer=layer,
        node=node,
        samples=one.samples,
        errors=one.errors,
        low=round(one.low, 4),
        high=round(one.high, 4),
        elsewhere=round(one.elsewhere, 4),
        mistaken=tuple(Mistaken(*pair, count) for pair, count in ordered[:PAIRS_OF_CLASSES]),
        examples=tuple(wrong[:SHOWN_MEMBERS].tolist()),
    )


def shown_samples(
    cards: Iterable[Seen], duplicates: Iterable[Duplicates], failing: Iterable[FailureGroup]
) -> Int32:
    """Return the samples that cards show, with five neighbours each, ascending."""
    found: set[int] = set()
    for card in cards:
        found.update((card.sample, *card.near[:SHOWN_NEAR]))
    for group in duplicates:
        found.update(group.samples[:SHOWN_MEMBERS])
    for one in failing:
        found.update(one.examples)
    return np.array(sorted(found), np.int32)
