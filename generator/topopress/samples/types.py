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


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a data source found, counted; each thing is counted once.

    Attributes:
        what: What is counted and where, such as ``files in 'pictures'``.
        used: Those that are samples, or that samples are taken from.
        skipped: Those that cannot be used, which are named one by one.
        not_drawn: Those that a limit of the settings left out.
        not_kept: Those that a rule of the settings left out, such as a rule for labels.
        others: Those of a kind that is never a sample, by their kind, such as ``.txt``.
    """

    what: str
    used: int
    skipped: int = 0
    not_drawn: int = 0
    not_kept: int = 0
    others: Mapping[str, int] = field(default_factory=dict)

    @property
    def n_others(self) -> int:
        """How many are of a kind that is never a sample."""
        return sum(self.others.values())

    @property
    def total(self) -> int:
        """How many were found."""
        return self.used + self.skipped + self.not_drawn + self.not_kept + self.n_others

    def __str__(self) -> str:
        """Return the sum in one line."""
        parts = [f"{self.used:,} used", f"{self.skipped:,} skipped"]
        if self.not_drawn:
            parts.append(f"{self.not_drawn:,} not drawn")
        if self.not_kept:
            parts.append(f"{self.not_kept:,} not kept")
        if self.others:
            parts.append(f"{self.n_others:,} of other kinds ({self.listed_others})")
        return f"{self.total:,} {self.what}: {', '.join(parts)}"

    @property
    def listed_others(self) -> str:
        """The kinds that are never samples, with their numbers."""
        return ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.others.items()))


@dataclass(frozen=True, slots=True, eq=False)
class SampleTable(Labels):
    """All samples of an exploration, in id order, or in the order of the rows that were given."""

    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Survey(SampleTable):
    """All samples, and what an author should know of how they were found.

    Stages that compute read a ``SampleTable``, so a file that is no sample changes none of them.

    Attributes:
        skipped: The inputs that cannot be used.
        found: What was found, counted; None for a source that has nothing to count.
        notices: What an author should know, one sentence or two each.
    """

    skipped: tuple[SkippedInput, ...] = ()
    found: Found | None = None
    notices: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        samples: Sequence[Sample],
        skipped: Sequence[SkippedInput] = (),
        found: Found | None = None,
        notices: Sequence[str] = (),
    ) -> "Survey":
        """Return the survey of some samples, in id order."""
        ordered = sorted(samples, key=lambda sample: sample.id)
        return cls.in_order(ordered, skipped, found, notices)

    @classmethod
    def in_order(
        cls,
        ordered: Sequence[Sample],
        skipped: Sequence[SkippedInput] = (),
        found: Found | None = None,
        notices: Sequence[str] = (),
    ) -> "Survey":
        """Return the survey of some samples in the order that they have."""
        labels = sorted({s.label for s in ordered if s.label is not None})
        index = {label: k for k, label in enumerate(labels)}
        label = np.array([-1 if s.label is None else index[s.label] for s in ordered], np.int32)
        return cls(tuple(labels), label, tuple(ordered), tuple(skipped), found, tuple(notices))
