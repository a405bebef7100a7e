"""Statistics of each node: centroid, cohesion, mean lens, and the labels of the members."""

import numpy as np

from topopress.activations.types import Rows
from topopress.analysis.nodes.types import NodeStatistics
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.mapper.types import MapperGraph

SPREAD = (0.1, 0.5, 0.9)


def node_statistics(
    matrix: Rows,
    graph: MapperGraph,
    labels: Int32,
    *,
    n_labels: int,
    prepared: Float32 | None = None,
) -> NodeStatistics:
    """Return the statistics of each node of the graph of some rows.

    Rows without vectors have no channel; their nodes have no cohesion and no spread.

    Args:
        matrix: The rows as the network has them.
        graph: Their graph.
        labels: Index of each sample's label, -1 for none, shape (n_samples,).
        n_labels: Number of labels.
        prepared: The rows that the graph was made of, where they are others.
    """
    centroid, cohesion, spread = _means(matrix.vectors if prepared is None else prepared, graph)
    mean = centroid if prepared is None else _means(matrix.vectors, graph)[0]
    sizes = np.diff(graph.member_offsets)
    node = np.repeat(np.arange(graph.n_nodes), sizes)
    offsets, label, count = _composition(
        node, labels[matrix.sample[graph.members]], n_nodes=graph.n_nodes, n_labels=n_labels
    )
    purity, majority = _majority(offsets, label, count)
    return NodeStatistics(
        mean=mean,
        cohesion=cohesion,
        spread=spread,
        mean_lens=mean_over_members(graph.lens, graph),
        purity=purity,
        majority=majority,
        composition_offsets=offsets,
        composition_label=label,
        composition_count=count,
        centroid=centroid,
    )


def mean_over_members(values: Float64, graph: MapperGraph) -> Float64:
    """Return the mean of a value per row, shape (n_rows,), over each node's members.

    The shape is (n_nodes,); or (0,) for a second lens that does not exist, which is empty too. In a
    graph without a lens all means are NaN.
    """
    if not len(values):
        return np.empty(0)
    sizes = np.diff(graph.member_offsets)
    node = np.repeat(np.arange(graph.n_nodes), sizes)
    return np.bincount(node, weights=values[graph.members], minlength=graph.n_nodes) / sizes


def _means(vectors: Float32, graph: MapperGraph) -> tuple[Float32, Float64, Float64]:
    means = np.zeros((graph.n_nodes, vectors.shape[1]), dtype=np.float32)
    if not vectors.shape[1]:
        return means, np.empty(0), np.empty((0, len(SPREAD)))
    cohesion = np.zeros(graph.n_nodes)
    spread = np.zeros((graph.n_nodes, len(SPREAD)))
    for node in range(graph.n_nodes):
        members = np.asarray(vectors[graph.members_of(node)], dtype=np.float64)
        centre = members.mean(axis=0)
        means[node] = centre
        similarity = cosine_to(members, centre)
        cohesion[node] = similarity.mean()
        spread[node] = np.quantile(similarity, SPREAD)
    return means, cohesion, spread


def cosine_to(vectors: Float64, centre: Float64) -> Float64:
    """Return the cosine similarity of each vector, shape (n, n_channels), to one, in [-1, 1].

    As in the clustering, a zero vector has the similarity 1 to other zero vectors and 0 to others.
    """
    lengths = np.linalg.norm(vectors, axis=1)
    length = np.linalg.norm(centre)
    if length == 0:
        return np.asarray(lengths == 0, dtype=np.float64)
    cosine = vectors @ (centre / length) / np.where(lengths > 0, lengths, 1.0)
    return np.asarray(np.clip(cosine, -1.0, 1.0), dtype=np.float64)


def similarity_of_members(matrix: Rows, graph: MapperGraph, centroids: Float32) -> Float64:
    """Return the cosine similarity of each member to the centroid of its node.

    Centroids are the means of the nodes' members, shape (n_nodes, n_channels). The result has the
    order of ``graph.members``, shape (n_memberships,).
    """
    similarity = [
        cosine_to(
            np.asarray(matrix.vectors[graph.members_of(one)], np.float64),
            np.asarray(centroids[one], np.float64),
        )
        for one in range(graph.n_nodes)
    ]
    return np.concatenate([np.empty(0), *similarity])


def nodes_of_samples(
    matrix: Rows, graph: MapperGraph, similarity: Float64, *, n_samples: int
) -> tuple[Int64, Int32]:
    """Return the nodes that hold a row of each sample, the one with the nearest centroid first.

    Nearest is by the cosine similarity of the sample's row to the centroid, as
    ``similarity_of_members`` gives it; of several rows the nearest counts. The first of two nodes
    that are equally near is the one with the lower index.

    Returns:
        Where the nodes of each sample start, shape (n_samples + 1,), and these nodes.
    """
    node = np.repeat(np.arange(graph.n_nodes), np.diff(graph.member_offsets))
    sample = matrix.sample[graph.members].astype(np.int64)
    order = np.lexsort((node, -similarity, sample))
    pairs = sample[order] * max(graph.n_nodes, 1) + node[order]
    nearest = order[np.sort(np.unique(pairs, return_index=True)[1])]
    offsets = np.searchsorted(sample[nearest], np.arange(n_samples + 1))
    return offsets.astype(np.int64), node[nearest].astype(np.int32)


def _composition(
    node: Int64, label: Int32, *, n_nodes: int, n_labels: int
) -> tuple[Int64, Int32, Int32]:
    """Count the labels of each node's members, the most frequent first (ties: first label)."""
    labelled = label >= 0
    width = max(n_labels, 1)
    pairs, counts = np.unique(node[labelled] * width + label[labelled], return_counts=True)
    owner, kind = np.divmod(pairs, width)
    order = np.lexsort((kind, -counts, owner))
    offsets = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=n_nodes))])
    return offsets.astype(np.int64), kind[order].astype(np.int32), counts[order].astype(np.int32)


def _majority(offsets: Int64, label: Int32, count: Int32) -> tuple[Float64, Int32]:
    n_nodes = len(offsets) - 1
    purity = np.full(n_nodes, np.nan)
    majority = np.full(n_nodes, -1, dtype=np.int32)
    some = np.flatnonzero(np.diff(offsets) > 0)
    first = offsets[:-1][some]
    if len(some):
        purity[some] = count[first] / np.add.reduceat(count, first)
        majority[some] = label[first]
    return purity, majority
