"""Joins measures and tests to the report on a network, and asks the rules."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from topopress.core.arrays import Flags, Int32
from topopress.diagnosis.flow_types import GraphFlow, Neighbourhoods
from topopress.diagnosis.measured_layer import spread
from topopress.diagnosis.measures.paired import Difference, difference
from topopress.diagnosis.moved_samples import neighbourhoods
from topopress.diagnosis.report_types import (
    BlockResult,
    BlockTests,
    ClassPartings,
    GraphFigures,
    LayerMeasures,
    LayerPair,
    LayerSummary,
    NetworkReport,
    OwnAnswers,
    WeightsRead,
)
from topopress.diagnosis.verdicts.network import POWER, network_verdicts
from topopress.diagnosis.verdicts.types import (
    Answers,
    BlockFacts,
    LayerFacts,
    NetworkFacts,
    PairFacts,
)
from topopress.samples.types import Labels


def assembled(  # noqa: PLR0913, PLR0917 - the inputs of one stage
    measures: Mapping[str, LayerMeasures],
    pairs: Sequence[LayerPair],
    partings: ClassPartings,
    flows: tuple[GraphFlow, ...],
    own: OwnAnswers | None,
    tests: BlockTests | None,
    weights: WeightsRead | None,
    labels: Labels,
    graphs: Mapping[str, GraphFigures],
) -> NetworkReport:
    """Return the report on a network; ``own`` and ``tests`` are None where there is none."""
    facts = network_facts(measures, own, tests, pairs, weights, labels.labels)
    first = next(iter(measures.values()))
    answers = None if facts.by_probe else facts.answers
    labelled = first.label[first.label >= 0]
    blocks = tuple(_results(tests)) if tests is not None else ()
    return NetworkReport(
        n_samples=len(first.sample),
        n_labelled=len(labelled),
        n_tested=0 if tests is None else len(tests.label),
        n_fitted=0 if tests is None else tests.n_fit,
        by_probe=facts.by_probe,
        own=None if answers is None else float(answers.right.mean()),
        own_error=None if answers is None else _error(answers.right),
        chance=float(np.bincount(labelled).max() / len(labelled)) if len(labelled) else None,
        layers=tuple(summaries(measures, pairs, graphs)),
        blocks=blocks,
        verdicts=network_verdicts(facts),
        partings=partings.verdicts,
        flows=flows,
        neighbourhoods=tuple(changed_neighbourhoods(measures, labels.labels)),
        untested=tuple(_untested(facts, tests, blocks)),
    )


def network_facts(
    measures: Mapping[str, LayerMeasures],
    own: OwnAnswers | None,
    tests: BlockTests | None,
    pairs: Sequence[LayerPair],
    weights: WeightsRead | None,
    names: tuple[str, ...] = (),
) -> NetworkFacts:
    """Return what the rules read."""
    layers = list(measures)
    tested = {} if tests is None else dict(zip(tests.after, tests.blocks, strict=True))
    by_probe = own is None or not len(own.said)
    return NetworkFacts(
        layers=tuple(
            LayerFacts(name, right_of(each), each.dimension, each.dead)
            for name, each in measures.items()
        ),
        answers=_answers(measures, own, tests, names),
        by_probe=by_probe,
        blocks=() if tests is None else tuple(_block_facts(tests, weights)),
        pairs=tuple(
            PairFacts(before, after, pair.overlap, pair.cka, tested=place in tested)
            for place, ((before, after), pair) in enumerate(
                zip(itertools.pairwise(layers), pairs, strict=False), 1
            )
        ),
    )


def right_of(measured: LayerMeasures) -> Flags:
    """Return whether a layer's probe is right, of each labelled sample."""
    if not len(measured.said):
        return np.empty(0, np.bool_)
    known = measured.label >= 0
    return np.asarray(measured.said[known] == measured.label[known])


