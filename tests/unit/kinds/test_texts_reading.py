"""Texts, marked words and tables of words become samples; every line is accounted for."""

import json

import pytest
from pydantic import ValidationError

from topopress.core.errors import DataError
from topopress.kinds.texts.reading import inputs_digest, open_texts
from topopress.kinds.texts.settings import Texts, Tokens

TSV = (
    "sent_id\tform\tlemma\tupos\tfeats\trole\tspace_after\n"
    "s1\tWe\twe\tPRON\tCase=Nom|Number=Plur\t_\t1\n"
    "s1\twaited\twait\tVERB\tTense=Past\tv.wait\t1\n"
    "s1\tuntil\tuntil\tADP\t_\tp.Time\t1\n"
    "s1\tmorning\tmorning\tNOUN\tNumber=Sing\t_\t0\n"
    "s1\t.\t.\tPUNCT\t_\t_\t1\n"
    "s2\tAt\tat\tADP\t_\tp.Place\t1\n"
    "s2\thome\thome\tNOUN\tNumber=Sing\t_\t0\n"
)


def write(base, text, name):
    (base / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def tokens(base, written, name="w.tsv", **more):
    if name.endswith(".tsv") and "text" not in more:
        more = {"sentence": "sent_id", "form": "form", **more}
    settings = Tokens(kind="tokens", file=write(base, written, name), **more)
    return open_texts(settings, base=base)


def texts(base, written, name="t.txt", **more):
    return open_texts(Texts(kind="texts", file=write(base, written, name), **more), base=base)


def words(source, seed=0):
    """Return word, label and sentence of each sample, in the order of the file."""
    found = source.survey(seed=seed)
    ordered = sorted(found.samples, key=lambda s: (s.origin, s.part))
    return [(source.text(s)[slice(*s.part)], s.label) for s in ordered]


def by_origin(source):
    return sorted(source.survey(seed=0).samples, key=lambda s: (len(s.origin), s.origin, s.part))


def test_a_table_of_words(tmp_path):
    source = tokens(tmp_path, TSV, label="role", keep="p.*", columns=("upos", "lemma"))
    survey = source.survey(seed=0)
    assert str(survey.found) == "7 words in 'w.tsv': 2 used, 0 skipped, 5 not kept"
    assert survey.found.total == 7
    assert words(source) == [("until", "p.Time"), ("At", "p.Place")]
    until = next(s for s in survey.samples if s.label == "p.Time")
    assert (until.origin, until.part, source.text(until)) == (
        "s1",
        (10, 15),
        "We waited until morning.",
    )
    assert until.metadata == {"form": "until", "upos": "ADP", "lemma": "until"}
    assert source.place == "span"


def test_ids_keep_the_words_of_a_sentence_together_and_depend_on_it_alone(tmp_path):
    found = tokens(tmp_path, TSV, label="upos").survey(seed=0).samples
    assert [s.id for s in found] == sorted(s.id for s in found)
    assert len({s.id[:12] for s in found}) == 2
    assert all(len(s.id) == 16 for s in found)
    first = [s for s in found if s.origin == "s1"]
    assert [s.id[12:] for s in first] == ["0000", "0001", "0002", "0003", "0004"]
    header, *lines = TSV.splitlines(keepends=True)
    other = tokens(tmp_path, "".join([header, *lines[5:], *lines[:5]]), label="upos")
    assert [(s.id, s.origin, s.part) for s in other.survey(seed=0).samples] == [
        (s.id, s.origin, s.part) for s in found
    ]


def test_words_without_a_label_are_rows_where_nothing_says_which_to_keep(tmp_path):
    found = words(tokens(tmp_path, TSV, label="role"))
    assert found[:3] == [("We", None), ("waited", "v.wait"), ("until", "p.Time")]


def test_a_space_follows_each_word_of_a_table_that_says_nothing_of_spaces(tmp_path):
    source = tokens(tmp_path, TSV.replace("space_after", "other"), label="upos")
    assert {source.text(s) for s in source.survey(seed=0).samples} == {
        "We waited until morning .",
        "At home",
    }


def test_features_are_columns(tmp_path):
    source = tokens(tmp_path, TSV, label="feats.Number", columns=("feats.Case", "feats"))
    first = by_origin(source)[0]
    assert (first.label, first.metadata["feats.Case"]) == ("Plur", "Nom")
    assert first.metadata["feats"] == "Case=Nom|Number=Plur"
    assert [s.label for s in by_origin(source)] == ["Plur", None, None, "Sing", None, None, "Sing"]


def test_numbers_are_those_that_are_written_so_or_named(tmp_path):
    text = "sent_id\tform\tn\tm\ns\ta\t1\t1.50\ns\tb\t2\t_\n"
    plain = by_origin(tokens(tmp_path, text, columns=("n", "m")))
    assert [s.metadata for s in plain] == [
        {"form": "a", "n": 1.0, "m": "1.50"},
        {"form": "b", "n": 2.0, "m": ""},
    ]
    named = by_origin(tokens(tmp_path, text, columns=("n", "m"), numbers=("m",)))
    assert [s.metadata["m"] for s in named] == [1.5, ""]


def test_a_limit_is_drawn_by_the_seed_and_counted(tmp_path):
    text = "sent_id\tform\tlabel\n" + "".join(f"s{k // 5}\tw{k}\tx\n" for k in range(50))
    source = tokens(tmp_path, text, limit=20)
    survey = source.survey(seed=0)
    assert str(survey.found) == "50 words in 'w.tsv': 20 used, 0 skipped, 30 not drawn"
    assert words(source) != words(source, seed=1)
    other = tokens(tmp_path, text + "s99\tlast\tx\n", limit=20).survey(seed=0)
    assert len({s.id for s in survey.samples} - {s.id for s in other.samples}) <= 1


CONLLU = """\
# newdoc
# sent_id = one
# text = I don't   go to Rio—du pain.
1\tI\tI\tPRON\tPRP\tCase=Nom|Number=Sing\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_
4.1\tghost\t_\t_\t_\t_\t_\t_\t_\t_
5\tto\tto\tADP\tIN\t_\t6\tcase\t_\t_
6\tRio\tRio\tPROPN\tNNP\tNumber=Sing\t4\tobl\t_\tSpaceAfter=No
7\t—\t—\tPUNCT\t:\t_\t4\tpunct\t_\tSpaceAfter=No
8-9\tdu\t_\t_\t_\t_\t_\t_\t_\t_
8\tde\tde\tADP\t_\t_\t10\tcase\t_\t_
9\tle\tle\tDET\t_\t_\t10\tdet\t_\t_
10\tpain\tpain\tNOUN\t_\t_\t4\tobl\t_\tSpaceAfter=No|Gloss=bread
11\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

1\tNo\tno\tDET\tDT\t_\t2\tdet\t_\t_
2\ttext\ttext\tNOUN\tNN\t_\t0\troot\t_\tSpaceAfter=No
3\t!\t!\tPUNCT\t.\t_\t2\tpunct\t_\t_
"""


def test_conllu(tmp_path):
    source = tokens(tmp_path, CONLLU, "w.conllu", columns=("deprel", "feats.Case", "misc.Gloss"))
    survey = source.survey(seed=0)
    assert str(survey.found) == (
        "15 words in 'w.conllu': 14 used, 0 skipped, 1 of other kinds (1 empty nodes)"
    )
    found = by_origin(source)
    one = [s for s in found if s.origin == "one"]
    assert [source.text(s)[slice(*s.part)] for s in one] == (
        ["I", "do", "n't", "go", "to", "Rio", "—", "du", "du", "pain", "."]
    )
    assert {source.text(s) for s in one} == {"I don't   go to Rio—du pain."}
    assert [s.label for s in one][:3] == ["PRON", "AUX", "PART"]
    assert one[0].metadata == {
        "form": "i",
        "deprel": "nsubj",
        "feats.Case": "Nom",
        "misc.Gloss": "",
    }
    assert one[9].metadata["misc.Gloss"] == "bread"
    other = [s for s in found if s.origin != "one"]
    assert {(s.origin, source.text(s)) for s in other} == {("line 19", "No text!")}
    assert survey.notices == (
        "in 1 places several words are written as one and cannot be told apart, so their vectors "
        "are equal; the first is in line 1: 'du' (de le)",
    )


def test_a_text_that_is_not_made_of_its_words_is_made_from_them(tmp_path):
    text = CONLLU.replace("# text = I don't   go", "# text = I do go")
    source = tokens(tmp_path, text, "w.conllu")
    one = [s for s in by_origin(source) if s.origin == "one"]
    assert source.text(one[0]) == "I don't go to Rio—du pain."
    assert "is made from their words" in source.survey(seed=0).notices[0]


def test_spaces_within_a_word_may_differ(tmp_path):
    text = "# text = 10\u00a0000  men\n1\t10 000\t_\tNUM\t_\t_\t2\tnummod\t_\t_\n" + (
        "2\tmen\tman\tNOUN\t_\t_\t0\troot\t_\t_\n"
    )
    assert words(tokens(tmp_path, text, "w.conllu")) == [("10\u00a0000", "NUM"), ("men", "NOUN")]


def test_an_underscore_is_no_label(tmp_path):
    text = "1\t_\t_\tSYM\t_\t_\t0\troot\t_\t_\n"
    assert words(tokens(tmp_path, text, "w.conllu")) == [("_", "SYM")]
    assert words(tokens(tmp_path, text, "w.conllu", label="xpos")) == [("_", None)]
    found = by_origin(tokens(tmp_path, text, "w.conllu", columns=("lemma", "xpos")))
    assert found[0].metadata == {"form": "_", "lemma": "_", "xpos": ""}


@pytest.mark.parametrize(
    ("line", "word", "place"),
    [
        ("We waited [until] morning.", "until", (10, 15)),
        ("  [Bank] on it ", "Bank", (0, 4)),
        ("[ bank ]s", "bank", (0, 4)),
        (r"a \[1\] and [b]\c", "b", (10, 11)),
        ("\u05e9\u05dc\u05d5\u05dd [\u05e2\u05d5\u05dc\u05dd]", "\u05e2\u05d5\u05dc\u05dd", (5, 9)),
        ("\u6211\u4eec[\u7b49\u5230]\u65e9\u4e0a", "\u7b49\u5230", (2, 4)),
        ("the [ice cream] melts", "ice cream", (4, 13)),
    ],
)
def test_marked_words(tmp_path, line, word, place):
    source = tokens(tmp_path, f"{line}\n", "m.txt")
    (sample,) = source.survey(seed=0).samples
    assert (sample.origin, sample.part, sample.label) == ("line 1", place, None)
    assert source.text(sample)[slice(*sample.part)] == word


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no mark", "no word is marked"),
        ("[one] and [two]", "2 words are marked"),
        ("[one", "has no partner"),
        ("one]", "has no partner"),
        ("[a [b] c]", "has no partner"),
        ("nothing [] here", "nothing between"),
        ("nothing [  ] here", "nothing between"),
    ],
)
def test_lines_without_one_marked_word_are_skipped_and_named(tmp_path, line, reason):
    survey = tokens(tmp_path, f"a [good] one\n\n{line}\n", "m.txt", max_broken=1.0).survey(seed=0)
    (skip,) = survey.skipped
    assert (skip.origin, reason in skip.reason) == ("line 3", True)
    assert survey.found.total == 3
    assert survey.found.others == {"empty lines": 1}


