"""Samples: the inputs of an exploration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from topopress.core.arrays import Int32


@dataclass(frozen=True, slots=True)
class Sample:
    """One input.

    Attributes:
        id: Stable and unique within the exploration; depends on the input, not on its order.
        origin: Where the input comes from, such as a path below the data folder.
        label: Class name, or None where there is none.
        digest: SHA-256 of the content the input is made from.
        part: Which part of the origin the sample is, in the terms of its kind; empty for the whole.
        metadata: Further columns of the list the sample came from.
    """

    id: str
    origin: str
    label: str | None
    digest: str
    part: tuple[int, ...] = ()
    metadata: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SkippedInput:
    """An input that cannot be used, and why."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """The labels of all samples.

    Attributes:
        labels: The distinct labels, sorted.
        label: Index into ``labels`` of each sample, -1 for none, shape (n_samples,).
    """

    labels: tuple[str, ...]
    label: Int32


@dataclass(frozen=True, slots=True, eq=False)
class SampleTable(Labels):
    """All samples of an exploration, in id order, and the inputs that were skipped."""

    samples: tuple[Sample, ...]
    skipped: tuple[SkippedInput, ...] = ()

    @classmethod
    def of(cls, samples: Sequence[Sample], skipped: Sequence[SkippedInput] = ()) -> "SampleTable":
        """Return the table of some samples, in id order."""
        ordered = tuple(sorted(samples, key=lambda sample: sample.id))
        labels = sorted({s.label for s in ordered if s.label is not None})
        index = {label: k for k, label in enumerate(labels)}
        label = [-1 if s.label is None else index[s.label] for s in ordered]
        return cls(tuple(labels), np.array(label, np.int32), ordered, tuple(skipped))