def _answers(
    measures: Mapping[str, LayerMeasures],
    own: OwnAnswers | None,
    tests: BlockTests | None,
    names: tuple[str, ...],
) -> Answers | None:
    """Return the network's own answers; those of tests by a probe where it has none."""
    first = next(iter(measures.values()))
    known = first.label >= 0
    if own is not None and len(own.said) and known.any():
        return Answers(own.said[first.sample[known]], first.label[known], _named(names, first))
    if tests is not None and len(tests.label):
        return Answers(tests.whole, tests.label, _named(names, first))
    return None


def _named(names: tuple[str, ...], measured: LayerMeasures) -> tuple[str, ...]:
    """Return names of labels; their numbers where only places are asked for."""
    return names or tuple(str(k) for k in range(int(measured.label.max(initial=-1)) + 1))


def _block_facts(tests: BlockTests, weights: WeightsRead | None) -> Iterator[BlockFacts]:
    read = weights is not None and bool(weights.initial)
    for k, one in enumerate(_results(tests)):
        yield BlockFacts(
            one.name,
            one.skip,
            one.linear,
            weights.initial[k] if weights is not None and read else None,
            weights.structure[k] if weights is not None and read else None,
            tests.after[k],
        )


def _results(tests: BlockTests) -> Iterator[BlockResult]:
    for name, skipped, linear in zip(tests.blocks, tests.skipped, tests.linear, strict=True):
        asked = skipped >= 0
        changed = float((skipped[asked] != tests.whole[asked]).mean()) if asked.any() else None
        yield BlockResult(name, _lost(tests, skipped), _lost(tests, linear), changed)


def _lost(tests: BlockTests, said: Int32) -> Difference | None:
    """Return the accuracy that is lost by other answers; None where there are none."""
    asked = said >= 0
    if not asked.any():
        return None
    label = tests.label[asked]
    return difference(tests.whole[asked] == label, said[asked] == label)


def summaries(
    measures: Mapping[str, LayerMeasures],
    pairs: Sequence[LayerPair | None],
    graphs: Mapping[str, GraphFigures],
) -> Iterator[LayerSummary]:
    """Yield the figures of layers, or of one layer at several checkpoints.

    ``pairs`` are the similarities of each to the one before, None where they were not measured.
    """
    before: Flags | None = None
    for name, pair in zip(measures, (None, *pairs), strict=True):
        each, graph, right = measures[name], graphs[name], right_of(measures[name])
        known = len(right) > 0
        yield LayerSummary(
            name=name,
            probe=float(right.mean()) if known else None,
            error=_error(right) if known else None,
            gain=difference(right, before) if known and before is not None else None,
            control=each.control,
            dimension=each.dimension or None,
            rank=each.rank,
            saturation=each.saturation,
            dead=each.dead,
            purity=graph.purity,
            bifurcations=graph.bifurcations,
            stable=graph.stable,
            above_null=graph.above_null,
            pair=pair,
        )
        before = right if known else None


def changed_neighbourhoods(
    measures: Mapping[str, LayerMeasures], labels: tuple[str, ...]
) -> Iterator[Neighbourhoods]:
    """Yield how far the neighbours of the same samples are the same in a layer and the next."""
    for (first, one), (second, other) in itertools.pairwise(measures.items()):
        n = len(one.neighbours)
        places = spread(len(one.sample))[:n]
        yield neighbourhoods(
            first=first,
            second=second,
            near=(one.neighbours, other.neighbours),
            sample=one.sample[places],
            label=one.label[places],
            labels=labels,
        )


def _error(right: Flags) -> float:
    return float(right.std() / np.sqrt(max(len(right), 1)))


def _untested(
    facts: NetworkFacts, tests: BlockTests | None, blocks: Sequence[BlockResult]
) -> Iterator[str]:
    """Yield what was not tested, by the names that pages have sentences for."""
    if facts.best is None:
        yield "no_labels"
    elif facts.by_probe:
        yield "no_head"
    if tests is None or not len(tests.label):
        yield "no_tests"
    elif not blocks:
        yield "no_blocks"
    if any(one.skip is None for one in blocks):
        yield "not_skipped"
    if any(one.linear is None for one in blocks):
        yield "not_linear"
    answers = facts.answers
    if blocks and answers is not None and answers.right.mean() < answers.chance + POWER:
        yield "no_power"
    yield from ("training", "weakened", "elsewhere")
