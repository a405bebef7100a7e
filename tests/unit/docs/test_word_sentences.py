"""The sentences of the words' exploration: their form, and what may not tell the senses apart."""

import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from statistics import mean

import pytest

FILE = Path(__file__).resolve().parents[3] / "content/words/sentences.tsv"
WORD = re.compile(r"\w+(?:['’-]\w+)*")
MARK = re.compile(r"\[([^\[\]]*)\]")

HEADER, *LINES = FILE.read_text("utf-8").removesuffix("\n").split("\n")
ROWS = [line.split("\t") for line in LINES]


def by_sense() -> dict[str, dict[str, list[str]]]:
    senses = defaultdict(lambda: defaultdict(list))
    for word, sense, _, sentence in ROWS:
        senses[word][sense].append(sentence)
    return senses


def length(sentence):
    return len(WORD.findall(sentence))


def place(sentence):
    """Where the marked word stands, from 0 (first word) to 1 (last word)."""
    return length(sentence[: sentence.index("[")]) / (length(sentence) - 1)


def test_header_and_columns():
    assert HEADER == "word\tsense\tdomain\tsentence"
    assert [line for line in LINES if len(line.split("\t")) != 4] == []
    assert [row for row in ROWS if any(cell != cell.strip() or not cell for cell in row)] == []


def test_each_sentence_marks_one_form_of_its_word_and_has_no_other():
    wrong = []
    for word, _, _, sentence in ROWS:
        forms = {word, word + "s", word + "es"}
        marks = [mark.lower() for mark in MARK.findall(sentence)]
        others = [w for w in WORD.findall(sentence) if w.lower().removesuffix("'s") in forms]
        if len(marks) != 1 or marks[0] not in forms or len(others) != 1:
            wrong.append(sentence)
        if sentence.count("[") != 1 or sentence.count("]") != 1:
            wrong.append(sentence)
    assert wrong == []


def test_no_sentence_comes_twice():
    texts = Counter(MARK.sub(r"\1", sentence).lower() for *_, sentence in ROWS)
    assert [text for text, times in texts.items() if times > 1] == []


def test_there_are_enough_sentences():
    counts = Counter((word, sense) for word, sense, _, _ in ROWS)
    assert len(ROWS) >= 600
    assert {key: count for key, count in counts.items() if count < 15} == {}


def test_a_sense_has_one_domain_and_a_word_several_senses():
    domains = defaultdict(set)
    for word, sense, domain, _ in ROWS:
        domains[word, sense].add(domain)
    assert {key: names for key, names in domains.items() if len(names) != 1} == {}
    assert [word for word, senses in by_sense().items() if len(senses) < 2] == []


def test_sentences_have_6_to_24_words():
    assert [sentence for *_, sentence in ROWS if not 6 <= length(sentence) <= 24] == []


@pytest.mark.parametrize("word", by_sense())
def test_neither_position_nor_length_tells_the_senses_apart(word):
    senses = by_sense()[word]
    for one, other in combinations(senses, 2):
        pair = (word, one, other)
        places = [mean(map(place, senses[sense])) for sense in (one, other)]
        lengths = [mean(map(length, senses[sense])) for sense in (one, other)]
        assert abs(places[0] - places[1]) < 0.12, pair
        assert abs(lengths[0] - lengths[1]) < 2.5, pair
