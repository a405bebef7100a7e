"""Records of the joint graph of two networks."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32, Int64

Origin = Literal[0, 1]
"""The first or the second network."""


@dataclass(frozen=True, slots=True)
class OnlyGroup:
    """Connected nodes of one network alone: beyond chance, nine tenths of their rows are its own.

    Attributes:
        origin: The network.
        nodes: Names of the nodes, those with most rows first.
        n_samples: Samples whose row of that network is in them.
        label: The commonest label of these; empty where none has one.
        share: Share of them that have it.
        samples: Some of them, those with most of ``apart`` first.
        apart: Share of their nearest samples in the other network that are far in this one: not
            within two steps of nearest samples.
        error: Standard error of ``apart`` over the samples.
        others: Labels of these far samples with their shares, the commonest first.
        far: Some of these far samples, the most frequent first.
        told: Whether the rule holds: this network alone tells the samples from those far ones.
    """

    origin: Origin
    nodes: tuple[str, ...]
    n_samples: int
    label: str
    share: float
    samples: tuple[int, ...]
    apart: float
    error: float
    others: tuple[tuple[str, float], ...]
    far: tuple[int, ...]
    told: bool


@dataclass(frozen=True, slots=True, eq=False)
class JointGraph:
    """The graph of the rows of two last layers, with one row of either network for each sample.

    Attributes:
        layers: The last layer of either network.
        n_fitted: Samples on which the second network's rows were aligned with the first's.
        n_shown: Samples in the graph, others than these.
        explained: Share of the variance of the first network's rows of the samples in the graph
            that the aligned rows of the second explain.
        explained_by_chance: The same with the samples of the second exchanged at random.
        lens: The lens of the graph.
        replaced: Whether it stands for a lens of the exploration that joint rows do not have.
        in_no_node: Share of the rows that are in no node.
        names: Name of each node.
        first: Rows of the first network in each node, shape (n_nodes,).
        second: Rows of the second, shape (n_nodes,).
        beyond_chance: For each node, 1 if the first network has more of it than chance gives, -1
            if the second has, else 0; shape (n_nodes,).
        label: Number of the commonest label of each node, -1 for none, shape (n_nodes,).
        label_share: Share of the rows with a label that have it, shape (n_nodes,).
        position: Place of each node, shape (n_nodes, 2).
        edges: Pairs of nodes that share rows, shape (n_edges, 2).
        jaccard: Shared rows over rows in either node, shape (n_edges,).
        apart: For either network, ``OnlyGroup.apart`` of all samples.
        groups: Nodes of one network alone.
    """

    layers: tuple[str, str]
    n_fitted: int
    n_shown: int
    explained: float
    explained_by_chance: float
    lens: str
    replaced: bool
    in_no_node: float
    names: tuple[str, ...]
    first: Int32
    second: Int32
    beyond_chance: Int32
    label: Int32
    label_share: Float64
    position: Float32
    edges: Int32
    jaccard: Float64
    apart: tuple[float, float]
    groups: tuple[OnlyGroup, ...]

    @property
    def sizes(self) -> Int64:
        """Rows of each node, shape (n_nodes,)."""
        return (self.first + self.second).astype(np.int64)
