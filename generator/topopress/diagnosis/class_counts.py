"""Which classes the nodes of a graph hold, seen from each class."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from topopress.core.arrays import Float64, Int32, Int64
from topopress.mapper.types import MapperGraph
from topopress.samples.types import Labels


@dataclass(frozen=True, slots=True, eq=False)
class ClassCounts:
    """The members of each class in each node of a graph, where there are any.

    Rows without a label count nowhere.

    Attributes:
        node: The nodes, by class, then ascending, shape (n_pairs,).
        count: Members of the class in the node, shape (n_pairs,).
        offsets: Where the nodes of each class start, shape (n_classes + 1,).
        by_node: The same counts, shape (n_nodes, n_classes).
        size: Labelled members of each node, shape (n_nodes,).
        own: Mean share of the labelled members of a node that are of one sample, over the members
            of each class, shape (n_classes,); NaN for a class without members.
        samples: Samples of each class, shape (n_classes,).
    """

    node: Int64
    count: Int64
    offsets: Int64
    by_node: csr_array
    size: Int64
    own: Float64
    samples: Int64

    def nodes_of(self, label: int) -> tuple[Int64, Int64]:
        """Return the nodes with members of a class, and how many members of it they have."""
        part = slice(int(self.offsets[label]), int(self.offsets[label + 1]))
        return self.node[part], self.count[part]

    def beside(self, label: int) -> Float64:
        """Return the share of each class in the nodes of one, shape (n_classes,).

        It is the mean over the members of the class of the shares in their nodes, so the share of
        the class itself is the purity that its members see. NaN for a class without members.
        """
        nodes, count = self.nodes_of(label)
        if not len(nodes):
            return np.full(len(self.samples), np.nan)
        shares = self.by_node[nodes].T @ (count / self.size[nodes])
        return np.asarray(shares / count.sum())

    def chance(self, label: int) -> Float64:
        """Return the same where labels are exchanged at random between samples.

        A member sees its own sample, which has its label, and others, of which any may have any.
        """
        others = max(int(self.samples.sum()) - 1, 1)
        expected = self.samples - (np.arange(len(self.samples)) == label)
        shares = (1 - self.own[label]) * expected / others
        shares[label] += self.own[label]
        return np.asarray(shares)


def class_counts(graph: MapperGraph, sample: Int32, labels: Labels) -> ClassCounts:
    """Count the members of each class in each node.

    Args:
        graph: The graph of a layer.
        sample: The sample of each row, shape (n_rows,).
        labels: The class of each sample.
    """
    n_classes = len(labels.labels)
    node = np.repeat(np.arange(graph.n_nodes), np.diff(graph.member_offsets))
    samples = sample[graph.members].astype(np.int64)
    label = labels.label[samples].astype(np.int64)
    node, samples, label = (each[label >= 0] for each in (node, samples, label))
    pairs, count = np.unique(label * max(graph.n_nodes, 1) + node, return_counts=True)
    of_pair, node_of_pair = np.divmod(pairs, max(graph.n_nodes, 1))
    size = np.bincount(node, minlength=graph.n_nodes)
    return ClassCounts(
        node=node_of_pair,
        count=count,
        offsets=np.searchsorted(of_pair, np.arange(n_classes + 1)).astype(np.int64),
        by_node=csr_array((count, (node_of_pair, of_pair)), shape=(graph.n_nodes, n_classes)),
        size=size,
        own=_own_share(node, samples, label, size, n_classes),
        samples=np.bincount(labels.label[labels.label >= 0], minlength=n_classes),
    )


def _own_share(node: Int64, samples: Int64, label: Int64, size: Int64, n_classes: int) -> Float64:
    """Return the mean over the members of each class of the share of their sample in the node."""
    most = int(samples.max(initial=0)) + 1
    pairs, count = np.unique(node * most + samples, return_counts=True)
    share = count / size[pairs // most]
    classes = np.zeros(most, np.int64)
    classes[samples] = label
    of_pair = classes[pairs % most]
    total = np.bincount(of_pair, count * share, n_classes)
    members = np.bincount(label, minlength=n_classes)
    found = np.full(n_classes, np.nan)
    found[members > 0] = total[members > 0] / members[members > 0]
    return found
