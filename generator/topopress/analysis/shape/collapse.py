"""The collapsed graph: a graph without the edges that are redundant in its flag complex.

Where three intervals have rows in common, so have nodes of them, and there are edges that skip the
middle node. In the flag complex, where every three nodes with edges between them are a filled
triangle, such edges change neither the components nor the loops; but they hide where the graph
branches. This is the edge collapse of Boissonnat and Pritam 2020 ("Edge collapse and persistence
of flag complexes"), weakest edges first.
"""

import numpy as np

from topopress.core.arrays import Int32, Int64
from topopress.mapper.types import MapperGraph

Neighbours = list[set[int]]


def collapsed_edges(graph: MapperGraph) -> Int64:
    """Return the indices in ``graph.edges`` of the edges of the collapsed graph, ascending.

    An edge between u and v is removed if some node w has an edge with both, and with every other
    node that has an edge with both. Edges are tried from the fewest shared rows up (ties: the
    smaller Jaccard index, then the later edge), repeatedly until none is removed. Removing such an
    edge deforms the flag complex and keeps its components and loops (there, Lemma 8).
    """
    closed = neighbour_sets(graph.edges, graph.n_nodes)
    for node, near in enumerate(closed):
        near.add(node)
    kept = np.lexsort((-np.arange(len(graph.edges)), graph.jaccard, graph.shared)).tolist()
    pairs = graph.edges.tolist()
    before = -1
    while before != len(kept):
        before = len(kept)
        kept = [edge for edge in kept if not _removed(closed, *pairs[edge])]
    return np.sort(np.array(kept, dtype=np.int64))


def neighbour_sets(edges: Int32 | Int64, n_nodes: int) -> Neighbours:
    """Return the set of neighbours of each node."""
    neighbours: Neighbours = [set() for _ in range(n_nodes)]
    for u, v in edges.tolist():
        neighbours[u].add(v)
        neighbours[v].add(u)
    return neighbours


def _removed(closed: Neighbours, u: int, v: int) -> bool:
    """Remove an edge if it is redundant; the sets of neighbours hold their own node too."""
    common = closed[u] & closed[v]
    common -= {u, v}
    # Whether one set is within another ends with the first node that is not: balls of one cloud
    # make graphs in which nodes have hundreds of neighbours.
    if not any(common <= closed[w] for w in common):
        return False
    closed[u].discard(v)
    closed[v].discard(u)
    return True
