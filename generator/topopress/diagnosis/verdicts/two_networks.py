"""The rules about two networks: their last layers and their answers; middle layers do not decide.

Least CKA over all layers says nothing: seeds of one task come to .51, untrained networks to .45.
"""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float64, Int32
from topopress.diagnosis.verdicts.types import Verdict

EQUAL = 0.999
"""Procrustes, and the tenth of the matched channels with the least correlation, from which on
channels are the same."""
LOWEST = 0.1
SEED_CKA, SEED_PROCRUSTES = 0.7, 0.8
"""Last layers of networks of one task that differ in their seed are at or above both."""
RARER, COMMON = 0.2, 0.03
"""A class that one network answers so many times less often, if the other answers it so often."""


@dataclass(frozen=True, slots=True, eq=False)
class LastLayers:
    """What the rules read.

    Attributes:
        matched: Correlations of channels that are matched one to one; shape (0,) where the layers
            have different numbers of channels.
        procrustes: Of the last layers.
        cka: Debiased CKA of the last layers.
        first: Answers of the first network, a label for each sample; None where unknown.
        second: Answers of the second.
        names: Names of the labels.
    """

    matched: Float64
    procrustes: float
    cka: float
    first: Int32 | None
    second: Int32 | None
    names: tuple[str, ...]


def relation(last: LastLayers) -> tuple[Verdict, ...]:
    """Return what can be said of two networks; nothing where no rule holds."""
    figures = {"procrustes": last.procrustes, "cka": last.cka}
    lowest = float(np.quantile(last.matched, LOWEST)) if len(last.matched) else 0.0
    if lowest > EQUAL:
        rule = "permuted" if last.procrustes > EQUAL else "rescaled"
        return (Verdict(rule, {}, figures | {"lowest": lowest}),)  # type: ignore[arg-type]
    if last.procrustes > EQUAL and len(last.matched):
        return (Verdict("rotated", {}, figures | {"lowest": lowest}),)
    alike = last.cka >= SEED_CKA and last.procrustes >= SEED_PROCRUSTES
    if not alike or last.first is None or last.second is None:
        return ()
    figures["agreement"] = float((last.first == last.second).mean())
    if missing := rarer_classes(last.first, last.second, last.names):
        return (Verdict("same_but_classes", {"classes": ", ".join(missing)}, figures),)
    return (Verdict("same_up_to_the_seed", {}, figures),)


def rarer_classes(first: Int32, second: Int32, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the classes that one of two networks answers five times less often."""
    shares = [np.bincount(said, minlength=len(names)) / len(said) for said in (first, second)]
    most, least = np.maximum(*shares), np.minimum(*shares)
    found = np.flatnonzero((least < RARER * most) & (most > COMMON))
    return tuple(names[k] for k in found.tolist())
