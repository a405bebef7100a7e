"""Measures of a layer, and of two layers, by the mean of each sample."""

import numpy as np

from topopress.core.arrays import Float32, Int32
from topopress.core.seeds import rng_for
from topopress.diagnosis.drawn import can_be_probed, drawn_samples, means_of
from topopress.diagnosis.measures.neighbours import NEAREST, overlap, two_nn
from topopress.diagnosis.measures.probe import folds, probed
from topopress.diagnosis.measures.similarity import debiased_cka, linear_r2, procrustes
from topopress.diagnosis.measures.spectrum import spectrum
from topopress.diagnosis.nearest import nearest
from topopress.diagnosis.report_types import LayerMeasures, LayerPair
from topopress.diagnosis.types import SampleMeans

NEIGHBOUR_ROWS = 1_000
"""Rows whose neighbours are looked for; the dimension is the same of 500."""
Measured = tuple[SampleMeans, LayerMeasures]


def measured(means: SampleMeans, label: Int32, *, most: int, seed: int) -> LayerMeasures:
    """Return the measures of a layer.

    Args:
        means: The mean of each sample.
        label: Label of each sample of the exploration, -1 for none.
        most: Samples that are drawn at most.
        seed: Draws them, the folds of the probe, and the labels of its control.
    """
    sample = drawn_samples(means.mean_of, most, seed)
    vectors, own = means_of(means, sample), label[sample]
    said, control = _probe(vectors, own, seed)
    neighbours, dimension = np.empty((0, NEAREST), np.int32), 0.0
    if len(sample) > NEAREST:
        near = nearest(vectors[spread(len(sample))], NEAREST)
        neighbours, dimension = near.row, two_nn(near.distance)
    directions = spectrum(vectors)
    return LayerMeasures(
        sample=sample,
        label=own,
        said=said,
        control=control,
        dimension=dimension,
        rank=directions.rank,
        saturation=directions.saturation,
        dead=directions.dead,
        neighbours=neighbours,
    )


def spread(n: int) -> Int32:
    """Return ``NEIGHBOUR_ROWS`` of n places at most, evenly spread, as samples may be in order."""
    return np.linspace(0, n - 1, min(n, NEIGHBOUR_ROWS)).round().astype(np.int32)


def _probe(vectors: Float32, label: Int32, seed: int) -> tuple[Int32, float | None]:
    """Return what a probe reads, and the accuracy of one of exchanged labels."""
    if not can_be_probed(label):
        return np.empty(0, np.int32), None
    known = label >= 0
    said = np.full(len(label), -1, np.int32)
    fold = folds(int(known.sum()), rng_for(seed, "probe"))
    said[known] = probed(vectors[known], label[known], fold)
    exchanged = rng_for(seed, "control").permutation(label[known])
    control = float((probed(vectors[known], exchanged, fold) == exchanged).mean())
    return said, control


def compared(first: Measured, second: Measured, *, seed: int) -> LayerPair:
    """Return how similar two layers are on the same drawn samples.

    Raises:
        ValueError: other samples were drawn.
    """
    (means, own), (others, other) = first, second
    if not np.array_equal(own.sample, other.sample):
        raise ValueError("the layers have other samples")
    x, y = means_of(means, own.sample), means_of(others, other.sample)
    return LayerPair(
        overlap=float(overlap(own.neighbours, other.neighbours).mean()),
        cka=debiased_cka(x, y),
        procrustes=procrustes(x, y),
        r2=linear_r2(x, y, rng_for(seed, "linear r2")),
    )
