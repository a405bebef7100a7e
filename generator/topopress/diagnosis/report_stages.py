"""The stages of the report on a network: measures, tests of blocks, and what rules say."""

from collections.abc import Mapping

import numpy as np

from topopress.activations.types import RowReader
from topopress.analysis.shape.types import LayerShape
from topopress.analysis.stages import LabelPurities
from topopress.config.diagnosis import Report
from topopress.config.schema import Activations
from topopress.core.seeds import rng_for, seed_for
from topopress.diagnosis.flow_types import GraphFlow
from topopress.diagnosis.report_types import (
    BlockTests,
    ClassPartings,
    GraphMembers,
    LayerMeasures,
    LayerPair,
    NetworkReport,
    OwnAnswers,
    RowsOfLayer,
    WeightsRead,
)
from topopress.diagnosis.types import SampleMeans
from topopress.mapper.stages import NetworkClasses
from topopress.network.stages import NetworkResource, same_network
from topopress.network.types import ClassOutputs, NetworkIdentity, NetworkInfo
from topopress.samples.types import Labels, SampleTable
from topopress.stage.executor import Work
from topopress.stage.stage import Resource


def layer_measures(means: SampleMeans, labels: Labels, most: int, seed: int) -> LayerMeasures:
    """Measure one layer by the mean of each of at most so many samples."""
    from topopress.diagnosis.measured_layer import measured

    return measured(means, labels.label, most=most, seed=seed)


def layer_pair(
    first: SampleMeans,
    second: SampleMeans,
    first_measured: LayerMeasures,
    second_measured: LayerMeasures,
    seed: int,
) -> LayerPair:
    """Return how similar two layers are."""
    from topopress.diagnosis.measured_layer import compared

    return compared((first, first_measured), (second, second_measured), seed=seed)


def own_answers(labels: Labels, network: NetworkClasses, outputs: ClassOutputs) -> OwnAnswers:
    """Return what a network answers among the labels."""
    from topopress.diagnosis.answers import among_labels, outputs_of_labels

    of_labels = outputs_of_labels(labels.labels, network.classes)
    if len(network.classes) != outputs.outputs.shape[1] or not of_labels:
        return OwnAnswers(np.empty(0, np.int32))
    return OwnAnswers(among_labels(outputs.outputs, of_labels))


def block_tests(
    work: Work,
    *,
    samples: SampleTable,
    network: NetworkInfo,
    means: SampleMeans,
    own: OwnAnswers,
    layers: tuple[str, ...],
    report: Report,
    activations: Activations,
    seed: int,
    opened: NetworkResource,
    inputs: Resource[RowReader],
) -> BlockTests:
    """Skip each block of a network, and put the best linear map in its place.

    ``means`` are those of the last layer, of which a probe is fitted where the network has no
    answers of its own.

    Raises:
        NetworkError: a block that the settings name cannot be tested.
    """
    from topopress.diagnosis.tested_blocks import tested

    return tested(
        same_network(work.open(opened), network.digest),
        work.open(inputs),
        samples,
        means,
        layers=layers,
        has_head=bool(len(own.said)),
        report=report,
        activations=activations,
        seed=seed,
        progress=work.progress,
    )


def weights_read(
    work: Work,
    *,
    network: NetworkIdentity,
    measures: Mapping[str, LayerMeasures],
    own: OwnAnswers,
    tests: BlockTests,
    seed: int,
    opened: NetworkResource,
) -> WeightsRead:
    """Read the norm layers of each block; all weights if own answers are below what layers hold."""
    from topopress.diagnosis.assembled_report import network_facts
    from topopress.diagnosis.verdicts.network import is_damaged
    from topopress.network.fresh_weights import block_weights, norms_are_initial

    module = same_network(work.open(opened), network.digest).module
    parts = {name: module.get_submodule(name) for name in tests.blocks}
    if not is_damaged(network_facts(measures, own, tests, (), None)):
        initial = tuple(norms_are_initial(part) for part in parts.values())
        return WeightsRead(initial, (None,) * len(parts))
    read = [
        block_weights(part, name, seed=seed_for(seed, "weights", name))
        for name, part in parts.items()
    ]
    return WeightsRead(tuple(one.initial for one in read), tuple(one.structure for one in read))


def class_partings(
    means: Mapping[str, SampleMeans],
    measures: Mapping[str, LayerMeasures],
    labels: Labels,
    seed: int,
) -> ClassPartings:
    """Return between which layers those pairs of classes part that are confused most."""
    from topopress.diagnosis.class_pairs import partings

    return ClassPartings(
        tuple(partings(means, measures, labels.labels, rng_for(seed, "report pairs")))
    )


def network_report(
    measures: Mapping[str, LayerMeasures],
    pairs: tuple[LayerPair, ...],
    partings: ClassPartings,
    flows: tuple[GraphFlow, ...],
    own: OwnAnswers | None,
    tests: BlockTests | None,
    weights: WeightsRead | None,
    labels: Labels,
    rows: Mapping[str, RowsOfLayer],
    graphs: Mapping[str, GraphMembers],
    shapes: Mapping[str, LayerShape],
    purities: Mapping[str, LabelPurities],
) -> NetworkReport:
    """Join all to the report, and ask the rules."""
    from topopress.diagnosis.assembled_report import assembled
    from topopress.diagnosis.graph_figures import graph_figures

    figures = {
        name: graph_figures(rows[name], graphs[name], shapes[name], purities[name].purities)
        for name in measures
    }
    return assembled(measures, pairs, partings, flows, own, tests, weights, labels, figures)
