"""New samples that fit nowhere in some layers, and those that are copies of the graph's own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from topopress.diagnosis.overlay.types import LeftRow, LeftSample, Repeated, RowsLeft
from topopress.samples.types import Sample


def left_of(layers: Mapping[str, RowsLeft]) -> tuple[LeftSample, ...]:
    """Return the samples with a layer in which none of their rows is in a node.

    Those of most layers come first, then those with rows outside of every interval, then the
    farthest.
    """
    where: dict[int, list[str]] = defaultdict(list)
    near: dict[int, list[float]] = defaultdict(list)
    for name, layer in layers.items():
        for sample, rows in _left_in(layer).items():
            where[sample].append(name)
            near[sample] += [np.inf if one.nearness is None else one.nearness for one in rows]
    order = sorted(where, key=lambda one: (-len(where[one]), -float(np.mean(near[one])), one))
    return tuple(LeftSample(one, tuple(where[one]), _mean(near[one])) for one in order)


def repeated(new: Sequence[Sample], own: Sequence[Sample]) -> tuple[Repeated, ...]:
    """Return the new samples that are made from the same bytes as one of the graph's own."""
    known = {(one.digest, one.part): k for k, one in reversed(list(enumerate(own)))}
    pairs = ((k, known.get((one.digest, one.part))) for k, one in enumerate(new))
    return tuple(Repeated(k, place) for k, place in pairs if place is not None)


def _left_in(layer: RowsLeft) -> Mapping[int, list[LeftRow]]:
    """Return the rows in no node by their sample, for samples that have no others."""
    rows: dict[int, list[LeftRow]] = defaultdict(list)
    for one in layer.left:
        rows[one.sample].append(one)
    total = np.bincount(layer.sample, minlength=1)
    return {sample: of for sample, of in rows.items() if len(of) == total[sample]}


def _mean(values: Sequence[float]) -> float | None:
    finite = [value for value in values if np.isfinite(value)]
    return round(float(np.mean(finite)), 4) if finite else None
