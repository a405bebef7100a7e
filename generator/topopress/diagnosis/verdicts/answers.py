"""Which classes a network gives the same answers for."""

import itertools

import numpy as np

from topopress.core.arrays import Int32
from topopress.diagnosis.verdicts.types import Answers

SAME = 0.1
"""Total variation between the answers to two classes below which they may be the same."""
DRAWS, PERCENTILE = 100, 0.95
"""Exchanges of the labels within a pair, and the quantile of theirs that counts as chance."""
MOST_CLASSES = 60
"""With more labels, pairs are not compared."""


def same_answers(answers: Answers) -> tuple[tuple[str, str], ...]:
    """Return the pairs of classes whose samples get the same answers, in the order of the labels.

    The total variation between the answers to them is below ``SAME``, or below what chance gives:
    the 95th percentile with the labels exchanged within the pair.
    """
    present = np.unique(answers.label).tolist()
    if len(present) > MOST_CLASSES:
        return ()
    rng = np.random.default_rng(0)
    return tuple(
        (answers.names[a], answers.names[b])
        for a, b in itertools.combinations(present, 2)
        if _is_same(answers, a, b, rng)
    )


def excused(answers: Answers, pairs: tuple[tuple[str, str], ...]) -> float:
    """Return the accuracy if the two classes of a pair count as one."""
    number = {name: k for k, name in enumerate(answers.names)}
    right = answers.right.copy()
    for pair in pairs:
        both = [number[name] for name in pair]
        right |= np.isin(answers.said, both) & np.isin(answers.label, both)
    return float(right.mean())


def _is_same(answers: Answers, a: int, b: int, rng: np.random.Generator) -> bool:
    rows = np.flatnonzero((answers.label == a) | (answers.label == b))
    said, label = answers.said[rows], answers.label[rows]
    found = _total_variation(said, label == a)
    if found < SAME:
        return True
    by_chance = [_total_variation(said, rng.permutation(label) == a) for _ in range(DRAWS)]
    return found < float(np.quantile(by_chance, PERCENTILE))


def _total_variation(said: Int32, first: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> float:
    size = int(said.max(initial=0)) + 1
    shares = (
        np.bincount(said[one], minlength=size) / max(1, int(one.sum())) for one in (first, ~first)
    )
    p, q = shares
    return float(0.5 * np.abs(p - q).sum())
