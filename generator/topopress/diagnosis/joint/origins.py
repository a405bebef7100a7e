"""Which nodes of a joint graph are of one network alone, beyond chance.

Of a sample with both rows in a node the origin says nothing. If origins did not matter, each other
sample's row would as likely be of the one network as of the other: exchanging the origins within
samples gives a binomial distribution, so no draws are needed.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.stats import binom

from topopress.core.arrays import Int32, Int64
from topopress.mapper.types import MapperGraph

CHANCE = 0.01
"""Nodes that may be beyond chance by chance, in a whole graph."""
ALONE = 0.9
"""Share of a node's rows from which it is of one network alone."""


@dataclass(frozen=True, slots=True, eq=False)
class NodeOrigins:
    """The rows of either network in each node, shape (n_nodes,).

    ``beyond_chance`` is 1 where the first has more than chance gives, -1 where the second has,
    else 0.
    """

    first: Int32
    second: Int32
    beyond_chance: Int32

    def alone(self, origin: int) -> Int64:
        """Return the nodes that are of one network alone."""
        own = (self.first, self.second)[origin]
        sign = (1, -1)[origin]
        most = own >= ALONE * (self.first + self.second)
        return np.flatnonzero(most & (self.beyond_chance == sign))


def node_origins(graph: MapperGraph, n_samples: int) -> NodeOrigins:
    """Count the origins of the rows of nodes: rows from ``n_samples`` on are of the second."""
    first, second, single = (np.zeros(graph.n_nodes, np.int64) for _ in range(3))
    for node in range(graph.n_nodes):
        rows = graph.members_of(node)
        mine, theirs = rows[rows < n_samples], rows[rows >= n_samples] - n_samples
        first[node], second[node] = len(mine), len(theirs)
        single[node] = len(rows) - 2 * len(np.intersect1d(mine, theirs))
    # A row of the first without that of the second, and the other way round.
    more = first - second
    fewer = (single - np.abs(more)) // 2
    chance = np.minimum(2 * binom.cdf(fewer, single, 0.5), 1)
    certain = chance < CHANCE / max(graph.n_nodes, 1)
    return NodeOrigins(
        first.astype(np.int32),
        second.astype(np.int32),
        np.where(certain, np.sign(more), 0).astype(np.int32),
    )


def connected(graph: MapperGraph, nodes: Int64) -> list[Int64]:
    """Return some nodes in connected groups, by their first nodes."""
    if not len(nodes):
        return []
    place = np.full(graph.n_nodes, -1, np.int64)
    place[nodes] = np.arange(len(nodes))
    ends = place[graph.edges]
    ends = ends[(ends >= 0).all(axis=1)]
    links = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(nodes),) * 2)
    count, group = connected_components(links, directed=False)
    return [nodes[group == k] for k in range(count)]
