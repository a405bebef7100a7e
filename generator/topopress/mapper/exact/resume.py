"""Results of an interval, kept for an interval that has more rows or a larger eps.

Core rows, joined core rows and known neighbours remain, since DBSCAN is monotone in rows and eps.
With the same eps, pairs of the earlier rows need not be processed again: every neighbourhood among
them is in the forest or in a list (docs/exactness.md).
"""

from collections.abc import Sequence

import numpy as np

from topopress.mapper.exact.blocks import Interval
from topopress.mapper.exact.kernels import crown, recall
from topopress.mapper.exact.state import Outcome, new_places


def outcomes(interval: Interval) -> list[Outcome]:
    """Return the result of a finished interval at each eps."""
    interval.refresh()
    order = np.argsort(interval.rows)
    new = new_places(order)
    return [
        Outcome(
            rows=interval.rows[order],
            eps=eps,
            core=state.core[order],
            root=np.where(state.core[order] == 1, new[state.root[order]], 0).astype(np.int32),
            n_known=state.n_known[order],
            known=new[state.known[order]],
        )
        for eps, state in zip(interval.radii, interval.states, strict=True)
    ]


def absorb(interval: Interval, earlier: Sequence[Outcome]) -> None:
    """Add earlier results for some of the rows, to each eps those of the same or a smaller eps."""
    order = np.argsort(interval.rows)
    seen = np.zeros((len(interval.radii), len(interval)), dtype=np.bool_)
    for outcome in earlier:
        places = order[np.searchsorted(interval.rows[order], outcome.rows)].astype(np.int32)
        for level, state in enumerate(interval.states):
            if outcome.eps > interval.radii[level]:
                continue
            crown(state, places, outcome.core, outcome.root)
            recall(state, places, outcome.core, outcome.n_known, outcome.known)
            if outcome.eps == interval.radii[level]:
                seen[level] = False
                seen[level, places] = True
    interval.done[:] = seen.all(axis=0)
    interval.refresh()
