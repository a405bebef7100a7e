"""Differences of accuracies of the same rows: always paired, since most rows do not differ."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Flags

NONE_SEEN = 3.0
"""If an event was not seen in n rows, its share is at most 3 / n with 95 % confidence."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two accuracies of the same rows.

    Attributes:
        value: The first minus the second.
        error: Its standard error, paired by row.
        n_rows: How many rows there are.
    """

    value: float
    error: float
    n_rows: int

    @property
    def at_most(self) -> float:
        """Upper end of the interval of two standard errors, at least ``3 / n_rows`` above it.

        The second part counts where hardly a row differs and the standard error is near 0. A
        difference below 0 counts as 0: among few rows it is chance.
        """
        return max(self.value, 0.0) + max(2 * self.error, NONE_SEEN / max(self.n_rows, 1))


def difference(first: Flags, second: Flags) -> Difference:
    """Return the accuracy of the first minus that of the second.

    Args:
        first: Whether each row is right, shape (n_rows,).
        second: The same of something else, for the same rows.
    """
    each = first.astype(float) - second
    n_rows = len(each)
    if not n_rows:
        return Difference(0.0, 0.0, 0)
    return Difference(float(each.mean()), float(each.std() / np.sqrt(n_rows)), n_rows)
