"""Samples that are copies by their content: the same bytes, the same text, the same picture."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from topopress.diagnosis.types import Fingerprints
from topopress.samples.types import Sample

BITS = 4
"""Bits by which the perceptual hashes of two pictures differ at most."""
_BLOCK = 500


def same_content(samples: Sequence[Sample]) -> Iterator[tuple[int, int]]:
    """Yield pairs of samples that are made from the same bytes, and the same part of them."""
    yield from _pairs([f"{sample.digest} {sample.part}" for sample in samples])


def same_text(prints: Fingerprints) -> Iterator[tuple[int, int]]:
    """Yield pairs of samples with the same normalised text."""
    yield from _pairs(prints.same)


def same_picture(bits: NDArray[np.uint64]) -> Iterator[tuple[int, int]]:
    """Yield pairs of pictures whose perceptual hashes differ by few bits; 0 is no hash."""
    rows = np.flatnonzero(bits)
    signs = 1.0 - 2.0 * np.unpackbits(bits[rows].view(np.uint8).reshape(-1, 8), axis=1)
    signs = signs.astype(np.float32)
    for start in range(0, len(rows), _BLOCK):
        different = (64 - signs[start : start + _BLOCK] @ signs.T) / 2
        for first, second in np.argwhere(different <= BITS).tolist():
            if first + start < second:
                yield int(rows[first + start]), int(rows[second])


def _pairs(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the samples of each key in pairs of neighbours, which join them to one group."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        members[key].append(number)
    for numbers in members.values():
        yield from itertools.pairwise(numbers)
