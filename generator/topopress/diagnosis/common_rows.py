"""The nodes of several graphs as sets of the rows that all of them have."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from scipy.sparse import csr_array

from topopress.core.arrays import Int32, Int64
from topopress.diagnosis.types import NodeMembers

_MOST_ROWS = 1 << 32
"""More rows than a sample has."""


@dataclass(frozen=True, slots=True, eq=False)
class LayerNodes:
    """The nodes of a layer's graph.

    Attributes:
        graph: The nodes with their rows.
        sample: Sample of each row, by numbers that all layers share; -1 for one that others lack.
    """

    graph: NodeMembers
    sample: Int32


@dataclass(frozen=True, slots=True, eq=False)
class CommonRows:
    """Nodes of graphs by the rows that all have.

    Attributes:
        nodes: For each graph whether a row is in a node, 1 or 0, shape (n_nodes, n_rows).
        sample: Sample of each row, shape (n_rows,).
    """

    nodes: tuple[csr_array, ...]
    sample: Int32


def common_rows(layers: Sequence[LayerNodes]) -> CommonRows:
    """Return the nodes of layers by their common rows.

    The k-th row of a sample is the k-th row of that sample in every layer, as in the viewer.
    """
    keys = [_keys(one.sample) for one in layers]
    shared = reduce(np.intersect1d, keys)
    shared = shared[shared >= 0]
    nodes = tuple(_members(one.graph, key, shared) for one, key in zip(layers, keys, strict=True))
    return CommonRows(nodes, (shared // _MOST_ROWS).astype(np.int32))


def exchanged(nodes: csr_array, rng: np.random.Generator) -> csr_array:
    """Return nodes of the same sizes that share as many rows, with rows exchanged at random."""
    order = rng.permutation(nodes.shape[1])
    return csr_array((nodes.data, order[nodes.indices], nodes.indptr), shape=nodes.shape)


def _keys(sample: Int32) -> Int64:
    """Return a number of each row: of its sample, and how manieth row of it it is."""
    order = np.argsort(sample, kind="stable")
    ordered = sample[order]
    first = np.searchsorted(ordered, ordered)
    keys = np.empty(len(sample), np.int64)
    keys[order] = ordered.astype(np.int64) * _MOST_ROWS + (np.arange(len(sample)) - first)
    keys[sample < 0] = -1
    return keys


def _members(graph: NodeMembers, keys: Int64, shared: Int64) -> csr_array:
    own = keys[graph.members]
    place = np.minimum(np.searchsorted(shared, own), max(len(shared) - 1, 0))
    there = shared[place] == own if len(shared) else np.zeros(len(own), np.bool_)
    n_nodes = len(graph.member_offsets) - 1
    node = np.repeat(np.arange(n_nodes), np.diff(graph.member_offsets))
    where = node[there], place[there]
    return csr_array((np.ones(len(where[0]), np.int64), where), shape=(n_nodes, len(shared)))
