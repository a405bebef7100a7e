"""What a finished interval leaves to later ones; knows nothing of the engine."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Int32, Int64, Uint8


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A finished interval, its rows ascending.

    Attributes:
        rows: Shape (n,).
        eps: Radius in units of the points.
        core: 1 for core rows, shape (n,).
        root: For each core row one of its component, as a place in ``rows``; shape (n,).
        n_known: Neighbours kept of each row that is no core row, shape (n,).
        known: These, as places in ``rows``, shape (n, max(min_samples - 1, 1)).
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
