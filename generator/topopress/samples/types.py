"""Samples: the inputs of an exploration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from topopress.core.arrays import Int32, Uint8


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the picture it is cut from; bottom and right are exclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class ImageSample:
    """One input picture.

    Attributes:
        id: Stable and unique within the exploration; depends on the input, not on its order.
        origin: Where the picture comes from: a path below the data folder, or a photograph's name.
        label: Class name, or None where there is none.
        digest: SHA-256 of the content the pixels are decoded from.
        box: The part of the origin that is the sample; None for the whole picture.
        metadata: Further columns of the list the sample came from.
    """

    id: str
    origin: str
    label: str | None
    digest: str
    box: Box | None = None
    metadata: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SkippedInput:
    """An input that cannot be used, and why."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class SampleTable:
    """All samples of an exploration in id order, and the inputs that were skipped."""

    samples: tuple[ImageSample, ...]
    skipped: tuple[SkippedInput, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The distinct labels, sorted."""
        return tuple(sorted({s.label for s in self.samples if s.label is not None}))

    @property
    def label_indices(self) -> Int32:
        """Each sample's index into ``labels``, -1 where it has no label, shape (n_samples,)."""
        index = {label: k for k, label in enumerate(self.labels)}
        labels = (sample.label for sample in self.samples)
        return np.array([-1 if label is None else index[label] for label in labels], np.int32)


class PictureSource(Protocol):
    """Gives the pixels of samples."""

    def read(self, sample: ImageSample) -> Uint8:
        """Return the sample's own pixels, shape (height, width, 3): its box, if it has one.

        Raises:
            DataError: The input is gone or has changed since it was surveyed.
        """
