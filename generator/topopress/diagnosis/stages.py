"""The stages that judge the samples of each layer, and the one that joins what they say."""

from collections.abc import Mapping

import numpy as np

from topopress.analysis.predictions import Predictions
from topopress.diagnosis.surroundings import RowSamples
from topopress.diagnosis.types import (
    Findings,
    Fingerprints,
    LayerLabels,
    LayerNeighbours,
    LayerPairs,
    NodeMembers,
    SampleMeans,
)
from topopress.samples.types import Labels, SampleTable

FEWEST = 12
"""Samples below which there are no ten neighbours of each."""


def judged_labels(means: SampleMeans, labels: Labels, seed: int) -> LayerLabels:
    """Judge the label of each sample by all others."""
    from topopress.diagnosis import label_errors

    return label_errors.judged_labels(means, labels, seed=seed)


def sample_neighbours(means: SampleMeans) -> LayerNeighbours:
    """Find the neighbours of each sample, and how far it is from many."""
    from topopress.diagnosis.outliers import neighbourhood
    from topopress.diagnosis.surroundings import NEAR

    if len(means.mean_of) < FEWEST:
        nobody = np.empty((len(means.mean_of), 0), np.int32)
        return LayerNeighbours(means.mean_of, nobody, np.zeros(len(nobody), np.float32))
    near, far = neighbourhood(means.means, NEAR)
    return LayerNeighbours(means.mean_of, means.mean_of[near], far.astype(np.float32))


def sample_pairs(means: SampleMeans, false_pairs: float) -> LayerPairs:
    """Find the pairs of samples that are nearer than chance allows.

    ``false_pairs`` are expected in 1,000 samples.
    """
    from topopress.diagnosis.duplicates import near_pairs

    if len(means.mean_of) < FEWEST:
        nothing = np.empty(0, np.int32)
        return LayerPairs(nothing, nothing, np.empty(0, np.float32), 0.0)
    found = near_pairs(means.means)
    listed = np.flatnonzero(found.chance < false_pairs / 1000)
    listed = listed[np.argsort(found.chance[listed], kind="stable")]
    return LayerPairs(
        first=means.mean_of[found.first[listed]],
        second=means.mean_of[found.second[listed]],
        chance=found.chance[listed].astype(np.float32),
        dimension=found.dimension,
    )


def findings(
    judged: Mapping[str, LayerLabels],
    neighbours: Mapping[str, LayerNeighbours],
    pairs: Mapping[str, LayerPairs],
    graphs: Mapping[str, NodeMembers],
    rows: Mapping[str, RowSamples],
    samples: SampleTable,
    predicted: Predictions | None,
    prints: Fingerprints | None,
    layers: tuple[str, ...],
    split: str | None,
    listed: int,
) -> Findings:
    """Join what the layers say to lists of what is worth a look.

    ``layers`` are in the order of the network, ``split`` is a column of the metadata, ``listed``
    the number of cards of each list.
    """
    from topopress.diagnosis import findings as joined
    from topopress.diagnosis.groups import duplicate_groups
    from topopress.diagnosis.label_errors import why_not
    from topopress.diagnosis.surroundings import Surroundings

    best = joined.best_layer(judged, layers)
    around = Surroundings(graphs[best], rows[best], neighbours[best])
    suspects = joined.label_errors(judged[best], samples, around)
    far = joined.outliers(neighbours, around)
    copies = duplicate_groups(samples.samples, pairs[best], prints, split)
    failing = joined.failure_groups(graphs, rows, samples, predicted)
    cards = [*(one.seen for one in suspects[:listed]), *(one.seen for one in far[:listed])]
    return Findings(
        layer=best,
        label_errors=suspects,
        outliers=far,
        near_duplicates=copies,
        failure_groups=failing,
        expected=joined.expected(judged, best),
        unjudged=why_not(samples),
        sample=joined.shown_samples(cards, copies[:listed], failing[:listed]),
    )
