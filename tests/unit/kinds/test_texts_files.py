"""A file of texts is read once in a build, line by line, and only what is chosen of it is held."""

import random
import tracemalloc

import pytest

from topopress.core.errors import DataError
from topopress.kinds.texts.choosing import Choice
from topopress.kinds.texts.reading import open_texts
from topopress.kinds.texts.settings import Tokens
from topopress.kinds.texts.types import Candidate
from topopress.samples.tables.text_file import Utf8File
from topopress.samples.tables.types import Entry


def write_words(path, n_sentences):
    rng = random.Random(0)
    with path.open("w", encoding="utf-8") as file:
        for number in range(n_sentences):
            for k in range(1, 9):
                cells = (k, form := f"w{rng.randrange(10_000)}", form, f"T{k}", "_", "_", k - 1)
                file.write("\t".join(map(str, (*cells, "dep", "_", "_"))) + "\n")
            file.write(f"\n# sent_id = s{number + 2}\n")


def peak_of_survey(base, n_sentences, **settings):
    write_words(base / "w.conllu", n_sentences)
    tracemalloc.start()
    survey = open_texts(Tokens(kind="tokens", file="w.conllu", **settings), base=base).survey(
        seed=0
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, survey


@pytest.mark.parametrize("settings", [{"limit": 40}, {"keep": "none|T1", "limit": 40}])
def test_memory_hardly_grows_with_the_file(tmp_path, settings):
    few, _ = peak_of_survey(tmp_path, 200, **settings)
    many, survey = peak_of_survey(tmp_path, 3000, **settings)
    assert len(survey.samples) == 40
    # Of each sentence its name and a number are held; every word held would be 5,000 bytes.
    assert many - few < 2800 * 300


def test_the_limit_takes_the_smallest_hashes_in_the_order_of_the_file():
    candidates = [Candidate(f"{k:016x}", f"s{k}", (0, 1), Entry(k, {}), "a") for k in range(300)]
    choices = [Choice("A", limit, 7) for limit in (20, 21, None)]
    for choice in choices:
        for k, candidate in enumerate(candidates):
            choice.take(candidate, "A" if k % 3 else "B")
        assert (choice.listed, choice.kept, choice.written) == (300, 200, {"A"})
    fewer, more, everything = ([c.id for c, _ in choice.chosen("f")] for choice in choices)
    assert fewer == sorted(fewer)
    assert set(fewer) < set(more) < set(everything)
    assert [len(fewer), len(more), len(everything)] == [20, 21, 200]


def test_a_rule_that_keeps_nothing_says_which_labels_there_are():
    choice = Choice("C", 5, 0)
    choice.take(Candidate("0", "s", (), Entry(1, {}), "a"), "B ")
    with pytest.raises(DataError, match=r"'C' matches no label of 'f' \(labels: 'B'\)"):
        choice.chosen("f")


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"\xef\xbb\xbfa\r\n\rb", ["a", "", "b"]),
        ("a\u2028b\x0bc\n\n".encode(), ["a\u2028b\x0bc", ""]),
        (b"x" * 8191 + b"\r\ny", ["x" * 8191, "y"]),
    ],
)
def test_lines_end_where_lines_end_and_nowhere_else(tmp_path, content, lines):
    (tmp_path / "f").write_bytes(content)
    assert list(Utf8File(tmp_path / "f", "f").lines()) == lines


def test_the_line_of_a_wrong_byte_is_named_however_far_it_is(tmp_path):
    (tmp_path / "f").write_bytes(b"0123456789\n" * 20_000 + b"\xff\n" + b"more\n" * 20_000)
    with pytest.raises(DataError, match="f, line 20001 is not UTF-8 text"):
        list(Utf8File(tmp_path / "f", "f").lines())
