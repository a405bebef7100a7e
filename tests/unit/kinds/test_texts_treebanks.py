"""Words of two treebanks: counts that are known, and sentences as they were written."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from topopress.kinds.texts.reading import open_texts
from topopress.kinds.texts.settings import Texts, Tokens

DATA = Path(__file__).resolve().parents[4] / "shared/data"
EWT, SENTENCES = "ud-ewt/ewt_dev_tokens.tsv", "ud-ewt/ewt_dev_sentences.tsv"
STREUSLE = "streusle/streusle_dev_tokens.tsv"

pytestmark = pytest.mark.shared


def words(file, **more):
    settings = Tokens(kind="tokens", file=file, sentence="sent_id", form="form", **more)
    return open_texts(settings, base=DATA)


def cells(file):
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("file", [EWT, STREUSLE])
def test_every_word_is_a_row_and_stands_where_its_place_says(file):
    source, table = words(file, label="upos", columns=("form",)), cells(file)
    survey = source.survey(seed=0)
    assert (survey.found.used, survey.found.total) == (len(table), len(table))
    assert Counter(s.label for s in survey.samples) == Counter(row["upos"] for row in table)
    for sample in survey.samples[:5000]:
        assert source.text(sample)[slice(*sample.part)] == sample.metadata["form"]


def test_prepositions_by_sense():
    survey = words(STREUSLE, label="ss_role", keep="p.*", columns=("upos", "lemma")).survey(seed=0)
    wanted = Counter(row["ss_role"] for row in cells(STREUSLE) if row["ss_role"].startswith("p"))
    assert Counter(s.label for s in survey.samples) == wanted
    assert survey.found.not_kept == survey.found.total - survey.found.used


def test_sentences_are_as_they_were_written_where_no_word_is_cut_off_another():
    written = {row["sent_id"]: row["text"] for row in cells(SENTENCES)}
    source = words(EWT, label="upos")
    texts = {s.origin: source.text(s) for s in source.survey(seed=0).samples}
    assert texts.keys() == written.keys()
    assert sum(texts[name] == written[name] for name in texts) == 1698
    joined = {name: "".join(text.split()) for name, text in texts.items()}
    assert joined == {name: "".join(text.split()) for name, text in written.items()}


def test_sentences_as_texts():
    settings = Texts(kind="texts", file=SENTENCES, label="genre", columns=("sent_id",))
    source = open_texts(settings, base=DATA)
    survey = source.survey(seed=0)
    assert str(survey.found) == f"2,001 texts in {SENTENCES!r}: 2,001 used, 0 skipped"
    written = {row["sent_id"]: row["text"] for row in cells(SENTENCES)}
    assert {s.metadata["sent_id"]: source.text(s) for s in survey.samples} == written
