"""Cutting spanning trees at eps: DBSCAN's labels in every interval, for any eps."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float64, Int32, Int64
from topopress.mapper.spanning import SpanningTrees, follow
from topopress.mapper.types import NOISE

DIGITS = 5
"""Significant digits of a published eps."""


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """The core clusters at one eps, for all memberships of ``SpanningTrees``.

    Attributes:
        core: Which are core rows, shape (n_memberships,).
        cluster: The cluster of a core row within its interval, else -1, shape (n_memberships,).
        touched: Clusters that a border row touches, in the order of ``SpanningTrees.touched``,
            else -1, shape (n_memberships, max(min_samples - 2, 0)).
    """

    core: NDArray[np.bool_]
    cluster: Int64
    touched: Int64

    def count_borders(self) -> tuple[int, int]:
        """Return the number of border rows, and of those that touch several clusters."""
        first = self.touched[:, :1]
        several = (self.touched >= 0) & (self.touched != first)
        return int((first >= 0).sum()), int(several.any(axis=1).sum())


def cut(trees: SpanningTrees, eps: float | Float64) -> tuple[Int32, ...]:
    """Return scikit-learn's DBSCAN labels of each interval at eps, one or one per interval.

    Clusters are numbered by their smallest core row, noise is -1. A border row belongs to the
    cluster with the smallest number among those it touches.
    """
    found = clusters_at(trees, eps)
    touched = np.where(found.touched < 0, len(found.core), found.touched)
    labels = np.where(found.core, found.cluster, touched.min(axis=1, initial=len(found.core)))
    labels[labels == len(found.core)] = NOISE
    parts = np.split(labels.astype(np.int32), trees.offsets[1:-1])
    return tuple(parts[: trees.n_intervals])


def clusters_at(trees: SpanningTrees, eps: float | Float64) -> Clusters:
    """Return the core clusters at eps, one or one per interval, in units of the metric."""
    each = np.broadcast_to(np.asarray(eps, dtype=np.float64), trees.n_intervals)
    levels = np.repeat(each, np.diff(trees.offsets))
    core = trees.core <= levels
    cluster = _core_clusters(trees, core, levels)
    return Clusters(core, cluster, _touched_clusters(trees, levels, cluster))


def eps_levels(trees: Sequence[SpanningTrees], count: int, fixed: Sequence[float] = ()) -> Float64:
    """Choose the values of eps at which trees are published.

    They reach from the smallest to the largest value at which a label changes. Between two of them
    about equally many rows become core rows or join another cluster.

    Args:
        trees: The trees of all covers that share the levels.
        count: Number of levels to choose; fewer are returned if values coincide.
        fixed: Values that are added unrounded, such as the eps of the graph.

    Returns:
        Ascending and distinct, above 0.
    """
    values = np.concatenate([np.empty(0), *(each for t in trees for each in (t.core, t.weight))])
    values = np.sort(values[np.isfinite(values) & (values > 0)])
    if not len(values):
        return np.unique(np.array(fixed, dtype=np.float64))
    at = np.linspace(0, len(values) - 1, count).astype(np.int64)
    return np.unique(np.concatenate([_rounded_up(values[at]), fixed]))


def _rounded_up(values: Float64) -> Float64:
    unit = 10.0 ** (np.floor(np.log10(values)) - (DIGITS - 1))
    # Half a unit is added before rounding, so that the result is never below the value.
    up = [
        float(f"{value + step / 2:.{DIGITS - 1}e}")
        for value, step in zip(values, unit, strict=True)
    ]
    return np.array(up, dtype=np.float64)


def _core_clusters(trees: SpanningTrees, core: NDArray[np.bool_], levels: Float64) -> Int64:
    itself = np.arange(len(core))
    root = follow(np.where(trees.weight <= levels, trees.starts + trees.parent, itself))
    members = np.flatnonzero(core)
    _, first, number = np.unique(root[members], return_index=True, return_inverse=True)
    # Clusters in the order of their smallest core row: by interval, then by that row.
    smallest = np.sort(members[first])
    within = np.arange(len(smallest)) - np.searchsorted(smallest, trees.starts[smallest])
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = within
    clusters = np.full(len(core), NOISE, dtype=np.int64)
    clusters[members] = rank[number]
    return clusters


def _touched_clusters(trees: SpanningTrees, levels: Float64, cluster: Int64) -> Int64:
    found = np.full(trees.touch.shape, NOISE, dtype=np.int64)
    if not found.size:
        return found
    border = np.flatnonzero((trees.touch[:, 0] <= levels) & (cluster == NOISE))
    near = trees.touch[border] <= levels[border, None]
    touched = cluster[trees.starts[border, None] + trees.touched[border]]
    found[border] = np.where(near, touched, NOISE)
    return found
