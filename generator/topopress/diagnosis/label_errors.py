"""What one layer says of the labels of samples: leave-one-out kernel ridge, in two passes."""

import numpy as np

from topopress.core.seeds import rng_for
from topopress.diagnosis.expected import expected_errors
from topopress.diagnosis.ridge import fit, margin, second_pass, smoother
from topopress.diagnosis.types import LayerLabels, SampleMeans, Unjudged
from topopress.samples.types import Labels

FEWEST = 30
"""Samples with a label at least."""
EACH = 5
"""Samples of each label at least, on average."""


def why_not(labels: Labels) -> Unjudged:
    """Return why labels cannot be judged; empty where they can."""
    labelled, n_labels = int((labels.label >= 0).sum()), len(labels.labels)
    if n_labels < 2:  # noqa: PLR2004 - one label has no other
        return "no labels"
    return "too few" if labelled < max(FEWEST, EACH * n_labels) else ""


def judged_labels(given: SampleMeans, labels: Labels, *, seed: int) -> LayerLabels:
    """Judge the label of each sample by all others; the seed draws landmarks of many samples."""
    label = labels.label[given.mean_of]
    known = np.flatnonzero(label >= 0)
    nothing = np.empty(0, np.float32)
    if why_not(labels) or len(known) < FEWEST:
        return LayerLabels(np.empty(0, np.int32), nothing, np.empty(0, np.int32), nothing)
    used, place = np.unique(label[known], return_inverse=True)
    if len(used) < 2:  # noqa: PLR2004 - as above
        return LayerLabels(np.empty(0, np.int32), nothing, np.empty(0, np.int32), nothing)
    smooth = smoother(given.means[known], rng_for(seed, "landmarks"))
    first = fit(smooth, np.eye(len(used))[place])
    again = second_pass(smooth, first, place)
    expected = expected_errors(first.predicted, place)
    return LayerLabels(
        of=given.mean_of[known],
        score=margin(again, place).astype(np.float32),
        suggested=used[again.argmax(1)].astype(np.int32),
        chance=expected.chance.astype(np.float32),
        error=first.error,
        share=expected.share,
        low=expected.low,
        high=expected.high,
        weakness=expected.weakness,
        is_weak=expected.is_weak,
    )
