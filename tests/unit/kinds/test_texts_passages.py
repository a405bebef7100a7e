"""A passage is a text around its word, cut between words."""

import pytest

from topopress.kinds.pictures import Passage
from topopress.kinds.texts.essay_passages import BESIDE, passage_of


def test_a_short_text_is_whole():
    assert passage_of("We sat on the bank.", (14, 18)) == Passage("We sat on the ", "bank", ".")
    assert passage_of("A text.", ()) == Passage("", "", "A text.")


@pytest.mark.parametrize("word", ["word ", "\u8a9e", "a\u0301 "])
def test_a_long_text_is_cut(word):
    before, after = word * 100, " " + word * 100
    passage = passage_of(before + "bank" + after, (len(before), len(before) + 4))
    assert passage.marked == "bank"
    assert passage.before.startswith("\u2026 ")
    assert before.endswith(passage.before[2:])
    assert passage.after.endswith(" \u2026")
    assert after.startswith(passage.after[:-2])
    assert BESIDE / 2 <= len(passage.before) <= BESIDE + 2
    assert BESIDE / 2 <= len(passage.after) <= BESIDE + 2


def test_a_cut_text_begins_and_ends_with_whole_words():
    text = "alpha beta gamma delta " * 20
    passage = passage_of(text, (230, 235))
    assert text[230:235] == passage.marked
    names = {"alpha", "beta", "gamma", "delta"}
    assert set(passage.before[2:].split()) | set(passage.after[:-2].split()) <= names
