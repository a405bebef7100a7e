"""How many labels are errors, and the chance of each row that its label is one.

The estimate is the mean of two. Predictions leave out the row's own label, so neither how sure they
are of a row (best minus second label) nor what they would say of another label depends on it.

1. Among the surest rows nearly every disagreement is a label error: the share of these.
2. Each row's label is drawn again, in proportion to how often its class is mistaken for others. The
   share of rows whose score passes a threshold, over the share of drawn ones that do, is at least
   the share of errors; the least over several thresholds is taken.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float64, Int32
from topopress.diagnosis.intervals import wilson

SUREST = 0.3
"""Share of the rows that count as surest."""
PASSED = (0.2, 0.3, 0.4, 0.5, 0.6)
"""Shares of the drawn labels that pass the thresholds."""
WEAK = 0.12
"""Error of the predictions themselves above which overlap and error cannot be told apart."""
UNSURE = 0.3
"""Disagreements among the surest rows above which nothing is sure."""


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """How many labels are errors.

    Attributes:
        share: Estimated share of label errors.
        low: Lower end of its interval.
        high: Upper end.
        weakness: Share of rows for which the predictions themselves are wrong.
        among_surest: Share of disagreements among the surest rows.
        chance: Chance of each row that its label is an error, shape (n_rows,).
    """

    share: float
    low: float
    high: float
    weakness: float
    among_surest: float
    chance: Float64

    @property
    def is_weak(self) -> bool:
        """Whether overlap of the classes cannot be told from label errors here."""
        return self.weakness > WEAK or self.among_surest > UNSURE


def expected_errors(predicted: Float64, label: NDArray[np.intp] | Int32) -> Expected:
    """Estimate the errors among labels, given leave-one-out predictions; at least two labels."""
    n, top = len(label), np.sort(predicted, axis=1)
    sureness, differs = top[:, -1] - top[:, -2], predicted.argmax(1) != label
    surest = np.argsort(-sureness, kind="stable")[: max(1, int(SUREST * n))]
    among = float(differs[surest].mean())
    drawn = _drawn_again(predicted, label, top)
    share = (among + min(drawn, 1.0)) / 2
    low, high = wilson(float(differs[surest].sum()), len(surest))
    return Expected(
        share=share,
        low=min(low, share),
        high=max(high, share),
        weakness=float(differs.mean()) - among,
        among_surest=among,
        chance=_chances(sureness, differs, share),
    )


def _drawn_again(predicted: Float64, label: NDArray[np.intp] | Int32, top: Float64) -> float:
    rows, best = np.arange(len(label)), predicted.argmax(1)
    wrong = best != label
    mistaken = np.full((predicted.shape[1],) * 2, 0.5)
    np.add.at(mistaken, (best[wrong], label[wrong]), 1)
    weight = mistaken[best]
    weight[rows, best] = 0
    weight /= weight.sum(1, keepdims=True) * len(label)
    # The margin of each label, were it the given one.
    scores = np.where(predicted == top[:, -1:], top[:, -2:-1], top[:, -1:]) - predicted
    order = np.argsort(-scores, axis=None, kind="stable")
    passed = np.cumsum(weight.ravel()[order])
    place = np.minimum(np.searchsorted(passed, PASSED), scores.size - 1)
    limits = scores.ravel()[order][place]
    shares = [
        float((scores[rows, label] >= limit).mean()) / float(weight[scores >= limit].sum())
        for limit in limits
    ]
    return min(shares)


def _chances(sureness: Float64, differs: NDArray[np.bool_], share: float) -> Float64:
    """Return the estimate over the usual share of disagreements at that sureness; 0 if they agree.

    Over all rows disagreements become fewer with sureness: an isotonic fit says how many are usual.
    """
    from sklearn.isotonic import IsotonicRegression

    usual = IsotonicRegression(increasing=False, out_of_bounds="clip")
    found = usual.fit(sureness, differs.astype(float)).predict(sureness)
    return np.where(differs, np.minimum(1, share / np.maximum(found, 1e-9)), 0.0)
