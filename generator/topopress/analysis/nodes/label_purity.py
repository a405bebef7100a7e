"""How pure the nodes of a graph are in a column of labels, beside what chance gives.

A node of few rows is pure by chance. So the labels are exchanged between the samples at random,
and the purity of the same nodes is computed again. Where rows have groups, such as word forms, the
purity is also computed of the rows of each group in each node, and labels are exchanged within the
groups alone: what is above that is more than the group tells.
"""

from dataclasses import dataclass

import numpy as np

from topopress.analysis.nodes.types import LabelPurity
from topopress.core.arrays import Int32, Int64

DRAWS = 20
"""Random exchanges of the labels. Their mean is the chance value."""
SMALL = 1 << 20
"""Size up to which counts of all cells and labels are held in one table, which is faster."""
CERTAIN = 1 - 1e-9
"""A chance value from which on nothing can be above chance."""


@dataclass(frozen=True, slots=True, eq=False)
class Memberships:
    """The members of all nodes, node after node; a row in two nodes is there twice.

    Attributes:
        node: Node of each, shape (n_memberships,).
        sample: Sample of each, shape (n_memberships,).
        group: Group of each sample, -1 for none, shape (n_samples,); None where rows have none.
    """

    node: Int64
    sample: Int32
    group: Int32 | None = None

    @property
    def node_and_group(self) -> Int64:
        """Number of the node and the group of each together; -1 for those of no group."""
        if self.group is None:
            return np.full(len(self.node), -1, np.int64)
        group = self.group[self.sample].astype(np.int64)
        both = self.node * (int(self.group.max(initial=0)) + 1) + group
        return np.asarray(np.where(group < 0, -1, both), np.int64)


def label_purity(
    column: str | None,
    members: Memberships,
    label: Int32,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> LabelPurity | None:
    """Return the purity of a graph's nodes in a column of labels; None if no member has a label.

    Args:
        column: Name of the column; None for the labels themselves.
        members: The members of the nodes.
        label: Label of each sample, -1 for none, shape (n_samples,).
        rng: Draws the random exchanges.
        draws: Number of random exchanges.
    """
    found = _beside_chance(members.node, members.sample, label, None, rng, draws)
    if found is None:
        return None
    purity, chance = found
    if members.group is None:
        return LabelPurity(column, purity, chance, None, None, excess(purity, chance))
    within = _beside_chance(
        members.node_and_group, members.sample, label, members.group, rng, draws
    )
    if within is None:
        return LabelPurity(column, purity, chance, None, None, None)
    return LabelPurity(column, purity, chance, *within, excess(*within))


def excess(purity: float, chance: float) -> float | None:
    """Return how far a purity is above chance: 0 is chance, 1 is pure; None if chance is pure."""
    return None if chance > CERTAIN else (purity - chance) / (1 - chance)


def share_of_commonest(cell: Int64, label: Int32) -> float | None:
    """Return the share of members with the commonest label of their cell.

    Cells, such as nodes, count by their members. Members without a cell or a label (-1) are left
    out; without any others there is no share.
    """
    counted = (cell >= 0) & (label >= 0)
    if not counted.any():
        return None
    width = int(label.max()) + 1
    pairs = cell[counted] * width + label[counted]
    n_pairs = (int(cell.max()) + 1) * width
    if n_pairs <= len(pairs) + SMALL:
        most = np.bincount(pairs, minlength=n_pairs).reshape(-1, width).max(axis=1)
    else:
        found, counts = np.unique(pairs, return_counts=True)
        first = np.unique(found // width, return_index=True)[1]
        most = np.maximum.reduceat(counts, first)
    return float(most.sum() / len(pairs))


def exchanged(label: Int32, group: Int32 | None, rng: np.random.Generator) -> Int32:
    """Return the labels exchanged at random between all samples that have one.

    With groups, shape (n_samples,), they are exchanged within each; -1 is a group, too.
    """
    having = np.flatnonzero(label >= 0)
    result = label.copy()
    if group is None:
        result[having] = rng.permutation(label[having])
        return result
    key = group[having]
    drawn = np.argsort(key + rng.random(len(having)))
    result[having[np.argsort(key, kind="stable")]] = label[having[drawn]]
    return result


def _beside_chance(
    cell: Int64,
    sample: Int32,
    label: Int32,
    group: Int32 | None,
    rng: np.random.Generator,
    draws: int,
) -> tuple[float, float] | None:
    """Return a purity and its mean over random exchanges."""
    purity = share_of_commonest(cell, label[sample])
    if purity is None:
        return None
    others = [share_of_commonest(cell, exchanged(label, group, rng)[sample]) for _ in range(draws)]
    return purity, float(np.mean([other for other in others if other is not None]))
