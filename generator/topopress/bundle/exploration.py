"""The result of a finished exploration: the manifest, the data files, and the views of layers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from topopress.analysis.settings.types import Choice
from topopress.analysis.stages import KeptNeighbours
from topopress.bundle.node_figures import NODE_FIGURES
from topopress.bundle.schema import Layer, Manifest, Structure, VisualSummary
from topopress.core.arrays import Float32, Float64, Int32, Int64


@dataclass(frozen=True, slots=True)
class NodeColumn:
    """What a kind says of each node of a layer in words, as a column of tables and as a fact.

    Attributes:
        id: Name of the fact in essays.
        title: Head of the column.
        cells: A text for each node; empty where there is nothing to say.
    """

    id: str
    title: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How rows or samples look to a reader, as the kind of the samples packs it.

    ``path`` is that of the kind's chunk. ``files`` has this chunk and the files it names by their
    path below the exploration's folder. ``columns`` are what the kind says of a layer's nodes.
    """

    path: str
    files: Mapping[str, bytes]
    visuals: VisualSummary | None = None
    columns: tuple[NodeColumn, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LayerView:
    """One layer's graph as the pages draw it without JavaScript.

    Attributes:
        layer: The layer's entry in the manifest.
        position: Layout, y downwards, shape (n_nodes, 2).
        node_ids: Names of the nodes, such as ``i12c0``.
        figures: All figures of the nodes, in the order of ``NODE_FIGURES``, shape
            (n_figures, n_nodes); NaN where unknown.
        edges: Node pairs, shape (n_edges, 2).
        jaccard: Jaccard index of each edge, shape (n_edges,).
        structures: Structures of the graph, the most stable first.
        edge_bootstrap: Share of the resamples each edge is found in; empty where not judged.
        choice: Candidates that the settings were chosen from; None where none were compared.
        sample_offsets: Where the nodes of each sample start in ``sample_nodes``,
            shape (n_samples + 1,).
        sample_nodes: Nodes that hold a row of the sample, the one with the nearest centroid first.
        visuals: Figures of feature visualisations; None where there are none.
        columns: What the kind of the samples says of each node in words.
        said: What the file of a graph that another tool made says of it: terms and texts.
        neighbours: How well each scatter keeps neighbours, in the order of the manifest's
            projections; empty for rows without vectors.
    """

    layer: Layer
    position: Float32
    node_ids: tuple[str, ...]
    figures: Float64
    edges: Int32
    jaccard: Float64
    structures: tuple[Structure, ...]
    edge_bootstrap: Float64
    choice: Choice | None
    sample_offsets: Int64
    sample_nodes: Int32
    visuals: VisualSummary | None
    columns: tuple[NodeColumn, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    neighbours: tuple[KeptNeighbours, ...] = ()

    def nodes_of(self, sample: int) -> Int32:
        """Return the nodes that hold a row of a sample, the one with the nearest centroid first."""
        return self.sample_nodes[self.sample_offsets[sample] : self.sample_offsets[sample + 1]]

    def figure(self, array: str) -> Float64:
        """Return the figure of that array for all nodes, shape (n_nodes,); NaN where unknown."""
        return np.asarray(self.figures[[figure.array for figure in NODE_FIGURES].index(array)])

    @property
    def sizes(self) -> Int64:
        """Members of each node, shape (n_nodes,)."""
        return self.figure("size").astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class ExplorationBundle:
    """What the viewer and the pages need of one exploration: views in the order of the manifest.

    ``files`` has the content of each data file by its path below the exploration's folder.
    """

    manifest: Manifest
    views: tuple[LayerView, ...]
    files: Mapping[str, bytes]
