"""Tests of the blocks of a network on samples with a label."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from topopress.activations.types import RowReader
from topopress.config.diagnosis import Report
from topopress.config.schema import Activations
from topopress.core.arrays import Float32, Int32, Int64
from topopress.core.progress import Progress
from topopress.core.seeds import rng_for
from topopress.diagnosis.answers import among_labels, outputs_of_labels
from topopress.diagnosis.drawn import LEAST_LABELLED, can_be_probed, means_of
from topopress.diagnosis.measures.probe import folds, probe_maps
from topopress.diagnosis.report_types import BlockTests
from topopress.diagnosis.types import SampleMeans
from topopress.network.layers import require_layers
from topopress.samples.types import SampleTable

if TYPE_CHECKING:
    from topopress.network.loaded import LoadedNetwork

FITTED = 400
"""Samples on which linear maps are fitted at most; a third of all where they are fewer."""
Answer = Callable[[Float32, Int64], Int32]


def tested(  # noqa: PLR0913 - each by name
    network: "LoadedNetwork",
    reader: RowReader,
    samples: SampleTable,
    means: SampleMeans,
    *,
    layers: tuple[str, ...],
    has_head: bool,
    report: Report,
    activations: Activations,
    seed: int,
    progress: Progress,
) -> BlockTests:
    """Return what a network answers without each of its blocks; no block where nothing is tested.

    Raises:
        NetworkError: a block that the settings name cannot be tested.
    """
    from topopress.activations.block_runs import Outputs, answers_without_blocks

    chosen = _chosen(means, samples.label, report.tests, seed)
    n_fit = min(FITTED, len(chosen) // 3)
    label = samples.label[chosen]
    if len(chosen) < LEAST_LABELLED or not can_be_probed(label):
        return _untested(by_probe=not has_head)
    last = None if has_head else require_layers(network.info, layers[-1:])[0]
    found = answers_without_blocks(
        Outputs(network, reader, last, activations, seed),
        [samples.samples[k] for k in chosen.tolist()],
        layers=layers,
        names=report.blocks,
        answer=_of_head(samples.labels, network.info.classes)
        if has_head
        else _of_probe(means_of(means, chosen), label, seed),
        n_fit=n_fit,
        progress=progress,
    )
    return BlockTests(
        blocks=found.blocks,
        after=found.after,
        by_probe=not has_head,
        n_fit=n_fit,
        label=label,
        whole=found.whole,
        skipped=found.skipped,
        linear=found.linear,
    )


def _untested(*, by_probe: bool) -> BlockTests:
    none, nothing = np.empty(0, np.int32), np.empty((0, 0), np.int32)
    return BlockTests((), (), by_probe, 0, none, none, nothing, nothing)


def _chosen(means: SampleMeans, label: Int32, tests: int, seed: int) -> Int32:
    """Return samples with a label and a mean, in random order; none if nothing is to be tested."""
    known = means.mean_of[label[means.mean_of] >= 0]
    order = rng_for(seed, "report tests").permutation(known)
    return order[: tests + FITTED if tests else 0]


def _of_head(labels: Sequence[str], classes: Sequence[str]) -> Answer:
    of_labels = outputs_of_labels(labels, classes)
    return lambda outputs, _: among_labels(outputs, of_labels)


def _of_probe(vectors: Float32, label: Int32, seed: int) -> Answer:
    """Return what reads labels from the last layer's means by the probe of the other folds."""
    fold = folds(len(label), rng_for(seed, "report tests", "folds"))
    maps = [(inside, read) for inside, read in probe_maps(vectors, label, fold)]

    def answer(outputs: Float32, places: Int64) -> Int32:
        said = np.empty(len(places), np.int32)
        for inside, read in maps:
            own = inside[places]
            said[own] = read(outputs[own]).argmax(axis=1)
        return said

    return answer
