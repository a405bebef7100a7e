"""Finds the terms of all samples: words of their contexts, forms, labels and other columns."""

from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from topopress.core.arrays import Int32
from topopress.kinds.texts.terms.types import Source, TermClass, TermTable
from topopress.kinds.texts.terms.word_spans import folded, word_spans
from topopress.samples.types import Sample

WINDOW = 20
"""Words on each side of a word that are its context; most sentences are shorter."""
LEAST = 2
"""Texts, or places, in which a term must be to be counted at all."""


def term_table(samples: Sequence[Sample], texts: Sequence[str]) -> TermTable:
    """Return the terms of all samples, whose texts are given.

    The context of a word is the words around it, without the word itself; that of a whole text is
    all of its words. Values of columns are texts; a column of numbers, of one value, or with the
    same values as one before it is left out.
    """
    text = _numbered(texts)
    part = [sample.part for sample in samples]
    place = _numbered(list(zip(text.tolist(), part, strict=True)))
    cut = [[(*span, folded(one[slice(*span)])) for span in word_spans(one)] for one in _once(texts)]
    contexts = [
        sorted(_context(cut[k], sample.part))
        for k, sample in zip(text.tolist(), samples, strict=True)
    ]
    found = [_term_class("", "context", contexts, text)]
    seen: list[list[str]] = []
    for name, source, values in _columns(samples):
        if len({*values} - {""}) > 1 and values not in seen:
            seen.append(values)
            listed = [[value] if value else [] for value in values]
            found.append(_term_class(name, source, listed, place))
    return TermTable(tuple(found))


def _context(words: Sequence[tuple[int, int, str]], part: tuple[int, ...]) -> set[str]:
    """Return the distinct words around a part of a text; all words for a whole text."""
    if not part:
        return {word for _, _, word in words}
    first, end = part
    before = [word for _, stop, word in words if stop <= first]
    after = [word for start, _, word in words if start >= end]
    return {*before[-WINDOW:], *after[:WINDOW]}


def _columns(samples: Sequence[Sample]) -> Iterator[tuple[str, Source, list[str]]]:
    """Yield the name and the values of each column of texts, the label first; "" for nothing."""
    yield "", "label", [sample.label or "" for sample in samples]
    names = dict.fromkeys(name for sample in samples for name in sample.metadata)
    for name in names:
        values = [sample.metadata.get(name, "") for sample in samples]
        if all(isinstance(value, str) for value in values):
            yield name, "column", [str(value) for value in values]


def _term_class(
    name: str, source: Source, listed: Sequence[Sequence[str]], unit: Int32
) -> TermClass:
    """Return a class of terms without those that are in fewer than ``LEAST`` units."""
    units: dict[str, set[int]] = {}
    for terms, one in zip(listed, unit.tolist(), strict=True):
        for term in terms:
            units.setdefault(term, set()).add(one)
    terms = sorted(term for term, found in units.items() if len(found) >= LEAST)
    number = {term: k for k, term in enumerate(terms)}
    kept = [sorted(number[term] for term in each if term in number) for each in listed]
    return TermClass(
        name,
        source,
        tuple(terms),
        unit,
        np.cumsum([0, *map(len, kept)]),
        np.array([term for each in kept for term in each], np.int32),
    )


def _once(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _numbered(values: Sequence[Hashable]) -> Int32:
    """Return the number of each value, in the order of their first occurrence."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], np.int32)
