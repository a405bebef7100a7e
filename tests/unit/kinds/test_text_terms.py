"""Terms that set nodes of texts apart: words, units, scores, and what shuffled nodes reach."""

import math

import numpy as np
import pytest

from topopress.kinds.texts.terms.apart import DRAWS, MOST, terms_apart
from topopress.kinds.texts.terms.counting import LayerCounts
from topopress.kinds.texts.terms.log_odds import STRENGTH, z_scores
from topopress.kinds.texts.terms.shuffled import drawn, drawn_within, sets_of
from topopress.kinds.texts.terms.table import WINDOW, term_table
from topopress.kinds.texts.terms.types import TermTable
from topopress.kinds.texts.terms.word_spans import folded, word_spans
from topopress.samples.types import Sample
from unit.analysis.drawn_graphs import graph_of


def words(text: str) -> list[str]:
    return [folded(text[slice(*span)]) for span in word_spans(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Don't wait; it’s a well-known Café!",
            ["don't", "wait", "it's", "a", "well", "known", "café"],
        ),
        ("'quoted' dogs' rock'n'roll", ["quoted", "dogs", "rock'n'roll"]),
        ("Straße STRASSE 3.14 x_y", ["strasse", "strasse", "3", "14", "x", "y"]),
        ("我们等 until 早上", ["我", "们", "等", "until", "早", "上"]),
        ("bat🦇bat", ["bat", "🦇", "bat"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("می‌خواهم شلام", ["می‌خواهم", "شلام"]),
        ("สวัสดี ครับ", ["สวัสดี", "ครับ"]),
        ("cafe\u0301 caf\u00e9", ["café", "café"]),
        (" \u200b\n—", []),
    ],
)
def test_words_of_texts_in_many_scripts(text, found):
    assert words(text) == found


def sample(number, part=(), label=None, **metadata):
    return Sample(f"s{number:05}", f"line {number}", label, "", part, metadata)


def classes_of(table: TermTable):
    return {(one.source, one.name): one for one in table.classes}


def listed(one, k):
    return [one.terms[term] for term in one.term[one.offsets[k] : one.offsets[k + 1]]]


def test_a_context_is_the_words_around_a_word_without_the_word_itself():
    texts = ["The bat saw a bat.", "The bat saw me.", "The bat saw a bat."]
    samples = [sample(0, (4, 7)), sample(1, (4, 7)), sample(2, (14, 17))]
    (contexts,) = term_table(samples, texts).classes
    # "a" and "bat" are in the context of two samples, but of one text: they are no terms.
    assert contexts.terms == ("saw", "the")
    assert contexts.unit.tolist() == [0, 1, 0]
    assert listed(contexts, 0) == listed(contexts, 2) == ["saw", "the"]
    long = " ".join(f"w{k}" for k in range(3 * WINDOW))
    at = long.index(f"w{WINDOW + 5} ")
    samples = [sample(0, (at, at + 3)), sample(1), sample(2)]
    near = term_table(samples, [long, f"{long}.", f"{long}!"]).classes[0]
    shown = listed(near, 0)
    assert len(shown) == 2 * WINDOW
    assert {"w5", f"w{2 * WINDOW + 5}"} <= set(shown)
    assert not {"w4", f"w{WINDOW + 5}", f"w{2 * WINDOW + 6}"} & set(shown)
    assert len(listed(near, 1)) == 3 * WINDOW  # a whole text is its own context


def test_columns_of_texts_are_terms_once_for_each_place():
    texts = ["a b", "a b", "a c", "a d"]
    samples = [
        sample(0, (0, 1), "x", form="a", upos="x", size=1.0, same="k", few="p"),
        sample(1, (0, 1), "x", form="a", upos="x", size=2.0, same="k", few=""),
        sample(2, (0, 1), "y", form="a", upos="y", size=1.0, same="k", few="p"),
        sample(3, (2, 3), None, form="d", upos="", size=1.0, same="k", few="p"),
    ]
    found = classes_of(term_table(samples, texts))
    # A column of numbers, one with one value, and one that repeats the labels are left out.
    assert set(found) == {("context", ""), ("label", ""), ("column", "form")}
    label = found["label", ""]
    assert label.unit.tolist() == [0, 0, 1, 2]  # a text that is there twice counts once
    assert label.terms == ()
    assert found["column", "form"].terms == ("a",)


def reference(one, sample_of_row, members):
    """Count units by sets, row by row; returns here, elsewhere (by term) and their numbers."""
    sides = ({}, {})
    units = (set(), set())
    for row, number in enumerate(sample_of_row):
        side = 0 if row in members else 1
        units[side].add(int(one.unit[number]))
        for term in one.term[one.offsets[number] : one.offsets[number + 1]].tolist():
            sides[side].setdefault(term, set()).add(int(one.unit[number]))
    return sides, [len(each) for each in units]


def monroe(y, n, other, rest, *, total, units):
    """Monroe, Colaresi and Quinn 2008, equations 16 and 19 to 22, for two categories."""
    strength, prior = STRENGTH, STRENGTH * (total + 0.5) / (units + 1)
    left = math.log((y + prior) / (n + strength - y - prior))
    right = math.log((other + prior) / (rest + strength - other - prior))
    variance = 1 / (y + prior) + 1 / (n + strength - y - prior)
    variance += 1 / (other + prior) + 1 / (rest + strength - other - prior)
    return (left - right) / math.sqrt(variance)


def test_counts_and_scores_equal_a_slow_reference():
    rng = np.random.default_rng(1)
    vocabulary = [f"w{k}" for k in range(30)]
    sentences = [" ".join(rng.choice(vocabulary, 9)) for _ in range(25)]
    texts = [sentences[k] for k in rng.integers(0, 25, 80)]  # with repeated texts and places
    starts = [word_spans(text)[int(rng.integers(9))] for text in texts]
    samples = [
        sample(k, span, "ab"[k % 2], form=text[slice(*span)])
        for k, (text, span) in enumerate(zip(texts, starts, strict=True))
    ]
    row_sample = np.sort(rng.choice(80, 60, replace=False)).astype(np.int32)
    for one in term_table(samples, texts).classes:
        counts = LayerCounts(one, row_sample)
        everything, (units, _) = reference(one, row_sample, set(range(60)))
        for size in (1, 7, 30, 60):
            members = rng.choice(60, size, replace=False)
            found = counts.scores(sets_of([members], 60))
            (here, elsewhere), (n, rest) = reference(one, row_sample, set(members.tolist()))
            assert (found.units[0], found.rest[0]) == (n, rest)
            for term in range(len(one.terms)):
                y, other = len(here.get(term, ())), len(elsewhere.get(term, ()))
                assert (found.here[0, term], found.elsewhere[0, term]) == (y, other)
                total = len(everything[0].get(term, ()))
                z = monroe(y, n, other, rest, total=total, units=units) if y >= 2 else 0
                assert found.z[0, term] == pytest.approx(z, abs=1e-12)


def test_the_score_of_a_planted_word_by_hand():
    # 8 of 10 texts here, 2 of 90 elsewhere; prior 50 units with a share of 10.5 / 101.
    z = z_scores(
        np.array([8.0]), 10.0, np.array([2.0]), 90.0, share=np.array([10.5 / 101]), strength=50.0
    )
    prior = 50 * 10.5 / 101
    odds = (8 + prior) / (52 - prior) / ((2 + prior) / (138 - prior))
    spread = 1 / (8 + prior) + 1 / (52 - prior) + 1 / (2 + prior) + 1 / (138 - prior)
    assert z[0] == pytest.approx(math.log(odds) / math.sqrt(spread), abs=1e-12)
    assert z[0] == pytest.approx(3.3415, abs=1e-4)


def test_shuffled_nodes_have_the_size_of_the_node_and_within_groups_as_many_of_each():
    rng = np.random.default_rng(0)
    sets = drawn(7, 40, 60, rng).toarray()
    assert sets.sum(axis=1).tolist() == [7] * 60
    assert sets.max() == 1  # without replacement
    assert (sets.sum(axis=0) > 0).all()
    group = np.array([0] * 10 + [1] * 20 + [2] + [-1] * 9, np.int32)
    members = np.array([0, 1, 2, 11, 12, 30, 39], np.int32)
    sets = drawn_within(members, group, 50, rng).toarray()
    assert (sets[:, :10].sum(axis=1) == 3).all()
    assert (sets[:, 10:30].sum(axis=1) == 2).all()
    assert (sets[:, [30, 39]] == 1).all()  # a group of one row, and a row of no group, stay
    assert sets.max() == 1
    assert (sets.sum(axis=0)[:30] > 0).all()
    assert drawn_within(np.array([30, 39, 0], np.int32), group, 5, rng) is None


def planted():
    """Return a table of 120 texts, the sample of each row, and the group of each.

    Rows 0 to 9 say "river", and "noise" words are drawn at random. Forms are "bank" (rows 0 to 59),
    of which rows 0 to 19 are of sense "shore", and "door".
    """
    rng = np.random.default_rng(5)
    texts, samples = [], []
    for k in range(120):
        form = "bank" if k < 60 else "door"
        said = [f"noise{n}" for n in rng.choice(40, 6, replace=False)]
        said += ["river"] if k < 10 or k == 119 else []
        texts.append(f"{form} {' '.join(said)} {k}")
        sense = "shore" if k < 20 else form
        samples.append(sample(k, (0, 4), sense, form=form))
    table = term_table(samples, texts)
    return table, np.arange(120, dtype=np.int32), np.array([0] * 60 + [1] * 60, np.int32)


def test_what_is_planted_in_a_node_sets_it_apart_and_nothing_else_does():
    table, rows, group = planted()
    # Rows of one sense; rows of both forms at random; a whole form.
    mixed = [*range(25, 60, 5), *range(60, 120, 8)]
    graph = graph_of([(0, 0, range(10)), (1, 0, mixed), (2, 0, range(60))], 120)
    found = terms_apart(table, rows, graph, ("form", group), seed=0)
    near, label, form = found.classes
    assert found.draws == DRAWS == 99
    assert near.of_node(0, beyond=True) == ["river"]
    assert (near.here[0], near.elsewhere[0], near.units[0], near.rest[0]) == (10, 1, 10, 110)
    assert near.z[0] == pytest.approx(monroe(10, 10, 1, 110, total=11, units=120), abs=1e-12)
    assert near.z[0] > near.within[0] > 0
    assert label.of_node(0, beyond=True) == ["shore"]
    assert form.of_node(0, beyond=True) == ["bank"]
    assert np.isnan(form.within).all()  # shuffled nodes with the same forms have the same forms
    for one in found.classes:
        assert one.of_node(1, beyond=False) == []
    # All rows of a form: its terms are its own, but nothing is beyond the form.
    assert label.of_node(2, beyond=False) == ["bank", "shore"]
    assert label.of_node(2, beyond=True) == []
    assert (near.of_node(2, beyond=True), form.of_node(2, beyond=True)) == ([], ["bank"])


def test_terms_are_the_same_in_every_run_and_for_any_seed_of_the_same_strength():
    table, rows, group = planted()
    graph = graph_of([(0, 0, range(10))], 120)
    first, again, other = (
        terms_apart(table, rows, graph, ("form", group), seed=seed).classes[0] for seed in (0, 0, 1)
    )
    assert first.chance.tolist() == again.chance.tolist() != other.chance.tolist()
    assert other.of_node(0, beyond=True) == ["river"]
    without = terms_apart(table, rows, graph, None, seed=0).classes[0]
    assert np.isnan(without.within).all()
    assert without.of_node(0, beyond=True) == ["river"]


def test_a_node_has_a_few_terms_of_a_class_the_largest_z_first():
    texts = [f"{'p q r s t u v w x y z ' if k < 30 else ''}filler{k % 7} {k}" for k in range(200)]
    table = term_table([sample(k) for k in range(200)], texts)
    graph = graph_of([(0, 0, range(20))], 200)
    (near,) = terms_apart(table, np.arange(200, dtype=np.int32), graph, None, seed=0).classes
    assert np.diff(near.offsets).tolist() == [MOST]
    assert near.z.tolist() == sorted(near.z.tolist(), reverse=True)
    assert near.of_node(0, beyond=True) == list("pqrstuvw")


def test_nodes_at_random_are_rarely_set_apart():
    table, rows, group = planted()
    rng = np.random.default_rng(3)
    nodes = [(k, 0, np.sort(rng.choice(120, 4 + k % 20, replace=False))) for k in range(120)]
    found = terms_apart(table, rows, graph_of(nodes, 120), ("form", group), seed=0)
    for one in found.classes:
        passed = np.count_nonzero(np.diff(one.offsets))
        assert passed <= 6, one.source  # one in a hundred is expected
