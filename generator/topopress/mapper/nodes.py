"""The nodes of a graph: the clusters of all intervals, numbered through."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Int32, Int64


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """The clusters of all intervals with their rows, numbered by interval and then by cluster.

    Attributes:
        interval: Interval of each node, shape (n_nodes,).
        cluster: Number of the node within its interval, shape (n_nodes,).
        member_offsets: Shape (n_nodes + 1,).
        members: Rows of each node, ascending within the node, shape (n_memberships,).
    """

    interval: Int32
    cluster: Int32
    member_offsets: Int64
    members: Int32


def number_nodes(rows: Sequence[Int64], labels: Sequence[Int32]) -> Nodes:
    """Number the clusters of all intervals, by interval and then by cluster.

    Args:
        rows: Rows of each interval, ascending.
        labels: Cluster of each of those rows, -1 for noise; no number below the largest is unused.
    """
    counts = [int(clusters.max(initial=-1)) + 1 for clusters in labels]
    firsts = np.cumsum([0, *counts], dtype=np.int64)
    node = np.concatenate(
        [np.where(each < 0, -1, each + first) for each, first in zip(labels, firsts, strict=False)]
        or [np.empty(0, np.int64)]
    )
    row = np.concatenate([np.empty(0, np.int64), *rows])
    clustered = np.flatnonzero(node >= 0)
    # Stable, so that the rows of a node stay ascending.
    by_node = clustered[np.argsort(node[clustered], kind="stable")]
    sizes = np.bincount(node[clustered], minlength=firsts[-1])
    interval = np.repeat(np.arange(len(counts)), counts)
    return Nodes(
        interval=interval.astype(np.int32),
        cluster=(np.arange(firsts[-1]) - firsts[interval]).astype(np.int32),
        member_offsets=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        members=row[by_node].astype(np.int32),
    )
