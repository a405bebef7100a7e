"""The one place where tests put a Mapper graph together by hand."""

import numpy as np

from topopress.mapper.cut import cut
from topopress.mapper.graph import CoveredRows, graph_of
from topopress.mapper.nerve import nerve
from topopress.mapper.types import Interval, MapperGraph


def made_graph(members, **given):
    """Return the graph of some nodes; what is not given follows from their rows.

    Args:
        members: Rows of each node.
        given: Fields of ``MapperGraph``; and ``n_intervals``, else one for each node.
    """
    rows = [np.sort(np.asarray(list(each), dtype=np.int32)) for each in members]
    offsets = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    flat = np.concatenate([np.empty(0, np.int32), *rows])
    n_nodes, n_intervals = len(rows), given.pop("n_intervals", len(rows))
    edges, shared, jaccard = nerve(offsets, flat)
    fields = {
        "lens": np.zeros(int(flat.max(initial=-1)) + 1),
        "intervals": tuple(Interval(k, ((k, k + 1.0),)) for k in range(n_intervals)),
        "eps": np.ones(n_intervals),
        "node_interval": np.arange(n_nodes, dtype=np.int32),
        "node_cluster": np.zeros(n_nodes, dtype=np.int32),
        "edges": edges,
        "shared": shared,
        "jaccard": jaccard,
        **given,
    }
    return MapperGraph(member_offsets=offsets, members=flat, **fields)


def cut_graph(trees, eps):
    """Return the graph of the clusters of spanning trees at eps."""
    rows = np.split(trees.rows, trees.offsets[1:-1])[: trees.n_intervals]
    lens = np.zeros(int(trees.rows.max(initial=-1)) + 1)
    return graph_of(CoveredRows((lens,), (), rows), cut(trees, eps))
