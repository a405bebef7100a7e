"""Which classes a network gives the same answers for."""

import itertools

import numpy as np

from topopress.core.arrays import Float64
from topopress.diagnosis.verdicts.types import Answers

NEVER = 0.05
"""A class that is answered for a smaller share of its samples is never answered."""
MOST_CLASSES = 60
"""With more labels, pairs are not compared."""


def same_answers(answers: Answers) -> tuple[tuple[str, str], ...]:
    """Return the pairs of classes whose samples get the same answer, in the order of the labels.

    The commonest answer to both is one of the two, and the other is never given to its samples. How
    far the distributions of answers differ is no sign: one of the two may be confused with a third
    class, and two classes that a weak network confuses much are near each other.
    """
    present = np.unique(answers.label).tolist()
    if len(present) > MOST_CLASSES:
        return ()
    given = {k: _shares(answers, k) for k in present}
    return tuple(
        (answers.names[a], answers.names[b])
        for a, b in itertools.combinations(present, 2)
        if _is_same(given[a], given[b], a, b)
    )


def excused(answers: Answers, pairs: tuple[tuple[str, str], ...]) -> float:
    """Return the accuracy if the two classes of a pair count as one."""
    number = {name: k for k, name in enumerate(answers.names)}
    right = answers.right.copy()
    for pair in pairs:
        both = [number[name] for name in pair]
        right |= np.isin(answers.said, both) & np.isin(answers.label, both)
    return float(right.mean())


def _shares(answers: Answers, label: int) -> Float64:
    """Return the share of each answer among those to the samples of a class."""
    said = answers.said[answers.label == label]
    return np.bincount(said, minlength=len(answers.names)) / len(said)


def _is_same(first: Float64, second: Float64, a: int, b: int) -> bool:
    common = int(first.argmax())
    if common != int(second.argmax()) or common not in {a, b}:
        return False
    return bool((second[b] if common == a else first[a]) < NEVER)
