"""Shuffled nodes: sets of rows as large as a node, drawn at random without replacement."""

import numpy as np
from scipy.sparse import csr_array

from topopress.core.arrays import Int32, Int64
from topopress.kinds.texts.terms.counting import Sets


def sets_of(rows: list[Int64], n_rows: int) -> Sets:
    """Return sets of rows, each given by its rows, as a sparse matrix (n_sets, n_rows)."""
    starts = np.cumsum([0, *map(len, rows)])
    members = np.concatenate(rows) if rows else np.empty(0, np.int64)
    return csr_array((np.ones(len(members)), members, starts), (len(rows), n_rows))


def drawn(size: int, n_rows: int, n_sets: int, rng: np.random.Generator) -> Sets:
    """Draw sets of ``size`` rows from all rows of a layer."""
    chosen = [rng.choice(n_rows, size, replace=False, shuffle=False) for _ in range(n_sets)]
    return sets_of(chosen, n_rows)


def drawn_within(
    members: Int32, group: Int32, n_sets: int, rng: np.random.Generator
) -> Sets | None:
    """Draw sets with as many rows of each group as a node has; rows of no group stay.

    Args:
        members: Rows of the node.
        group: Group of each row of the layer, -1 for none, shape (n_rows,).
        n_sets: How many sets to draw.
        rng: Where the draws come from.

    Returns:
        The sets; None if fewer than half of the members are in groups of several rows, since such
        sets are nearly the node itself.
    """
    own = group[members]
    sizes = np.bincount(group[group >= 0], minlength=int(own.max(initial=0)) + 1)
    if 2 * np.count_nonzero((own >= 0) & (sizes[own] > 1)) < len(members):
        return None
    wanted = np.bincount(own[own >= 0], minlength=len(sizes))
    staying = members[own < 0].astype(np.int64)
    pool = np.flatnonzero((group >= 0) & (wanted[group] > 0))
    starts = np.cumsum(wanted > 0, dtype=np.int64) - 1
    sets = []
    for _ in range(n_sets):
        order = pool[np.lexsort((rng.random(len(pool)), group[pool]))]
        first = np.unique(group[order], return_index=True)[1]
        place = np.arange(len(order)) - first[starts[group[order]]]
        sets.append(np.concatenate([staying, order[place < wanted[group[order]]]]))
    return sets_of(sets, len(group))
