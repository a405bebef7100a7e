"""Statistics of the nodes of a graph, and figures of the whole graph."""

from dataclasses import dataclass

from topopress.core.arrays import Float32, Float64, Int32, Int64


@dataclass(frozen=True, slots=True, eq=False)
class NodeStatistics:
    """Statistics of each node of a graph.

    Attributes:
        mean: The mean of the members as the network has them, shape (n_nodes, n_channels).
        cohesion: Mean cosine similarity of the members to the centroid, shape (n_nodes,).
        spread: Quantiles .1, .5 and .9 of that similarity, shape (n_nodes, 3).
        mean_lens: Mean lens value of the members, shape (n_nodes,).
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
            the settings and not of the network.
    """

    coverage: float
    purity: float | None
    components: int
    branching: int
    loops: int
    largest: float
    dominant_share: float