def test_a_table_of_marked_sentences(tmp_path):
    text = "word\tsense\tdomain\tsentence\nbank\tmoney\tn\tThe [bank] closed.\n" + (
        'bank\triver\tn\tThe "big" [bank] is wet.\n'
    )
    more = {"text": "sentence", "label": "sense", "columns": ("word", "domain")}
    source = tokens(tmp_path, text, **more)
    first, second = by_origin(source)
    assert (first.label, first.metadata) == (
        "money",
        {"form": "bank", "word": "bank", "domain": "n"},
    )
    assert source.text(second) == 'The "big" bank is wet.'
    lines = "".join(
        json.dumps(
            dict(zip(text.split("\n", maxsplit=1)[0].split("\t"), row.split("\t"), strict=True))
        )
        + "\n"
        for row in text.split("\n")[1:3]
    )
    other = tokens(tmp_path, lines, "m.jsonl", **more)
    assert [(s.id, s.label, s.part) for s in by_origin(other)] == [
        (s.id, s.label, s.part) for s in by_origin(source)
    ]


def test_lines_of_text(tmp_path):
    text = "\ufeffOne text.\r\n\r\n  Another\u2028text.\x85 \nOne text.\n"
    source = texts(tmp_path, text)
    survey = source.survey(seed=0)
    assert str(survey.found) == (
        "4 texts in 't.txt': 3 used, 0 skipped, 1 of other kinds (1 empty lines)"
    )
    assert [(s.origin, source.text(s)) for s in by_origin(source)] == [
        ("line 1", "One text."),
        ("line 3", "Another\u2028text."),
        ("line 4", "One text."),
    ]
    assert len({s.id for s in survey.samples}) == 3
    assert source.place == "whole"
    assert all(s.part == () for s in survey.samples)


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.jsonl"])
def test_tables_of_texts(tmp_path, name):
    rows = [('Good, really "good".', "007", "a"), ("Bad\tone", "7", "b"), ("Fine", "", "c")]
    header = ("text", "label", "source")
    written = {
        "t.csv": "\n".join(
            ",".join('"' + c.replace('"', '""') + '"' for c in row) for row in [header, *rows]
        ),
        "t.tsv": "\n".join(
            "\t".join('"' + c.replace('"', '""') + '"' for c in row) for row in [header, *rows]
        ),
        "t.jsonl": "\n".join(json.dumps(dict(zip(header, row, strict=True))) for row in rows),
    }
    source = texts(tmp_path, written[name], name, columns=("source",))
    assert [(source.text(s), s.label, s.metadata) for s in by_origin(source)] == [
        ('Good, really "good".', "007", {"source": "a"}),
        ("Bad\tone", "7", {"source": "b"}),
        ("Fine", None, {"source": "c"}),
    ]


