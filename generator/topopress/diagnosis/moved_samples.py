"""Samples whose nearest neighbours are others in another layer."""

from collections.abc import Iterator, Sequence

import numpy as np

from topopress.core.arrays import Float64, Int32
from topopress.diagnosis.flow_types import MovedClass, MovedSample, Neighbourhoods
from topopress.diagnosis.measures.neighbours import overlap

LISTED = 10
"""Samples that are told."""


def neighbourhoods(
    *,
    first: str,
    second: str,
    near: tuple[Int32, Int32],
    sample: Int32,
    label: Int32,
    labels: tuple[str, ...],
) -> Neighbourhoods:
    """Return how far the neighbours of samples are the same in two layers.

    Of samples that keep equally many, those whose neighbours lost or won their label come first.

    Args:
        first: The one layer.
        second: The other.
        near: Nearest others of each sample in either, as places in ``sample``, shape (n, k).
        sample: The samples, shape (n,).
        label: Label of each of them, -1 for none, shape (n,).
        labels: Names of the labels.
    """
    kept = overlap(*near)
    before, after = (_like(each, label) for each in near)
    turned = np.where(label >= 0, np.abs(after - before), 0.0)
    order = np.lexsort((sample, -turned, kept))[:LISTED]
    return Neighbourhoods(
        first=first,
        second=second,
        kept=float(kept.mean()) if len(kept) else 0.0,
        classes=tuple(_classes(kept, label, labels)),
        samples=tuple(
            MovedSample(
                int(sample[k]),
                labels[label[k]] if label[k] >= 0 else "",
                float(kept[k]),
                float(before[k]) if label[k] >= 0 else None,
                float(after[k]) if label[k] >= 0 else None,
            )
            for k in order
        ),
    )


def _like(near: Int32, label: Int32) -> Float64:
    """Return the share of neighbours with the own label, shape (n,)."""
    return np.asarray((label[near] == label[:, None]).mean(axis=1), np.float64)


def _classes(kept: Float64, label: Int32, labels: Sequence[str]) -> Iterator[MovedClass]:
    found = [
        MovedClass(name, int(own.sum()), float(kept[own].mean()))
        for k, name in enumerate(labels)
        if (own := label == k).any()
    ]
    yield from sorted(found, key=lambda one: (one.kept, one.label))
