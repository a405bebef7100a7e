"""The stages of the report on the network of an exploration."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from topopress.config.diagnosis import Report
from topopress.config.load import ExplorationSource
from topopress.core.errors import ConfigError
from topopress.diagnosis.comparison_stages import network_comparison
from topopress.diagnosis.comparison_types import NetworkComparison
from topopress.diagnosis.flow_stages import layer_flow
from topopress.diagnosis.flow_types import GraphFlow
from topopress.diagnosis.report_stages import (
    block_tests,
    class_partings,
    layer_measures,
    layer_pair,
    network_report,
    own_answers,
    weights_read,
)
from topopress.diagnosis.report_types import (
    BlockTests,
    LayerMeasures,
    LayerPair,
    NetworkReport,
    OwnAnswers,
    WeightsRead,
)
from topopress.diagnosis.types import SampleMeans
from topopress.kinds.kind import Inputs, LayerStages
from topopress.network.types import ClassOutputs
from topopress.stage.stage import Stage, stage

Measured = Mapping[str, Stage[LayerMeasures]]
Means = Mapping[str, Stage[SampleMeans]]


@dataclass(frozen=True, slots=True)
class ComparedStages:
    """What is compared of an exploration; ``answers`` are None without a network."""

    source: ExplorationSource
    inputs: Inputs
    layers: Mapping[str, LayerStages]
    means: Means
    answers: Stage[OwnAnswers] | None


def comparison_stage(one: ComparedStages, other: ComparedStages) -> Stage[NetworkComparison]:
    """Return the stage that compares two networks over the same samples."""
    report = one.source.settings.wanted_report or Report()
    return stage(
        network_comparison,
        f"{one.source.name}/{other.source.name}",
        means=one.means,
        graphs={name: one.layers[name].graph for name in one.means},
        rows={name: one.layers[name].rows for name in one.means},
        samples=one.inputs.samples,
        own=one.answers,
        other_means=other.means,
        other_graphs={name: other.layers[name].graph for name in other.means},
        other_rows={name: other.layers[name].rows for name in other.means},
        other_samples=other.inputs.samples,
        other_own=other.answers,
        chosen=one.layers[list(one.means)[-1]].chosen,
        names=(one.source.name, other.source.name),
        most=report.samples,
        seed=one.source.settings.seed,
    )


def answer_stage(
    source: ExplorationSource, inputs: Inputs, outputs: Stage[ClassOutputs] | None
) -> Stage[OwnAnswers] | None:
    """Return the stage of what a network answers among the labels; None if nothing asks for it."""
    if outputs is None or not source.asks_for_means:
        return None
    return stage(
        own_answers,
        source.item,
        labels=inputs.samples,
        network=inputs.network,
        outputs=outputs,
    )


def report_stage(
    source: ExplorationSource,
    inputs: Inputs,
    layers: Mapping[str, LayerStages],
    means: Means,
    own: Stage[OwnAnswers] | None,
) -> Stage[NetworkReport] | None:
    """Return the stage of the report on a network; None if the settings ask for none.

    ``own`` are the answers of the network; None without one.

    Raises:
        ConfigError: there are no vectors.
    """
    report, seed = source.settings.wanted_report, source.settings.seed
    if report is None:
        return None
    if any(layer.given is not None and not layer.scatters for layer in layers.values()):
        raise ConfigError(
            f"{source.where('report')}: a report is made of vectors, and the rows of this graph "
            "have none; leave it out"
        )
    measures = {
        name: stage(
            layer_measures,
            f"{source.name}/{name}",
            means=each,
            labels=inputs.samples,
            most=report.samples,
            seed=seed,
        )
        for name, each in means.items()
    }
    tests, weights = _of_network(source, inputs, means, measures, own)
    return stage(
        network_report,
        source.name,
        measures=measures,
        pairs=_pairs(source, means, measures),
        partings=stage(
            class_partings,
            source.name,
            means=means,
            measures=measures,
            labels=inputs.samples,
            seed=seed,
        ),
        flows=_flows(source, inputs, layers),
        own=own,
        tests=tests,
        weights=weights,
        labels=inputs.samples,
        rows={name: layer.rows for name, layer in layers.items()},
        graphs={name: layer.graph for name, layer in layers.items()},
        shapes={name: layer.shape for name, layer in layers.items()},
        purities={name: layer.purities for name, layer in layers.items()},
    )


def _pairs(
    source: ExplorationSource, means: Means, measures: Measured
) -> tuple[Stage[LayerPair], ...]:
    """Return the stages of the similarity of each layer to the one before."""
    return tuple(
        stage(
            layer_pair,
            f"{source.name}/{before} {after}",
            first=means[before],
            second=means[after],
            first_measured=measures[before],
            second_measured=measures[after],
            seed=source.settings.seed,
        )
        for before, after in itertools.pairwise(means)
    )


def _flows(
    source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]
) -> tuple[Stage[GraphFlow], ...]:
    """Return the stages of the flow of rows from each layer to the next."""
    return tuple(
        stage(
            layer_flow,
            f"{source.name}/{before} {after}",
            first=one.graph,
            second=other.graph,
            first_rows=one.rows,
            second_rows=other.rows,
            labels=inputs.samples,
            names=(before, after),
            seed=source.settings.seed,
        )
        for (before, one), (after, other) in itertools.pairwise(layers.items())
    )


def _of_network(
    source: ExplorationSource,
    inputs: Inputs,
    means: Means,
    measures: Measured,
    own: Stage[OwnAnswers] | None,
) -> tuple[Stage[BlockTests] | None, Stage[WeightsRead] | None]:
    """Return the stages of the tests of a network's blocks and of their weights."""
    report, seed, name = source.settings.wanted_report, source.settings.seed, source.name
    if report is None or own is None:
        return None, None
    tests = stage(
        block_tests,
        name,
        samples=inputs.samples,
        network=inputs.network,
        means=list(means.values())[-1],
        own=own,
        layers=tuple(means),
        report=report,
        activations=source.settings.activations,
        seed=seed,
        opened=inputs.opened,
        inputs=inputs.reader,
    )
    weights = stage(
        weights_read,
        name,
        network=inputs.network,
        measures=measures,
        own=own,
        tests=tests,
        seed=seed,
        opened=inputs.opened,
    )
    return tests, weights
