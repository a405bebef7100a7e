"""The artifacts of one layer that its bundle is made from."""

from dataclasses import dataclass

from topopress.activations.types import Rows
from topopress.analysis.nodes.types import GraphQuality, NodeStatistics
from topopress.analysis.settings.types import Choice
from topopress.analysis.shape.types import LayerShape
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32
from topopress.mapper.types import MapperGraph
from topopress.visuals.types import Attribution, ExemplarRows


@dataclass(frozen=True, slots=True, eq=False)
class LayerParts:
    """All artifacts of one layer.

    Attributes:
        matrix: The activation vectors.
        graph: The Mapper graph of the vectors.
        statistics: Figures of the nodes.
        quality: Figures of the whole graph.
        n_samples: Number of samples of the exploration.
        layout: Node positions, shape (n_nodes, 2).
        projection: Scatter of the rows, shape (n_rows, 2), y upwards.
        projection_caption: How the scatter was made, in words.
        settings: Settings of the graph, with all open ones chosen.
        shape: Structures of the graph, and their stability.
        exemplars: Rows that stand for each node.
        choice: Candidates that the settings were chosen from; None where none were compared.
        family: Stream of the layer's family chunk; None where there is none.
        attribution: Classes the exemplars speak for; None where that was not computed.
        classes: Names of the network's outputs, empty where unknown.
    """

    matrix: Rows
    graph: MapperGraph
    statistics: NodeStatistics
    quality: GraphQuality
    n_samples: int
    layout: Float32
    projection: Float32
    projection_caption: str
    settings: Mapper
    shape: LayerShape
    exemplars: ExemplarRows
    choice: Choice | None = None
    family: bytes | None = None
    attribution: Attribution | None = None
    classes: tuple[str, ...] = ()
