"""Between which layers the pairs of classes part that are confused most."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from topopress.core.arrays import Int64
from topopress.diagnosis.drawn import means_of
from topopress.diagnosis.measures.probe import folds, probed
from topopress.diagnosis.report_types import LayerMeasures
from topopress.diagnosis.types import SampleMeans
from topopress.diagnosis.verdicts.parting import parting
from topopress.diagnosis.verdicts.types import Verdict

MOST_PAIRS = 10
LEAST_ROWS = 20
"""Samples that each class of a pair needs."""


def partings(
    means: Mapping[str, SampleMeans],
    measures: Mapping[str, LayerMeasures],
    names: Sequence[str],
    rng: np.random.Generator,
) -> Iterator[Verdict]:
    """Yield where the pairs of classes part that the probes of all layers confuse most."""
    layers = list(measures)
    if len(layers) < 2 or not all(len(each.said) for each in measures.values()):  # noqa: PLR2004
        return
    label, sample = measures[layers[0]].label, measures[layers[0]].sample
    for a, b in _confused(list(measures.values()), len(names)):
        rows = np.flatnonzero((label == a) | (label == b))
        second = (label[rows] == b).astype(np.int32)
        fold = folds(len(rows), rng)
        right = [
            probed(means_of(means[layer], sample[rows]), second, fold) == second for layer in layers
        ]
        yield parting(layers, right, (names[a], names[b]))


def _confused(measures: Sequence[LayerMeasures], n_labels: int) -> list[tuple[int, int]]:
    """Return the pairs of classes that are confused most, both ways, over all layers."""
    confusions: Int64 = np.zeros((n_labels, n_labels), np.int64)
    for each in measures:
        known = each.label >= 0
        np.add.at(confusions, (each.label[known], each.said[known]), 1)
    counts = np.bincount(measures[0].label[measures[0].label >= 0], minlength=n_labels)
    both = np.triu(confusions + confusions.T, 1)
    both[counts < LEAST_ROWS] = 0
    both[:, counts < LEAST_ROWS] = 0
    order = np.argsort(-both, axis=None, kind="stable")[:MOST_PAIRS]
    pairs = (divmod(int(place), n_labels) for place in order)
    return [(a, b) for a, b in pairs if both[a, b] > 0]
