"""The frozen types that stages hand to each other. Read this file first.

Axis names: n_samples inputs, n_rows activation vectors of a layer, n_channels their length,
n_nodes clusters, n_edges pairs of clusters. A *row* is one activation vector: one position of
one sample. Compressed lists (``offsets`` and values) hold the list of item i in
``values[offsets[i]:offsets[i + 1]]``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Uint8 = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the picture it is cut from; bottom and right are exclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class ImageSample:
    """One input picture.

    Attributes:
        id: Stable and unique within the exploration; depends on the input, not on its order.
        origin: Where the picture comes from: a path below the data folder, or a photograph's name.
        label: Class name, or None where there is none.
        digest: SHA-256 of the content the pixels are decoded from.
        box: The part of the origin that is the sample; None for the whole picture.
        metadata: Further columns of the list the sample came from.
    """

    id: str
    origin: str
    label: str | None
    digest: str
    box: Box | None = None
    metadata: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SkippedInput:
    """An input that cannot be used, and why."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class SampleTable:
    """All samples of an exploration in id order, and the inputs that were skipped."""

    samples: tuple[ImageSample, ...]
    skipped: tuple[SkippedInput, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The distinct labels, sorted."""
        return tuple(sorted({s.label for s in self.samples if s.label is not None}))


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """One layer of a network for its own input size: name, and shape of its output."""

    name: str
    channels: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class NetworkInfo:
    """What can be said of a network without holding it in memory.

    Attributes:
        name: The name given in the configuration, such as ``torchvision:googlenet``.
        digest: SHA-256 that changes with architecture, weights, preprocessing and library version.
        weights: One line for people: which weights these are.
        parameters: Number of weights.
        input_size: Height and width of an input, in pixels.
        preprocessing: One line for people: how a picture becomes an input.
        layers: Layers whose output is a feature map, in forward order.
        classes: Names of the outputs, empty where unknown.
    """

    name: str
    digest: str
    weights: str
    parameters: int
    input_size: tuple[int, int]
    preprocessing: str
    layers: tuple[LayerInfo, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ActivationMatrix:
    """The activation vectors of one layer.

    Attributes:
        layer: Name and shape of the layer.
        vectors: Shape (n_rows, n_channels); may be memory-mapped.
        sample: Which sample each row belongs to, shape (n_rows,).
        position: Row and column of each vector in the layer's map, shape (n_rows, 2); -1 where a
            vector is a mean over the map.
    """

    layer: LayerInfo
    vectors: Float32
    sample: Int32
    position: Int32


Bounds = tuple[float, float]
"""The smallest and the largest lens value of a closed interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One closed element of a cover: an interval of one lens, or a box of two.

    Attributes:
        index: Number of the element, from 0; boxes count row by row, the second lens fastest.
        bounds: Bounds for each lens: ``low <= lens value <= high``.
    """

    index: int
    bounds: tuple[Bounds, ...]

    @property
    def low(self) -> float:
        """Smallest value of the first lens."""
        return self.bounds[0][0]

    @property
    def high(self) -> float:
        """Largest value of the first lens."""
        return self.bounds[0][1]


def _no_values() -> Float64:
    return np.empty(0)


def _no_triangles() -> Int32:
    return np.empty((0, 3), np.int32)


def _no_counts() -> Int32:
    return np.empty(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class MapperGraph:
    """The Mapper graph of one layer.

    Nodes are numbered by interval, then by the smallest core row of the cluster.

    Attributes:
        lens: Value of the first lens of each row, shape (n_rows,).
        intervals: The cover, ascending; with two lenses all boxes, row by row.
        eps: Neighbourhood radius used in each interval, shape (n_intervals,); shape (0,) where the
            clusterer has none.
        node_interval: Interval of each node, shape (n_nodes,).
        node_cluster: Number of the node within its interval, shape (n_nodes,).
        member_offsets: Shape (n_nodes + 1,).
        members: Rows of each node, ascending within the node, shape (n_memberships,).
        edges: Node pairs (source < target), sorted, shape (n_edges, 2).
        shared: Number of rows an edge's nodes share, shape (n_edges,).
        jaccard: Shared rows over rows in either node, shape (n_edges,).
        neighbour_curve: Sorted distances to the ``min_samples - 1``-th neighbour of the query rows
            from which eps was chosen; empty where eps was given.
        second_lens: Value of the second lens of each row, shape (n_rows,); shape (0,) without one.
        triangles: Triples of nodes that share a row, each ascending, sorted, shape
            (n_triangles, 3); shape (0, 3) where they were not asked for.
        triangle_shared: Number of rows that a triangle's nodes share, shape (n_triangles,).
    """

    lens: Float64
    intervals: tuple[Interval, ...]
    eps: Float64
    node_interval: Int32
    node_cluster: Int32
    member_offsets: Int64
    members: Int32
    edges: Int32
    shared: Int32
    jaccard: Float64
    neighbour_curve: Float64
    second_lens: Float64 = field(default_factory=_no_values)
    triangles: Int32 = field(default_factory=_no_triangles)
    triangle_shared: Int32 = field(default_factory=_no_counts)

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.node_interval)

    def members_of(self, node: int) -> Int32:
        """Return the rows of one node, ascending."""
        return self.members[self.member_offsets[node] : self.member_offsets[node + 1]]

    def node_id(self, node: int) -> str:
        """Return the name of a node that pages and links use, such as ``i12c0``."""
        return f"i{self.node_interval[node]}c{self.node_cluster[node]}"


@dataclass(frozen=True, slots=True, eq=False)
class NodeStatistics:
    """What is known of each node of a graph beyond its members.

    Attributes:
        mean: Mean activation vector, shape (n_nodes, n_channels).
        tightness: Mean cosine similarity of the members to the node's mean, shape (n_nodes,).
        mean_lens: Mean lens value of the members, shape (n_nodes,).
        purity: Share of the commonest label among the labelled members; NaN without labels.
        majority: Index of the commonest label (ties: first in sorted order); -1 without labels.
        composition_offsets: Shape (n_nodes + 1,).
        composition_label: Label indices per node, most frequent first.
        composition_count: Members with that label.
    """

    mean: Float32
    tightness: Float64
    mean_lens: Float64
    purity: Float64
    majority: Int32
    composition_offsets: Int64
    composition_label: Int32
    composition_count: Int32


@dataclass(frozen=True, slots=True)
class GraphQuality:
    """Figures by which a graph can be judged.

    Attributes:
        coverage: Share of rows that are in some node; the rest is noise.
        purity: Mean over nodes of the label purity; None without labels.
        components: Number of connected components.
        branching: Number of nodes with three or more neighbours.
        loops: Cycle rank, ``n_edges - n_nodes + components``.
        largest: Rows in the largest node, as a share of all rows.
        blob_share: Share of the intervals that hold a node in which a single one holds at least
            nine tenths of the clustered rows. Near 1 the graph is a chain of blobs: a finding
            about the parameters, not about the network.
    """

    coverage: float
    purity: float | None
    components: int
    branching: int
    loops: int
    largest: float
    blob_share: float


@dataclass(frozen=True, slots=True, eq=False)
class SpriteSheet:
    """Many square pictures of one size in one image file, row by row.

    Attributes:
        tile: Side of a picture in pixels.
        columns: Pictures in a row of the sheet.
        count: Pictures on the sheet.
        webp: The encoded file.
    """

    tile: int
    columns: int
    count: int
    webp: bytes


@dataclass(frozen=True, slots=True, eq=False)
class FeatureVisualisations:
    """One optimised picture per node, in node order.

    Attributes:
        cosine: Cosine similarity of the finished picture's activation to the target,
            shape (n_nodes,).
        objective: Value of the objective reached, shape (n_nodes,).
        steps: Optimisation steps taken, shape (n_nodes,).
        nearest: Node whose mean is nearest, by cosine, to the finished picture's activation,
            shape (n_nodes,); -1 where the activation is zero.
        objective_name: Which objective: a key of ``visuals.objectives.OBJECTIVES``.
        sheets: The pictures, node by node.
    """

    cosine: Float64
    objective: Float64
    steps: Int32
    nearest: Int32
    objective_name: str
    sheets: tuple[SpriteSheet, ...]

    @property
    def own_share(self) -> float:
        """Share of the pictures whose nearest node is their own; 0 where there are none."""
        own = self.nearest == np.arange(len(self.nearest))
        return float(own.mean()) if len(own) else 0.0
