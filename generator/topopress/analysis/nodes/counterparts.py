"""The node of each other layer that holds most nearly the same samples as a node."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from topopress.core.arrays import Float64, Int32, Int64


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Where the nodes of a graph are and which rows they have; see ``MapperGraph``."""

    node_interval: Int32
    node_cluster: Int32
    member_offsets: Int64
    members: Int32


@dataclass(frozen=True, slots=True, eq=False)
class SamplesOfRows:
    """Sample of each row of a layer, shape (n_rows,)."""

    sample: Int32


@dataclass(frozen=True, slots=True, eq=False)
class Counterparts:
    """For each node of a layer the most similar node of each layer, by its samples.

    Similarity is the Jaccard index: samples with a row in both nodes over samples with a row in
    either. Of equal ones it is the first node.

    Attributes:
        interval: Interval of that node, -1 where none shares a sample and in the layer itself,
            shape (n_nodes, n_layers), layers in forward order.
        cluster: Its number within the interval; 0 where there is none, as in the next two.
        shared: Samples in both nodes.
        jaccard: Jaccard index.
    """

    interval: Int32
    cluster: Int32
    shared: Int32
    jaccard: Float64


def counterparts_of(
    layer: str, graphs: Mapping[str, Membership], samples: Mapping[str, SamplesOfRows]
) -> Counterparts:
    """Return the counterparts of a layer's nodes; graphs and samples are those of all layers."""
    n_samples = 1 + max((int(each.sample.max(initial=-1)) for each in samples.values()), default=0)
    sets = {name: _sample_sets(graphs[name], samples[name].sample, n_samples) for name in graphs}
    shape = sets[layer].shape[0], len(graphs)
    interval, cluster = np.full(shape, -1, np.int32), np.zeros(shape, np.int32)
    shared, jaccard = np.zeros(shape, np.int32), np.zeros(shape)
    for k, (name, graph) in enumerate(graphs.items()):
        if name == layer or not all((*shape, sets[name].shape[0])):
            continue
        both = (sets[layer] @ sets[name].T).toarray()
        sizes = [each.sum(axis=1) for each in (sets[layer], sets[name])]
        index = both / (sizes[0][:, None] + sizes[1][None, :] - both)
        best = index.argmax(axis=1)
        mine = np.flatnonzero(index.max(axis=1) > 0)
        theirs = best[mine]
        interval[mine, k], cluster[mine, k] = (
            graph.node_interval[theirs],
            graph.node_cluster[theirs],
        )
        shared[mine, k], jaccard[mine, k] = both[mine, theirs], index[mine, theirs]
    return Counterparts(interval, cluster, shared, jaccard)


def _sample_sets(graph: Membership, sample: Int32, n_samples: int) -> Any:  # noqa: ANN401 - sparse
    """Return which samples have a row in each node, shape (n_nodes, n_samples), of ones."""
    n_nodes = len(graph.node_interval)
    node = np.repeat(np.arange(n_nodes), np.diff(graph.member_offsets))
    pairs = np.unique(np.stack([node, sample[graph.members]]), axis=1)
    return csr_array((np.ones(pairs.shape[1], np.int64), tuple(pairs)), (n_nodes, n_samples))
