"""Failure groups: nodes in which the network errs more often than elsewhere."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Int32, Int64
from topopress.diagnosis.intervals import wilson

LEVEL = 0.05
"""Chance that any node of a graph is named although none differs."""
SMALLEST = 5
"""Samples that a node needs to be judged."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A node whose error rate is above that of the samples outside of it.

    ``low`` and ``high`` are the ends of Wilson's interval of the rate, as wide as the number of
    judged nodes asks for; ``elsewhere`` is the rate of the samples outside.
    """

    node: int
    samples: int
    errors: int
    low: float
    high: float
    elsewhere: float


def failing_nodes(offsets: Int64, members: Int32, sample: Int32, correct: Float32) -> list[Failing]:
    """Return the nodes whose interval is above the rate elsewhere, highest lower end first.

    Args:
        offsets: Where the members of each node begin, shape (n_nodes + 1,).
        members: Rows of the nodes.
        sample: Sample of each row.
        correct: 1 where the prediction for a sample is its label, 0 where not, NaN if unknown.
    """
    from scipy.stats import norm

    known = np.isfinite(correct)
    wrong, total = known & (correct == 0), int(known.sum())
    inside = [
        np.unique(sample[members[offsets[k] : offsets[k + 1]]]) for k in range(len(offsets) - 1)
    ]
    judged = [(k, own[known[own]]) for k, own in enumerate(inside)]
    judged = [(k, own) for k, own in judged if SMALLEST <= len(own) < total]
    deviate = float(norm.ppf(1 - LEVEL / 2 / max(len(judged), 1)))
    found = []
    for node, own in judged:
        errors = int(wrong[own].sum())
        elsewhere = (int(wrong.sum()) - errors) / (total - len(own))
        low, high = wilson(errors, len(own), deviate)
        if low > elsewhere:
            found.append(Failing(node, len(own), errors, low, high, elsewhere))
    return sorted(found, key=lambda one: (-one.low, one.node))
