"""The rules about one network, in their order: a later rule speaks only where no earlier one did.

Measured on networks with known damage; the constants are those of the research behind decision 123.
No rule decides by a similarity alone.
"""

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from topopress.diagnosis.measures.paired import difference
from topopress.diagnosis.verdicts.answers import excused, same_answers
from topopress.diagnosis.verdicts.types import (
    BlockFacts,
    LayerFacts,
    NetworkFacts,
    Verdict,
)

DEAD = 0.5
"""Share of channels that never vary from which a layer has dead units."""
FLAT, FLATTER = 3.0, 1.5
"""A layer has collapsed below this dimension if the layer before has so many times more."""
DAMAGE, DAMAGE_ERRORS = 0.05, 3.0
"""Own accuracy below the best probe by this, and by so many standard errors: damaged."""
FRESH, TRAINED = 4.0, 6.0
"""Weights below the first look like a fresh draw; all others must be above the second."""
COST = 0.01
"""A block adds nothing if skipping it costs less than this beyond doubt."""
POWER = 0.2
"""Accuracy above chance that a network needs for a skip test to mean anything."""
READABLE = 0.1
"""Accuracy above chance that the best probe needs for labels to be readable."""
ALIKE, ALIKE_CKA = 0.9, 0.995
"""Common neighbours and CKA from which a layer changes little, where nothing can be skipped."""


def network_verdicts(facts: NetworkFacts) -> tuple[Verdict, ...]:
    """Return what the rules say of a network; nothing where no rule holds."""
    changed = tuple(_changed_layers(facts.layers))
    damaged = is_damaged(facts)
    said = changed or (_damage(facts),) if damaged else (*changed, *_unreadable(facts))
    early = _read_early(facts)
    needless = _needless(facts, said, len(facts.layers) if early is None else early)
    return (*said, *_early(facts, early), *needless, *_little(facts, said))


def is_damaged(facts: NetworkFacts) -> bool:
    """Return whether a network's own accuracy is below what its layers hold."""
    gap = facts.gap
    return gap is not None and gap.value < -max(DAMAGE_ERRORS * gap.error, DAMAGE)


def _changed_layers(layers: Sequence[LayerFacts]) -> Iterator[Verdict]:
    for before, layer in itertools.pairwise(layers):
        names = {"layer": layer.name, "before": before.name}
        if layer.dead >= DEAD > before.dead:
            yield Verdict("dead", names, {"dead": layer.dead, "dead_before": before.dead})
        elif 0 < layer.dimension < FLAT and layer.dimension * FLATTER < before.dimension:
            figures = {"dimension": layer.dimension, "dimension_before": before.dimension}
            yield Verdict("collapsed", names, figures)


def _damage(facts: NetworkFacts) -> Verdict:
    """Return where or in what a damaged network is damaged, or only that it is."""
    gap, best, answers = facts.gap, facts.best, facts.answers
    if gap is None or best is None or answers is None:
        raise ValueError("no answers")
    figures = {
        "own": float(answers.right.mean()),
        "probe": float(best.right.mean()),
        "error": gap.error,
    }
    of = {"best": best.name}
    place = _fresh_place(facts.blocks, exact=True)
    if place is None:
        pairs = same_answers(answers)
        allowed = excused(answers, pairs)
        if 0 < len(pairs) < len(answers.names) - 1 and allowed > figures["probe"] - DAMAGE:
            named = "; ".join(f"{a}, {b}" for a, b in pairs)
            return Verdict("same_answer", of | {"classes": named}, figures | {"excused": allowed})
        place = _fresh_place(facts.blocks, exact=False)
    if place is None:
        return Verdict("says_less", of, figures)
    first, several = place
    return Verdict("broken_from" if several else "reset", of | {"block": first}, figures)


def _fresh_place(blocks: Sequence[BlockFacts], *, exact: bool) -> tuple[str, bool] | None:
    """Return the first block that looks untrained, and whether all after it do; None for silence.

    Blocks whose norm layers are as before training are exact. Only where no block has norm layers
    do matrices count: those whose largest singular value is that of shuffled entries must be those
    of one block or of a run to the end, and all other blocks far from it. Trained norm layers say
    that a block was trained, however little its matrices moved.
    """
    read = [block for block in blocks if block.structure is not None]
    if exact:
        fresh = np.array([bool(block.initial) for block in read], bool)
    else:
        if any(block.initial is not None for block in read):
            return None
        structure = np.array([block.structure for block in read], float)
        fresh = structure < FRESH
        if not (structure[~fresh] >= TRAINED).all():
            return None
    if not fresh.any():
        return None
    first = int(fresh.argmax())
    to_the_end = bool(fresh[first:].all())
    if not exact and fresh.sum() > 1 and not to_the_end:
        return None
    return read[first].name, to_the_end and int(fresh[first:].sum()) > 1


def _unreadable(facts: NetworkFacts) -> Iterator[Verdict]:
    best, answers = facts.best, facts.answers
    if best is None or answers is None:
        return
    figures = {"probe": float(best.right.mean()), "chance": answers.chance}
    if figures["probe"] < figures["chance"] + READABLE:
        yield Verdict("readable_nowhere", {"best": best.name}, figures)


def _read_early(facts: NetworkFacts) -> int | None:
    """Return the first layer, but the last, of which a probe reads as much as of any; or None.

    Only where a probe gives the answers: these labels are not what the network was trained for,
    and can be so plain that no later layer has anything to add.
    """
    best = facts.best
    if best is None or not facts.by_probe:
        return None
    read = (k for k, layer in enumerate(facts.layers[:-1]) if _reads_as_much(layer, best))
    return next(read, None)


def _reads_as_much(layer: LayerFacts, best: LayerFacts) -> bool:
    return len(layer.right) > 0 and difference(best.right, layer.right).at_most < COST


def _early(facts: NetworkFacts, place: int | None) -> Iterator[Verdict]:
    best = facts.best
    if place is None or best is None:
        return
    layer = facts.layers[place]
    figures = {"probe": float(layer.right.mean()), "best_probe": float(best.right.mean())}
    yield Verdict("read_early", {"layer": layer.name, "best": best.name}, figures)


def _needless(facts: NetworkFacts, said: Sequence[Verdict], last: int) -> Iterator[Verdict]:
    """Yield the blocks that add nothing, and those that could be linear.

    Blocks that begin after the layer ``last`` are not judged.
    """
    answers = facts.answers
    if answers is None or answers.right.mean() < answers.chance + POWER:
        return
    spoken = {verdict.of.get("block", verdict.of.get("layer")) for verdict in said}
    for block in facts.blocks:
        if block.name in spoken or block.after > last:
            continue
        if block.skip is not None and block.skip.at_most < COST:
            figures = {"cost": block.skip.value, "at_most": block.skip.at_most}
            yield Verdict("adds_nothing", {"block": block.name}, figures)
        elif block.linear is not None and block.linear.at_most < COST:
            figures = {"cost": block.linear.value, "at_most": block.linear.at_most}
            yield Verdict("could_be_linear", {"block": block.name}, figures)


def _little(facts: NetworkFacts, said: Sequence[Verdict]) -> Iterator[Verdict]:
    spoken = {verdict.of.get("layer") for verdict in said}
    for pair in facts.pairs:
        alike = pair.overlap >= ALIKE and pair.cka >= ALIKE_CKA
        if alike and not pair.tested and pair.second not in spoken:
            figures = {"overlap": pair.overlap, "cka": pair.cka}
            yield Verdict("changes_little", {"layer": pair.second, "before": pair.first}, figures)
