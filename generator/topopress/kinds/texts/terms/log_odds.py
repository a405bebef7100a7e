"""The log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008).

For one term there are two categories, units with it and units without it, so the prior is a Beta
distribution. It is informative: its mean is the share of all units of the layer that have the term.
"""

import numpy as np

from topopress.core.arrays import Float64

STRENGTH = 50.0
"""Units that the prior counts for, on both sides; see ``docs/decisions/0085-words-of-nodes.md``."""


def z_scores(
    here: Float64,
    units: Float64,
    elsewhere: Float64,
    rest: Float64,
    *,
    share: Float64,
    strength: float = STRENGTH,
) -> Float64:
    """Return the z-score of the difference of the log-odds of terms in a node and elsewhere.

    The variance has all four terms of Monroe's equation 19, since a label can be in nearly every
    unit of a node; for rare words two of them vanish.

    Args:
        here: Units of the node that have the term.
        units: Units of the node.
        elsewhere: Units of the rest that have the term.
        rest: Units of the rest.
        share: Share of all units that have the term, strictly between 0 and 1.
        strength: Units that the prior counts for.
    """
    prior, other = strength * share, strength * (1 - share)
    counts = (here + prior, units - here + other, elsewhere + prior, rest - elsewhere + other)
    with_here, without_here, with_rest, without_rest = counts
    difference = np.log(with_here / without_here) - np.log(with_rest / without_rest)
    variance = 1 / with_here + 1 / without_here + 1 / with_rest + 1 / without_rest
    scores: Float64 = difference / np.sqrt(variance)
    return scores
