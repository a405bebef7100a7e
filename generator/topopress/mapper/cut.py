"""Cutting spanning trees at eps: DBSCAN's labels in every interval, for any eps, in no time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.artifacts import Float64, Int32, Int64
from topopress.mapper.nerve import Nerve, nerve
from topopress.mapper.nodes import Nodes, number_nodes
from topopress.mapper.spanning import SpanningTrees, follow

NOISE = -1
DIGITS = 5
"""Significant digits of a published eps."""


@dataclass(frozen=True, slots=True, eq=False)
class CutGraph:
    """The graph that a cut leaves: nodes numbered as in ``MapperGraph``, and edges."""

    nodes: Nodes
    nerve: Nerve


def cut(trees: SpanningTrees, eps: float | Float64) -> tuple[Int32, ...]:
    """Return the clusters of each interval at eps.

    They are scikit-learn's DBSCAN labels: clusters are numbered by their smallest core row, and a
    border row belongs to the cluster with the smallest number among those it touches.

    Args:
        trees: What ``spanning_trees`` built.
        eps: Neighbourhood radius, one or one per interval, in units of the metric.

    Returns:
        For each interval an array as long as its rows: -1 for noise, else clusters 0, 1, ...
    """
    levels = _per_membership(trees, eps)
    core, clusters = _core_clusters(trees, levels)
    touched = _touched_clusters(trees, levels, core, clusters)
    labels = np.where(core, clusters, touched.min(axis=1, initial=len(core)))
    labels[labels == len(core)] = NOISE
    parts = np.split(labels.astype(np.int32), trees.offsets[1:-1])
    return tuple(parts[: trees.n_intervals])


def cut_graph(trees: SpanningTrees, eps: float | Float64) -> CutGraph:
    """Return nodes and edges at eps; ``eps`` is what ``cut`` takes."""
    rows = [trees.interval_rows(k) for k in range(trees.n_intervals)]
    nodes = number_nodes(rows, cut(trees, eps))
    return CutGraph(nodes, nerve(nodes.member_offsets, nodes.members))


def count_borders(trees: SpanningTrees, eps: float | Float64) -> tuple[int, int]:
    """Return how many border rows there are at eps, and how many touch several clusters.

    The latter could as well be labelled otherwise: which cluster gets them is a convention.
    """
    levels = _per_membership(trees, eps)
    core, clusters = _core_clusters(trees, levels)
    touched = _touched_clusters(trees, levels, core, clusters)
    least = touched.min(axis=1, initial=len(core))
    border = least < len(core)
    most = np.where(touched < len(core), touched, NOISE).max(axis=1, initial=NOISE)
    return int(border.sum()), int((border & (most > least)).sum())


def eps_levels(families: Sequence[SpanningTrees], count: int, own: Sequence[float] = ()) -> Float64:
    """Choose the values of eps at which trees are published.

    From the smallest to the largest value at which anything changes, so that between two
    neighbours about equally many rows become core rows or join another cluster.

    Args:
        families: The trees of all covers that share the levels.
        count: How many to choose; fewer come out where values coincide.
        own: Values that have to be among them, unrounded, such as the graph's own eps.

    Returns:
        Ascending and distinct, above 0. The largest chosen one is large enough that every interval
        with ``min_samples`` rows is one cluster.
    """
    values = np.concatenate([np.empty(0), *(each for t in families for each in (t.core, t.weight))])
    values = np.sort(values[np.isfinite(values) & (values > 0)])
    if not len(values):
        return np.unique(np.array(own, dtype=np.float64))
    at = np.linspace(0, len(values) - 1, count).astype(np.int64)
    return np.unique(np.concatenate([_rounded_up(values[at]), own]))


def _rounded_up(values: Float64) -> Float64:
    unit = 10.0 ** (np.floor(np.log10(values)) - (DIGITS - 1))
    # Half a unit up before the rounding: never below the value, whatever the division rounds to.
    up = [
        float(f"{value + step / 2:.{DIGITS - 1}e}")
        for value, step in zip(values, unit, strict=True)
    ]
    return np.array(up, dtype=np.float64)


def _per_membership(trees: SpanningTrees, eps: float | Float64) -> Float64:
    each = np.broadcast_to(np.asarray(eps, dtype=np.float64), trees.n_intervals)
    return np.repeat(each, np.diff(trees.offsets))


def _core_clusters(trees: SpanningTrees, levels: Float64) -> tuple[NDArray[np.bool_], Int64]:
    """Return which memberships are core rows, and the cluster of those within their interval."""
    core = trees.core <= levels
    kept = trees.weight <= levels
    own = np.arange(len(core))
    root = follow(np.where(kept, trees.starts + trees.parent, own))
    members = np.flatnonzero(core)
    # Roots in the order of their first core row: by interval, then by that row.
    _, first, number = np.unique(root[members], return_index=True, return_inverse=True)
    smallest = np.sort(members[first])
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first)) - np.searchsorted(
        smallest, trees.starts[smallest]
    )
    clusters = np.full(len(core), NOISE, dtype=np.int64)
    clusters[members] = rank[number]
    return core, clusters


def _touched_clusters(
    trees: SpanningTrees, levels: Float64, core: NDArray[np.bool_], clusters: Int64
) -> Int64:
    """Return the clusters each border row touches, else the number of memberships."""
    border = ~core & (trees.touch[:, 0] <= levels if trees.touch.shape[1] else False)
    found = np.full(trees.touch.shape, len(core), dtype=np.int64)
    rows = np.flatnonzero(border)
    near = trees.touch[rows] <= levels[rows, None]
    cluster = clusters[trees.starts[rows, None] + trees.touched[rows]]
    found[rows] = np.where(near, cluster, len(core))
    return found
