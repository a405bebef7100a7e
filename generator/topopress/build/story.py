"""The stages of what forms along the training of a network."""

import itertools
from collections.abc import Mapping, Sequence

from topopress.build.checkpoints import Step, merged_layers
from topopress.config.diagnosis import Report
from topopress.config.load import ExplorationSource
from topopress.diagnosis.flow_stages import layer_flow
from topopress.diagnosis.flow_types import GraphFlow
from topopress.diagnosis.report_stages import class_partings, layer_measures
from topopress.diagnosis.report_types import ClassPartings, LayerMeasures
from topopress.diagnosis.training_stages import label_islands, training_story
from topopress.diagnosis.training_types import TrainingStory
from topopress.kinds.kind import LayerStages
from topopress.samples.types import SampleTable
from topopress.stage.stage import Stage, stage

Measured = Mapping[str, Stage[LayerMeasures]]
OfLayers = Sequence[Sequence[str]]
"""The published names of each layer, in the order of training."""


def story_stage(source: ExplorationSource, steps: Sequence[Step]) -> Stage[TrainingStory] | None:
    """Return the stage of what forms along training; None without checkpoints."""
    if len(steps) == 1:
        return None
    last, layers = steps[-1], merged_layers(steps)
    labels, measures = last.inputs.samples, _measures(source, steps)
    plain = [last.source.of_network(name) for name in last.layers]
    of_layers = [[one.source.published(layer) for one in steps] for layer in plain]
    return stage(
        training_story,
        source.name,
        measures=measures,
        partings=_partings(source, steps, measures, of_layers),
        flows=_flows(source, labels, layers, of_layers),
        islands={
            name: stage(
                label_islands,
                f"{source.name}/{name}",
                graph=layer.graph,
                rows=layer.rows,
                labels=labels,
                seed=source.settings.seed,
            )
            for name, layer in layers.items()
        },
        answers=tuple(one.answers for one in steps if one.answers is not None),
        labels=labels,
        rows={name: layer.rows for name, layer in layers.items()},
        graphs={name: layer.graph for name, layer in layers.items()},
        shapes={name: layer.shape for name, layer in layers.items()},
        purities={name: layer.purities for name, layer in layers.items()},
        layers=tuple(plain),
        checkpoints=tuple(one.source.checkpoint.shown for one in steps if one.source.checkpoint),
    )


def _measures(source: ExplorationSource, steps: Sequence[Step]) -> Measured:
    return {
        name: stage(
            layer_measures,
            f"{source.name}/{name}",
            means=means,
            labels=steps[-1].inputs.samples,
            most=Report().samples,
            seed=source.settings.seed,
        )
        for one in steps
        for name, means in one.means.items()
    }


def _partings(
    source: ExplorationSource, steps: Sequence[Step], measures: Measured, of_layers: OfLayers
) -> tuple[Stage[ClassPartings], ...]:
    """Return the stages of where pairs of classes part, of each layer."""
    means = {name: each for one in steps for name, each in one.means.items()}
    return tuple(
        stage(
            class_partings,
            f"{source.name}/{names[-1]} checkpoints",
            means={name: means[name] for name in names},
            measures={name: measures[name] for name in names},
            labels=steps[-1].inputs.samples,
            seed=source.settings.seed,
        )
        for names in of_layers
    )


def _flows(
    source: ExplorationSource,
    labels: Stage[SampleTable],
    layers: Mapping[str, LayerStages],
    of_layers: OfLayers,
) -> tuple[Stage[GraphFlow], ...]:
    """Return the stages of the flow of rows from each checkpoint to the next, layer by layer."""
    return tuple(
        stage(
            layer_flow,
            f"{source.name}/{before} {after}",
            first=layers[before].graph,
            second=layers[after].graph,
            first_rows=layers[before].rows,
            second_rows=layers[after].rows,
            labels=labels,
            names=(before, after),
            seed=source.settings.seed,
        )
        for names in of_layers
        for before, after in itertools.pairwise(names)
    )
