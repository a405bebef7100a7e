"""What a finished exploration hands to the pages: the manifest, the files, and views to draw."""

from collections.abc import Mapping
from dataclasses import dataclass

from topopress.analysis.settings.types import Choice
from topopress.bundle.schema import Layer, Manifest, Structure
from topopress.core.arrays import Float32, Float64, Int32, Int64


@dataclass(frozen=True, slots=True, eq=False)
class LayerView:
    """One layer's graph as the pages draw it without JavaScript.

    Attributes:
        layer: The layer's entry in the manifest.
        position: Layout, y downwards, shape (n_nodes, 2).
        node_ids: Names of the nodes, such as ``i12c0``.
        sizes: Members of each node, shape (n_nodes,).
        mean_lens: Mean lens of the members, shape (n_nodes,).
        mean_second_lens: The same of the second lens; empty without one.
        tightness: Mean cosine similarity of the members to the mean, shape (n_nodes,).
        purity: Share of the commonest label; NaN without labels.
        majority: Index of the commonest label in ``Manifest.labels``; -1 without labels.
        edges: Node pairs, shape (n_edges, 2).
        jaccard: Weight of each edge, shape (n_edges,).
        structures: Features of the graph's shape, the most to be trusted first.
        node_bootstrap: Share of the resamples each node is found in; empty where not judged.
        node_family: The same for neighbouring settings.
        edge_bootstrap: Share of the resamples each edge is found in; empty where not judged.
        choice: What the settings were chosen from; None where that was not looked at.
        sample_offsets: Where the nodes of each sample start in ``sample_nodes``,
            shape (n_samples + 1,).
        sample_nodes: Nodes that hold a row of the sample, the one with the nearest centroid first.
    """

    layer: Layer
    position: Float32
    node_ids: tuple[str, ...]
    sizes: Int64
    mean_lens: Float64
    mean_second_lens: Float64
    tightness: Float64
    purity: Float64
    majority: Int32
    edges: Int32
    jaccard: Float64
    structures: tuple[Structure, ...]
    node_bootstrap: Float64
    node_family: Float64
    edge_bootstrap: Float64
    choice: Choice | None
    sample_offsets: Int64
    sample_nodes: Int32

    def nodes_of(self, sample: int) -> Int32:
        """Return the nodes that hold a row of a sample, the one with the nearest centroid first."""
        return self.sample_nodes[self.sample_offsets[sample] : self.sample_offsets[sample + 1]]


@dataclass(frozen=True, slots=True, eq=False)
class ExplorationBundle:
    """All that the viewer and the pages need of one exploration.

    Attributes:
        manifest: What the viewer reads first.
        views: One per layer, in the manifest's order.
        files: Content of each data file by its path below the exploration's folder.
    """

    manifest: Manifest
    views: tuple[LayerView, ...]
    files: Mapping[str, bytes]
