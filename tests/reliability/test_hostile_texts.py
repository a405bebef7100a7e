"""Each word and line of a hostile file is used, skipped by name or counted, or one error names it.

Nothing else comes of a file, least of all a traceback or a word that is passed over.
"""

import os

import pytest

from reliability.hostile_texts import SETTINGS, HostileText, mutated_files, named_files
from topopress.core.errors import DataError
from topopress.kinds.texts.reading import inputs_digest, open_texts
from topopress.kinds.texts.settings import Texts, Tokens
from topopress.samples.labels import is_plain

NAMED = {each.name: each for each in named_files()}


def look(base, hostile: HostileText):
    """Return source and survey of a file. The digest, which a build takes first, reads no line."""
    file = base / f"file.{hostile.suffix}"
    file.write_bytes(hostile.content)
    given = dict(SETTINGS[hostile.sort])
    make = Texts if given["kind"] == "texts" else Tokens
    settings = make(file=file.name, **given)
    source = open_texts(settings, base=base)
    inputs_digest(settings, base=base)
    return source, source.survey(seed=0)


def assert_accounted(source, survey):
    found = survey.found
    assert found.used == len(survey.samples)
    assert found.skipped == len(survey.skipped)
    assert len({sample.id for sample in survey.samples}) == len(survey.samples)
    for skip in survey.skipped:
        assert skip.reason
        assert is_plain(skip.origin + skip.reason)
    for sample in survey.samples:
        text = source.text(sample)
        assert text.encode()
        assert is_plain(sample.origin)
        assert sample.label is None or is_plain(sample.label)
        assert not sample.part or text[slice(*sample.part)].strip()


def test_there_are_enough_files():
    assert len(NAMED) == len(named_files()) >= 100


@pytest.mark.parametrize("name", [name for name, each in NAMED.items() if each.total is not None])
def test_everything_is_used_named_or_counted(tmp_path, name):
    source, survey = look(tmp_path, NAMED[name])
    assert_accounted(source, survey)
    assert survey.found.total == NAMED[name].total


@pytest.mark.parametrize("name", [name for name, each in NAMED.items() if each.total is None])
def test_one_error_names_the_file_and_the_line(tmp_path, name):
    hostile = NAMED[name]
    with pytest.raises(DataError) as caught:
        look(tmp_path, hostile)
    said = str(caught.value)
    assert f"file.{hostile.suffix}" in said
    assert "\n" not in said
    assert is_plain(said)
    assert len(said) < 500
    assert hostile.line is None or f"line {hostile.line}" in said


@pytest.mark.parametrize("hostile", mutated_files(300), ids=lambda each: each.name)
def test_a_damaged_file_is_read_or_refused(tmp_path, hostile):
    try:
        source, survey = look(tmp_path, hostile)
    except DataError as error:
        assert f"file.{hostile.suffix}" in str(error)
        assert is_plain(str(error))
        return
    assert_accounted(source, survey)


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    for name in ("pipe.txt", "folder.txt", "gone.txt", "zero\0.txt", "x" * 300 + ".txt"):
        settings = Texts(kind="texts", file=name)
        with pytest.raises(DataError, match=r"data\.file: '.*' ?(is not a regular|:? cannot|: )"):
            inputs_digest(settings, base=tmp_path)