def test_an_id_does_not_depend_on_other_lines(tmp_path):
    some = {s.digest: s.id for s in texts(tmp_path, "a\nb\n").survey(seed=0).samples}
    more = {s.digest: s.id for s in texts(tmp_path, "c\nb\n\na\n").survey(seed=0).samples}
    assert {digest: more[digest] for digest in some} == some


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ('sent_id\tform\ns\t"\ns\ta\ns\t"\n', ['"', "a", '"']),
        ('sent_id\tform\ns\t""""\ns\ta\ns\t""""\n', ['"', "a", '"']),
        ('sent_id\tform\n"s"\t"a"\n"s"\t"""b"\n', ["a", '"b']),
        ('sent_id\tform\ns\t5"\ns\t"a"\n', ['5"', '"a"']),
        ('sent_id\tform\ns\t"a\tb"\ns\tc\n', ["a\tb", "c"]),
    ],
)
def test_quotation_marks_of_a_tsv_file(tmp_path, text, forms):
    assert [word for word, _ in words(tokens(tmp_path, text))] == forms


def test_a_changed_file_is_noticed(tmp_path):
    source = tokens(tmp_path, TSV, label="upos")
    sample = by_origin(source)[0]
    changed = tokens(tmp_path, TSV.replace("morning", "evening"), label="upos")
    with pytest.raises(DataError, match=r"'w\.tsv', s1: changed since this build began"):
        changed.text(sample)
    gone = tokens(tmp_path, TSV.replace("s1", "s0"), label="upos")
    with pytest.raises(DataError, match="changed since this build began"):
        gone.text(sample)


