"""A layer of two nodes with all its artifacts, computed from eight rows."""

import numpy as np

from topopress.activations.types import Rows
from topopress.analysis.nodes.counterparts import SamplesOfRows, counterparts_of
from topopress.analysis.nodes.quality import graph_quality
from topopress.analysis.nodes.statistics import node_statistics
from topopress.analysis.settings.types import Choice
from topopress.analysis.shape.structures import find_structures
from topopress.analysis.shape.types import LayerShape
from topopress.analysis.stages import (
    ChosenMapper,
    Description,
    KeptNeighbours,
    LabelPurities,
    Scatter,
)
from topopress.bundle.parts import LayerParts
from topopress.config.projection import Projection
from topopress.config.schema import Mapper, Stability
from topopress.mapper.stages import Layout
from topopress.network.types import LayerInfo
from topopress.samples.types import Labels
from topopress.visuals.types import ExemplarCrops, ExemplarRows
from unit.analysis.drawn_graphs import graph_of


def parts() -> LayerParts:
    """Return the artifacts; five rows are in node i0c0 and four in i1c0, which share one."""
    graph = graph_of([(0, 0, range(5)), (1, 0, range(4, 8))], 8)
    rng = np.random.default_rng(0)
    matrix = Rows(
        layer=LayerInfo.of_map("block1", 3, 2, 2),
        vectors=rng.normal(size=(8, 3)).astype(np.float32),
        sample=np.arange(8, dtype=np.int32),
        place="cell",
        position=np.zeros((8, 2), np.int32),
    )
    statistics = node_statistics(matrix, graph, np.zeros(8, np.int32), n_labels=1)
    structures = find_structures(graph)
    shape = LayerShape(structures, None, None, np.zeros(len(structures.kind), np.bool_))
    return LayerParts(
        name=matrix.layer.name,
        rows=matrix,
        graph=graph,
        described=Description(statistics, graph_quality(graph, statistics)),
        purities=LabelPurities(()),
        layout=Layout(np.zeros((2, 2), np.float32)),
        scatters=(Scatter(rng.normal(size=(8, 2)).astype(np.float32), 0.5),),
        neighbours=(KeptNeighbours("cosine", 0.25, 0.75),),
        shape=shape,
        chosen=ChosenMapper(Mapper(), Choice((), 0, 8, ())),
        exemplars=exemplars(),
        labels=Labels(("a",), np.zeros(8, np.int32)),
        stability=Stability(),
        projection=Projection(),
        counterparts=counterparts_of(
            "block1", {"block1": graph}, {"block1": SamplesOfRows(matrix.sample)}
        ),
    )


def exemplars() -> ExemplarRows:
    """Return the first row of each node as its nearest exemplar."""
    return ExemplarRows(
        offsets=np.array([0, 1, 2]),
        kind=np.zeros(2, np.uint8),
        row=np.array([0, 4], np.int32),
        similarity=np.ones(2),
    )


def crops() -> ExemplarCrops:
    """Return the crops of these exemplars."""
    return ExemplarCrops(
        sprite=np.arange(2, dtype=np.int32), seen=np.array([[0, 0, 1, 1.0]] * 2), sheets=()
    )
