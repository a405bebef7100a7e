"""The result of a finished interval, for later intervals. This module does not need numba."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Int32, Int64, Uint8


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The result of a finished interval, its rows ascending.

    Attributes:
        rows: Shape (n,).
        eps: Radius in units of the points.
        core: 1 for core rows, shape (n,).
        root: For each core row a row of its component, as a place in ``rows``; shape (n,).
        n_known: Number of kept neighbours of each row that is no core row, shape (n,).
        known: These neighbours, as places in ``rows``, shape (n, max(min_samples - 1, 1)).
    """

    rows: Int64
    eps: float
    core: Uint8
    root: Int32
    n_known: Int32
    known: Int32


def is_part(rows: Int64, whole: Int64) -> bool:
    """Return whether ascending rows are all among other ascending rows."""
    if len(rows) == 0 or len(rows) > len(whole):
        return len(rows) == 0
    places = np.minimum(np.searchsorted(whole, rows), len(whole) - 1)
    return bool((whole[places] == rows).all())