def test_the_digest_is_that_of_the_content(tmp_path):
    settings = Texts(kind="texts", file=write(tmp_path, "a\nb\n", "t.txt"))
    first = inputs_digest(settings, base=tmp_path)
    assert inputs_digest(settings, base=tmp_path) == first
    write(tmp_path, "a\nc\n", "t.txt")
    assert inputs_digest(settings, base=tmp_path) != first


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"label": "uppos"}, r"data\.label: 'w\.tsv' has no column 'uppos'; did you mean 'upos'"),
        ({"columns": ("Lemma",)}, r"data\.columns: .* has no column 'Lemma'; rename 'lemma'"),
        ({"columns": ("feats.Numbr",)}, r"no word has 'Numbr' in 'feats'; did you mean 'Number'"),
        ({"columns": ("lemma.x",)}, r"no word has 'x' in 'lemma' \(there are: none\)"),
        ({"columns": ("xpos.x",)}, r"has no column 'xpos\.x'"),
        ({"sentence": "sentence"}, "has no column 'sentence'"),
        ({"form": "word"}, "has no column 'word'"),
        ({"label": "upos", "keep": "p.*"}, r"data\.keep: 'p\.\*' matches no label of 'w\.tsv'"),
        ({"keep": "p.*"}, r"data\.keep: .* matches no label of 'w\.tsv' \(labels: none\)"),
        ({"text": "form"}, "name the columns data.sentence and data.form"),
        ({"columns": ("lemma",), "numbers": ("role",)}, r"'role' is not in data\.columns"),
        ({"columns": ("lemma",), "numbers": ("lemma",)}, "'lemma' must be a number"),
    ],
)
def test_columns_that_are_not_there(tmp_path, more, said):
    settings = {"sentence": "sent_id", "form": "form", **more}
    with pytest.raises(DataError, match=said):
        tokens(tmp_path, TSV, **settings).survey(seed=0)


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("w.conllu", {"form": "form"}, r"data\.form: names a column of a table"),
        ("w.txt", {"label": "x"}, r"data\.label: .* has no columns"),
        ("w.txt", {"keep": "x"}, r"data\.keep: .* has no columns"),
        ("w.jsonl", {}, "name the columns data.sentence and data.form"),
        ("w.xml", {}, r"ends in none of \.conllu, \.csv, \.tsv, \.jsonl, \.txt"),
    ],
)
def test_settings_that_do_not_fit_the_file(tmp_path, name, more, said):
    with pytest.raises(DataError, match=said):
        tokens(tmp_path, "x", name, **more).survey(seed=0)


