"""Which nodes hold a row of a sample."""

import numpy as np

from topopress.activations.types import Rows
from topopress.analysis.nodes.statistics import cosine_to
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.mapper.types import MapperGraph


def nodes_of_samples(
    matrix: Rows, graph: MapperGraph, centroids: Float32, *, n_samples: int
) -> tuple[Int64, Int32]:
    """Return the nodes that hold a row of each sample, the one with the nearest centroid first.

    Nearest is by the cosine similarity of the sample's row to the centroid; of several rows the
    nearest counts. The first of two nodes that are equally near is the one with the lower index.

    Args:
        matrix: The rows the graph was built from.
        graph: The graph.
        centroids: Mean of each node's members, shape (n_nodes, n_channels).
        n_samples: Number of samples.

    Returns:
        Where the nodes of each sample start, shape (n_samples + 1,), and these nodes.
    """
    node = np.repeat(np.arange(graph.n_nodes), np.diff(graph.member_offsets))
    sample = matrix.sample[graph.members].astype(np.int64)
    order = np.lexsort((node, -_similarities(matrix, graph, centroids), sample))
    pairs = sample[order] * max(graph.n_nodes, 1) + node[order]
    nearest = order[np.sort(np.unique(pairs, return_index=True)[1])]
    offsets = np.searchsorted(sample[nearest], np.arange(n_samples + 1))
    return offsets.astype(np.int64), node[nearest].astype(np.int32)


def _similarities(matrix: Rows, graph: MapperGraph, centroids: Float32) -> Float64:
    """Return the cosine similarity of each member to its node's centroid."""
    found = [
        cosine_to(
            np.asarray(matrix.vectors[graph.members_of(node)], np.float64),
            np.asarray(centroids[node], np.float64),
        )
        for node in range(graph.n_nodes)
    ]
    return np.concatenate(found) if found else np.empty(0)
