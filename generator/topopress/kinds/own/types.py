"""What is stored of the samples that an author's code yields."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Int32, Int64, Uint8
from topopress.network.own.reads import Reads
from topopress.samples.types import Sample

Arrays = Mapping[str, NDArray[np.generic]]
"""The input of one sample by the name of the argument; the name is empty for a single one."""


@dataclass(frozen=True, slots=True)
class Form:
    """Names, types of numbers, and shapes of the arrays of one input."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    shapes: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, arrays: Arrays) -> "Form":
        """Return the form of an input."""
        types = tuple(each.dtype.str for each in arrays.values())
        return cls(tuple(arrays), types, tuple(each.shape for each in arrays.values()))

    def __str__(self) -> str:
        """Return it in words."""
        parts = zip(self.names, self.types, self.shapes, strict=True)
        return ", ".join(
            f"{name and f'{name} '}{np.dtype(kind).name} {shape}" for name, kind, shape in parts
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """The samples without their inputs.

    Attributes:
        samples: In the order in which the code yields them.
        more: Whether the code yields more than the limit of the settings.
        examples: SHA-256 of the inputs that the network is probed with.
    """

    samples: tuple[Sample, ...]
    more: bool
    examples: str


@dataclass(frozen=True, slots=True, eq=False)
class Looking(Listed):
    """The samples with what says whether they have texts and pictures.

    Attributes:
        texts: The text of each sample, "" for none; empty if no sample has one.
        picture_ends: End of each sample's picture among all, in bytes, shape (n_samples,).
    """

    texts: tuple[str, ...]
    picture_ends: Int64


@dataclass(frozen=True, slots=True, eq=False)
class OwnSamples(Looking):
    """All that an author's code yields, and what it read.

    Attributes:
        forms: The distinct forms of inputs, in the order in which they first occur.
        form: Index into ``forms`` of each sample, shape (n_samples,).
        inputs: The numbers of all inputs, one after another, shape (n_bytes,).
        ends: End of each input in ``inputs``, shape (n_samples,).
        links: The address of each sample, "" for none; empty if no sample has one.
        pictures: Each sample's picture as PNG, shape (n_bytes,).
        read: What the code read.
    """

    forms: tuple[Form, ...]
    form: Int32
    inputs: Uint8
    ends: Int64
    links: tuple[str, ...]
    pictures: Uint8
    read: Reads

    def input(self, number: int) -> dict[str, NDArray[np.generic]]:
        """Return the arrays of the sample with a number."""
        form, place = self.forms[self.form[number]], int(self.ends[number - 1]) if number else 0
        arrays = {}
        for name, kind, shape in zip(form.names, form.types, form.shapes, strict=True):
            size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
            numbers = np.frombuffer(self.inputs[place : place + size].tobytes(), np.dtype(kind))
            arrays[name] = numbers.reshape(shape).copy()
            place += size
        return arrays

    def picture(self, number: int) -> bytes:
        """Return the picture of the sample with a number; empty if it has none."""
        start = int(self.picture_ends[number - 1]) if number else 0
        return self.pictures[start : int(self.picture_ends[number])].tobytes()