def test_a_rule_that_is_no_regular_expression_is_refused():
    with pytest.raises(ValidationError, match="must be a regular expression"):
        Tokens(kind="tokens", file="x.conllu", keep="p(.*")


def test_too_many_skipped_texts_are_refused(tmp_path):
    text = "text\n" + "a\n" * 9 + '" "\n'
    with pytest.raises(
        DataError, match=r"1 of 10 texts cannot be used, more than data\.max_broken"
    ):
        texts(tmp_path, text, "t.csv").survey(seed=0)
    survey = texts(tmp_path, text, "t.csv", max_broken=0.1).survey(seed=0)
    assert str(survey.found) == "10 texts in 't.csv': 9 used, 1 skipped"
    assert (survey.skipped[0].origin, survey.skipped[0].reason) == ("line 11", "there is no text")


def test_sentences_with_one_id(tmp_path):
    twice = CONLLU + "\n" + CONLLU
    survey = tokens(tmp_path, twice, "w.conllu").survey(seed=0)
    origins = sorted({s.origin for s in survey.samples})
    assert origins == ["line 19", "line 41", "one", "one (line 23)"]
    assert len({s.id for s in survey.samples}) == survey.found.used == 28
    with pytest.raises(DataError, match="line 9: the sentence 's1' begins again, after line 2"):
        tokens(tmp_path, TSV + "s1\tx\tx\tx\tx\tx\t1\n").survey(seed=0)


def test_a_column_that_looks_like_labels_is_said_where_no_label_is_named(tmp_path):
    text = "text,class,\na,x,1\n"
    unnamed = "a column without a name is left out"
    assert texts(tmp_path, text, "t.csv").survey(seed=0).notices == (
        "the column 'class' is not read as labels; name it in data.label if it names the classes",
        unnamed,
    )
    named = texts(tmp_path, text, "t.csv", label="class").survey(seed=0)
    assert (named.labels, named.notices) == (("x",), (unnamed,))


def test_labels_that_become_one_are_said(tmp_path):
    text = "sent_id\tform\tlabel\ns\ta\tX\ns\tb\tX \ns\tc\tx\n"
    notices = tokens(tmp_path, text).survey(seed=0).notices
    assert any("become one" in notice for notice in notices)
    assert any("differ only in case" in notice for notice in notices)
