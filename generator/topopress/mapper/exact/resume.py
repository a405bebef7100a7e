"""What is known of an interval, kept for one that has more rows or a larger eps.

DBSCAN is monotone: a pair within eps is within any larger one, and a core row among some rows is
one among more. So core rows, joined core rows and known neighbours all stay what they are. With
the same eps, moreover, no pair of the earlier rows needs another look: every neighbourhood among
them is in the forest or in a list.
"""

from collections.abc import Sequence

import numpy as np

from topopress.mapper.exact.blocks import Interval
from topopress.mapper.exact.kernels import crown, recall
from topopress.mapper.exact.outcome import Outcome


def outcomes(interval: Interval) -> list[Outcome]:
    """Return what a finished interval knows at each eps."""
    interval.refresh()
    order = np.argsort(interval.rows)
    new = np.empty(len(order), dtype=np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
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
    """Take in what is known of some of the rows, at each eps what is known at no larger one."""
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
