"""The rules, at their bounds."""

import numpy as np
import pytest

from topopress.diagnosis.measures.paired import Difference
from topopress.diagnosis.verdicts.answers import same_answers
from topopress.diagnosis.verdicts.network import network_verdicts
from topopress.diagnosis.verdicts.parting import parting
from topopress.diagnosis.verdicts.types import (
    Answers,
    BlockFacts,
    LayerFacts,
    NetworkFacts,
    PairFacts,
)

N = 1000
LABEL = (np.arange(N) % 4).astype(np.int32)


def right(share, n=N):
    return np.arange(n) % 100 < 100 * share


def layer(name, share=0.9, dimension=10.0, dead=0.0):
    return LayerFacts(name, right(share), dimension, dead)


def answers(share=0.9):
    said = np.where(right(share), LABEL, (LABEL + 1 + np.arange(N) // 100 % 3) % 4)
    return Answers(said.astype(np.int32), LABEL, ("a", "b", "c", "d"))


def facts(layers=None, own=0.9, **more):
    layers = layers or [layer("one"), layer("two")]
    return NetworkFacts(tuple(layers), answers(own), **more)


def rules(found):
    return [
        (one.rule, one.of.get("block") or one.of.get("layer")) for one in network_verdicts(found)
    ]


def lost(value, error=0.001, n=N):
    return Difference(value, error, n)


def test_nothing_is_said_where_no_rule_holds():
    assert network_verdicts(facts()) == ()
    assert network_verdicts(facts(own=0.86)) == ()
    assert network_verdicts(NetworkFacts((layer("one"),), None)) == ()


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (layer("two", dead=0.5), [("dead", "two")]),
        (layer("two", dead=0.49), []),
        (layer("two", dimension=2.9), [("collapsed", "two")]),
        (layer("two", dimension=3.1), []),
        (layer("two", dimension=0.0), []),
    ],
)
def test_dead_and_collapsed_layers(second, said):
    assert rules(facts([layer("one"), second])) == said


def test_what_was_so_before_is_no_news():
    assert rules(facts([layer("one", dead=0.6), layer("two", dead=0.6)])) == []
    assert rules(facts([layer("one", dimension=4.0), layer("two", dimension=2.9)])) == []


def block(name, *, initial=None, structure=20.0):
    return BlockFacts(name, lost(0.2), lost(0.2), initial, structure)


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([block("a"), block("b", initial=True), block("c")], ("reset", "b")),
        ([block("a"), block("b", initial=True), block("c", initial=True)], ("broken_from", "b")),
        ([block("a"), block("b", structure=2.0), block("c")], ("reset", "b")),
        ([block("a", structure=5.0), block("b", structure=2.0)], ("says_less", None)),
        ([block("a", structure=2), block("b"), block("c", structure=2)], ("says_less", None)),
        ([block("a"), block("b")], ("says_less", None)),
        ([block("a", initial=False), block("b", initial=False, structure=2)], ("says_less", None)),
        ([], ("says_less", None)),
    ],
)
def test_where_a_network_is_damaged(blocks, said):
    assert rules(facts(own=0.5, blocks=tuple(blocks))) == [said]


def test_an_earlier_rule_silences_later_ones():
    layers = [layer("one"), layer("two", dead=0.9)]
    assert rules(facts(layers, own=0.5)) == [("dead", "two")]


def test_labels_that_no_layer_holds():
    layers = [layer("one", 0.3), layer("two", 0.34)]
    assert rules(facts(layers, own=0.3)) == [("readable_nowhere", None)]


@pytest.mark.parametrize(
    ("skip", "linear", "said"),
    [
        (lost(0.004, 0.002), None, "adds_nothing"),
        (lost(-0.02, 0.001), lost(0.5), "adds_nothing"),
        (lost(0.0, 0.0), None, "adds_nothing"),
        (lost(0.0, 0.0, n=200), None, None),
        (lost(0.006, 0.003), None, None),
        (lost(0.006, 0.003), lost(0.001), "could_be_linear"),
        (None, lost(0.001), "could_be_linear"),
        (None, None, None),
    ],
)
def test_blocks_that_are_not_needed(skip, linear, said):
    found = rules(facts(blocks=(BlockFacts("x", skip, linear),)))
    assert found == ([(said, "x")] if said else [])


def test_labels_that_a_probe_reads_early_say_nothing_of_later_blocks():
    layers = [layer("one", 0.8), layer("two", 0.97), layer("three", 0.97), layer("four", 0.97)]
    blocks = tuple(BlockFacts(f"b{k}", lost(0, 0), after=k) for k in range(4))
    early = ("read_early", "two")
    probed = facts(layers, own=0.97, blocks=blocks, by_probe=True)
    assert rules(probed) == [early, ("adds_nothing", "b0"), ("adds_nothing", "b1")]
    own = facts(layers, own=0.97, blocks=blocks)
    assert rules(own) == [("adds_nothing", f"b{k}") for k in range(4)]
    late = facts([layer("one", 0.8), layer("two", 0.97)], own=0.97, by_probe=True)
    assert rules(late) == []


def test_a_network_near_chance_says_nothing_of_blocks():
    low = facts([layer("one", 0.4)], own=0.4, blocks=(BlockFacts("x", lost(0, 0)),))
    assert rules(low) == []


def test_a_similarity_alone_only_says_that_little_changes():
    def pair(tested, overlap=0.95, cka=0.999):
        return PairFacts("one", "two", overlap, cka, tested)

    assert rules(facts(pairs=(pair(False),))) == [("changes_little", "two")]
    assert rules(facts(pairs=(pair(True),))) == []
    assert rules(facts(pairs=(pair(False, overlap=0.89),))) == []
    assert rules(facts(pairs=(pair(False, cka=0.99),))) == []


def test_pairs_of_classes_with_the_same_answers():
    merged = answers(0.97)
    assert same_answers(merged) == ()
    said = np.where(merged.said == 1, 0, merged.said).astype(np.int32)
    assert same_answers(Answers(said, LABEL, merged.names)) == (("a", "b"),)
    found = network_verdicts(
        NetworkFacts((layer("one", 0.97),), Answers(said, LABEL, merged.names))
    )
    assert [(one.rule, one.of["classes"]) for one in found] == [("same_answer", "a, b")]


def test_where_two_classes_part():
    names = ["one", "two", "three"]
    sharp = parting(names, [right(0.5), right(0.55), right(0.95)], ("a", "b"))
    assert (sharp.rule, sharp.of["before"], sharp.of["layer"]) == ("part_between", "two", "three")
    slow = parting([*names, "four"], list(map(right, (0.5, 0.63, 0.76, 0.9))), ("a", "b"))
    assert (slow.rule, slow.of["layer"]) == ("part_gradually", "three")
    assert parting(names, [right(0.5), right(0.6), right(0.7)], ("a", "b")).rule == "do_not_part"
    early = parting(names, [right(0.9), right(0.91), right(0.9)], ("a", "b"))
    assert (early.rule, early.of["layer"]) == ("apart_at_first", "one")
