"""The stages of what forms along the training of a network."""

from collections.abc import Mapping

from topopress.analysis.shape.types import LayerShape
from topopress.analysis.stages import LabelPurities
from topopress.core.seeds import rng_for
from topopress.diagnosis.flow_types import GraphFlow
from topopress.diagnosis.report_types import (
    ClassPartings,
    GraphMembers,
    LayerMeasures,
    OwnAnswers,
    RowsOfLayer,
)
from topopress.diagnosis.training_types import LabelIslands, TrainingStory
from topopress.diagnosis.types import NodeMembers
from topopress.samples.types import Labels


def label_islands(graph: NodeMembers, rows: RowsOfLayer, labels: Labels, seed: int) -> LabelIslands:
    """Return the island of each label in the graph of a layer."""
    from topopress.diagnosis.common_rows import LayerNodes, common_rows
    from topopress.diagnosis.islands import label_islands

    own = common_rows([LayerNodes(graph, rows.sample)])
    rng = rng_for(seed, "islands")
    return label_islands(own.nodes[0], own.sample, labels.label, len(labels.labels), rng)


def training_story(
    measures: Mapping[str, LayerMeasures],
    partings: tuple[ClassPartings, ...],
    flows: tuple[GraphFlow, ...],
    islands: Mapping[str, LabelIslands],
    answers: tuple[OwnAnswers, ...],
    labels: Labels,
    rows: Mapping[str, RowsOfLayer],
    graphs: Mapping[str, NodeMembers],
    shapes: Mapping[str, LayerShape],
    purities: Mapping[str, LabelPurities],
    layers: tuple[str, ...],
    checkpoints: tuple[str, ...],
) -> TrainingStory:
    """Join all to the story of a training.

    ``partings`` are those of each layer; ``flows`` those from each checkpoint of a layer to the
    next, layer by layer; all mappings have the published names of layers, layer by layer.
    """
    from topopress.diagnosis.assembled_story import StoryParts, assembled_story
    from topopress.diagnosis.graph_figures import graph_figures

    figures = {
        name: graph_figures(
            rows[name],
            GraphMembers(one.member_offsets, one.members),
            shapes[name],
            purities[name].purities,
        )
        for name, one in graphs.items()
    }
    parts = StoryParts(measures, partings, flows, islands, answers, labels, graphs, figures)
    return assembled_story(parts, layers, checkpoints)
