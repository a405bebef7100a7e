"""The structures of a graph, and their stability."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from topopress.core.arrays import Flags, Float64, Int32, Int64
from topopress.mapper.types import NullModel

KindName = Literal["island", "bifurcation", "loop", "flare"]
"""Kinds of structures but the largest component, which every graph has."""
LARGEST_COMPONENT = "largest_component"
"""The kind of the connected component with most rows; every graph with a node has one."""


@dataclass(frozen=True, slots=True, eq=False)
class Structures:
    """The structures of a graph; ``docs/structures.md`` defines each kind.

    Sorted by kind (in the order of ``structures.KINDS``), then by rows, largest first, then by
    nodes.

    Attributes:
        kind: ``largest_component``, ``island``, ``bifurcation``, ``loop`` or ``flare``.
        id: Stable name within the graph: kind and anchor node, such as ``loop-i3c0``.
        rows: Rows in the union of the nodes, shape (n_structures,).
        node_offsets: Shape (n_structures + 1,).
        nodes: Nodes of each structure. A loop's follow each other around it, a flare's run from
            its tip inwards, a bifurcation's begin with its centre, a component's ascend.
        arm_offsets: Places in ``arm_node_offsets`` where a structure's arms begin, shape
            (n_structures + 1,); only bifurcations have arms.
        arm_node_offsets: Shape (n_arms + 1,).
        arm_nodes: Nodes of each arm, ascending.
    """

    kind: tuple[str, ...]
    id: tuple[str, ...]
    rows: Int64
    node_offsets: Int64
    nodes: Int32
    arm_offsets: Int64
    arm_node_offsets: Int64
    arm_nodes: Int32

    def nodes_of(self, structure: int) -> Int32:
        """Return the nodes of one structure."""
        return self.nodes[self.node_offsets[structure] : self.node_offsets[structure + 1]]

    def arms_of(self, structure: int) -> tuple[Int32, ...]:
        """Return the nodes of each arm of one structure, the arm with most rows first."""
        first, last = self.arm_offsets[structure : structure + 2].tolist()
        ends = self.arm_node_offsets
        return tuple(self.arm_nodes[ends[arm] : ends[arm + 1]] for arm in range(first, last))


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """The share of other graphs of the same rows in which each part of a graph is found again.

    ``family``: graphs with perturbed settings; ``bootstrap``: graphs of resampled rows.
    Shares have the shapes (n_nodes,), (n_edges,) and (n_structures,), and are NaN if there was no
    other graph. Two sets of rows match from the threshold of their Jaccard index up.
    """

    threshold: float
    n_family: int
    n_bootstrap: int
    node_family: Float64
    node_bootstrap: Float64
    edge_bootstrap: Float64
    structure_family: Float64
    structure_bootstrap: Float64


@dataclass(frozen=True, slots=True, eq=False)
class NullStability:
    """The results of the same analysis on copies of the rows (``analysis.null_model``).

    Attributes:
        model: Which copies these are.
        copies: Copies that were analysed.
        kind: Kind of each structure found in any of them.
        rows: Rows of each, shape (n_structures,).
        structure_family: Shares of each, as in ``Stability``; NaN without other graphs.
        structure_bootstrap: The same for resamples.
        node_family: Mean share of the nodes of each copy, shape (copies,).
        node_bootstrap: The same for resamples.
    """

    model: NullModel
    copies: int
    kind: tuple[str, ...]
    rows: Int64
    structure_family: Float64
    structure_bootstrap: Float64
    node_family: Float64
    node_bootstrap: Float64


@dataclass(frozen=True, slots=True, eq=False)
class LayerShape:
    """All structures of a layer's graph, their stability, and which are stable, (n_structures,).

    The stability, and that of copies that show what chance gives, ``null``, are None if switched
    off.
    """

    structures: Structures
    stability: Stability | None
    null: NullStability | None
    stable: Flags

    @classmethod
    def unjudged(cls, structures: Structures) -> "LayerShape":
        """Return structures whose stability is not judged."""
        return cls(structures, None, None, np.zeros(len(structures.kind), np.bool_))


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Structures of one kind in a graph and in the null model's copies of its rows.

    Attributes:
        kind: The kind.
        count: Structures of this kind in the graph.
        stable: Those that are stable.
        strongest: Largest strength among them; 0 where there is none.
        null_count: Structures of this kind in a copy, on average.
        null_strongest: Largest strength in any copy.
    """

    kind: KindName
    count: int
    stable: int
    strongest: float
    null_count: float
    null_strongest: float
