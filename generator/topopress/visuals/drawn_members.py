"""Members that stand for a node whose rows have no vectors: nothing says which are typical."""

import itertools

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64
from topopress.core.seeds import rng_for
from topopress.visuals.types import KINDS, ExemplarRows


def drawn_members(offsets: Int64, members: Int32, *, most: int, seed: int) -> ExemplarRows:
    """Draw members of each node at random, each member with the same probability.

    Args:
        offsets: Where the members of each node start, shape (n_nodes + 1,).
        members: Rows of each node, shape (n_memberships,).
        most: Members to draw at most of each node; a smaller node has all of its own.
        seed: Draws them; the members of a node do not depend on other nodes.
    """
    drawn = [
        np.sort(_drawn(members[start:stop], most, rng_for(seed, "drawn members", node)))
        for node, (start, stop) in enumerate(itertools.pairwise(offsets))
    ]
    n_drawn = np.cumsum([0, *map(len, drawn)]).astype(np.int64)
    return ExemplarRows(
        n_drawn,
        np.full(n_drawn[-1], KINDS.index("member"), np.uint8),
        np.concatenate([np.empty(0, np.int32), *drawn]),
        _UNKNOWN,
    )


_UNKNOWN: Float64 = np.empty(0)


def _drawn(members: Int32, most: int, rng: np.random.Generator) -> Int32:
    return members if len(members) <= most else rng.choice(members, most, replace=False)
