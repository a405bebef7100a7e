"""What is known of an interval, kept for one that has more rows or a larger eps.

DBSCAN is monotone: a pair within eps is within any larger one, and a core row among some rows is
one among more. So core rows, joined core rows and known neighbours all stay what they are. With
the same eps, moreover, no pair of the earlier rows needs another look: every neighbourhood among
them is in the forest or in a list.
"""

import numpy as np

from topopress.mapper.exact.blocks import Interval
from topopress.mapper.exact.kernels import crown, recall, refresh
from topopress.mapper.exact.outcome import Outcome


def outcome(interval: Interval) -> Outcome:
    """Return what a finished interval knows."""
    refresh(interval.state)
    order = np.argsort(interval.rows)
    new = np.empty(len(order), dtype=np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    state = interval.state
    return Outcome(
        rows=interval.rows[order],
        eps=interval.eps,
        core=state.core[order],
        root=np.where(state.core[order] == 1, new[state.root[order]], 0).astype(np.int32),
        n_known=state.n_known[order],
        known=new[state.known[order]],
    )


def absorb(interval: Interval, earlier: Outcome) -> None:
    """Take in what is known of some of the rows at the same or a smaller eps."""
    order = np.argsort(interval.rows)
    places = order[np.searchsorted(interval.rows[order], earlier.rows)].astype(np.int32)
    crown(interval.state, places, earlier.core, earlier.root)
    recall(interval.state, places, earlier.core, earlier.n_known, earlier.known)
    refresh(interval.state)
    if earlier.eps == interval.eps:
        interval.done[:] = False
        interval.done[places] = True
