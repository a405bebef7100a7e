"""The records of one layer that its bundle is made from."""

from dataclasses import dataclass

from topopress.activations.types import Rows
from topopress.analysis.nodes.counterparts import Counterparts
from topopress.analysis.predictions import Predictions
from topopress.analysis.shape.types import LayerShape
from topopress.analysis.stages import (
    ChosenMapper,
    Description,
    KeptNeighbours,
    LabelPurities,
    Scatter,
)
from topopress.bundle.exploration import Look
from topopress.config.projection import Projection
from topopress.config.schema import Stability
from topopress.core.arrays import Float64
from topopress.mapper.stages import Layout, NetworkClasses
from topopress.mapper.types import MapperGraph
from topopress.samples.types import Labels
from topopress.visuals.types import Attribution, ExemplarRows


@dataclass(frozen=True, slots=True)
class FamilyChunk:
    """The stream of a layer's family chunk."""

    stream: bytes


@dataclass(frozen=True, slots=True, eq=False)
class GivenFacts:
    """What the file of a graph that another tool has made says beside nodes, members and edges.

    Attributes:
        names: Name of each node in the file.
        lens: Name of the lens; empty where the file has no lens.
        value_name: Name of a number of each node; empty where the file has none.
        value: This number, shape (n_nodes,), NaN where unknown; shape (0,) without one.
        said: How the graph was made, and how its edges fit its members: pairs of a term and a text.
        unjudged: Why stability was not judged, in a sentence; None where the graph could be made
            again.
    """

    names: tuple[str, ...]
    lens: str
    value_name: str
    value: Float64
    said: tuple[tuple[str, str], ...]
    unjudged: str | None


@dataclass(frozen=True, slots=True, eq=False)
class LayerParts:
    """All records of one layer; None for those that it does not have.

    Attributes:
        name: Name under which the layer is published.
        chosen: None where another tool made the graph; then ``given`` is what its file says.
        scatters: Of the kinds of ``projection``; none for rows without vectors.
        neighbours: How well each of them keeps the neighbours of vectors.
        stability: Settings with which the stability of ``shape`` was computed.
        projection: How the scatters were made.
        lists_members: Whether the viewer lists all members of a node.
    """

    name: str
    rows: Rows
    graph: MapperGraph
    described: Description
    purities: LabelPurities
    layout: Layout
    scatters: tuple[Scatter, ...]
    neighbours: tuple[KeptNeighbours, ...]
    shape: LayerShape
    chosen: ChosenMapper | None
    exemplars: ExemplarRows
    labels: Labels
    stability: Stability
    projection: Projection
    counterparts: Counterparts
    lists_members: bool = False
    family: FamilyChunk | None = None
    attribution: Attribution | None = None
    look: Look | None = None
    network: NetworkClasses | None = None
    given: GivenFacts | None = None
    predictions: Predictions | None = None
