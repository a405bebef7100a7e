"""Statistics of the nodes of a graph, and figures of the whole graph."""

from dataclasses import dataclass

from topopress.core.arrays import Float32, Float64, Int32, Int64


@dataclass(frozen=True, slots=True, eq=False)
class NodeStatistics:
    """Statistics of each node of a graph.

    Attributes:
        mean: The mean of the members as the network has them, shape (n_nodes, n_channels).
        cohesion: Mean cosine similarity of the members to the centroid, shape (n_nodes,); shape
            (0,) for rows without vectors.
        spread: Quantiles .1, .5 and .9 of that similarity, shape (n_nodes, 3); shape (0, 3) for
            rows without vectors.
        mean_lens: Mean lens value of the members, shape (n_nodes,); NaN without a lens.
        purity: Share of the commonest label among the labelled members; NaN without labels.
        majority: Index of the commonest label (ties: first in sorted order); -1 without labels.
        composition_offsets: Shape (n_nodes + 1,).
        composition_label: Label indices per node, most frequent first.
        composition_count: Members with that label.
        centroid: The mean of the members as the graph was made of them, shape (n_nodes,
            n_channels). It differs from ``mean`` where rows were prepared.
    """

    mean: Float32
    cohesion: Float64
    spread: Float64
    mean_lens: Float64
    purity: Float64
    majority: Int32
    composition_offsets: Int64
    composition_label: Int32
    composition_count: Int32
    centroid: Float32


@dataclass(frozen=True, slots=True)
class GraphQuality:
    """Figures of a graph.

    Attributes:
        coverage: Share of rows in at least one node; the others are noise.
        purity: Mean over nodes of the label purity; None without labels.
        components: Number of connected components.
        branching: Number of nodes with three or more neighbours.
        loops: Cycle rank, ``n_edges - n_nodes + components``.
        largest: Rows in the largest node, as a share of all rows.
        dominant_share: Among the intervals with a node, the share in which one node has at least
            nine tenths of the clustered rows. Near 1 the graph is a chain, which is a result of
            the settings and not of the network. None for balls, which lie along no lens, for parts
            of rows that are one node each, and where another tool made the graph and its file
            names no intervals.
    """

    coverage: float
    purity: float | None
    components: int
    branching: int
    loops: int
    largest: float
    dominant_share: float | None


@dataclass(frozen=True, slots=True)
class LabelPurity:
    """How pure the nodes of a graph are in a column of labels, beside chance.

    Attributes:
        column: Name of the column; None for the labels of the samples.
        purity: Share of members with the commonest value of their node. Nodes count by their
            members, unlike in ``GraphQuality.purity``.
        chance: The same with the values exchanged at random between all samples, mean of 20.
        within: Share of members with the commonest value among the members of their node that are
            of their group, such as their word form. None where rows have no groups.
        chance_within: The same with the values exchanged at random within each group, mean of 20.
        excess: ``(within - chance_within) / (1 - chance_within)``; where rows have no groups,
            ``(purity - chance) / (1 - chance)``. 0 is chance, 1 is pure. None if chance is pure.
    """

    column: str | None
    purity: float
    chance: float
    within: float | None
    chance_within: float | None
    excess: float | None
