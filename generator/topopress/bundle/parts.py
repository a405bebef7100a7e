"""The records of one layer that its bundle is made from."""

from dataclasses import dataclass

from topopress.activations.types import Rows
from topopress.analysis.nodes.counterparts import Counterparts
from topopress.analysis.shape.types import LayerShape
from topopress.analysis.stages import ChosenMapper, Description, LabelPurities, Scatter
from topopress.bundle.exploration import Look
from topopress.config.schema import Stability
from topopress.mapper.stages import Layout, NetworkClasses
from topopress.mapper.types import MapperGraph
from topopress.samples.types import Labels
from topopress.visuals.types import Attribution, ExemplarRows


@dataclass(frozen=True, slots=True)
class FamilyChunk:
    """The stream of a layer's family chunk."""

    stream: bytes


@dataclass(frozen=True, slots=True, eq=False)
class LayerParts:
    """All records of one layer; None for those that it does not have.

    Attributes:
        stability: Settings with which the stability of ``shape`` was computed.
        caption: How the scatter was made, in words.
        lists_members: Whether the viewer lists all members of a node.
    """

    rows: Rows
    graph: MapperGraph
    described: Description
    purities: LabelPurities
    layout: Layout
    scatter: Scatter
    shape: LayerShape
    chosen: ChosenMapper
    exemplars: ExemplarRows
    labels: Labels
    stability: Stability
    caption: str
    counterparts: Counterparts
    lists_members: bool = False
    family: FamilyChunk | None = None
    attribution: Attribution | None = None
    look: Look | None = None
    network: NetworkClasses | None = None
