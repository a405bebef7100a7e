"""Every message is translated into the languages that come with Topopress."""

import re

import pytest
from babel.messages.pofile import read_po

from topopress.core.message_template import as_po, template
from topopress.core.translations import OURS, TEMPLATE

PLACEHOLDER = re.compile(r"\{\w+\}|%\(\w+\)s")
FILES = sorted(OURS.glob("*.po"))


def texts(message):
    one = (message.id,) if isinstance(message.id, str) else message.id
    other = (message.string,) if isinstance(message.string, str) else message.string
    return one, other


def messages(path):
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=path.stem) if message.id]


def test_the_template_is_up_to_date():
    assert TEMPLATE.read_bytes() == as_po(template()), "python -m topopress.core.message_template"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_message_is_translated_and_no_other(path):
    translated = messages(path)
    assert {str(one.id) for one in translated} == {str(one.id) for one in messages(TEMPLATE)}
    assert [one.id for one in translated if one.fuzzy or not all(texts(one)[1])] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_translations_keep_values_and_spaces_at_the_ends(path):
    for message in messages(path):
        sources, translations = texts(message)
        for text in translations:
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(sources[-1])), text
            ends = [re.match(r"\s*", one)[0] for one in (text, text[::-1])]
            assert ends == [re.match(r"\s*", one)[0] for one in (sources[0], sources[0][::-1])]


def test_english_is_the_message():
    for message in messages(TEMPLATE):
        assert all("{}" not in text for text in texts(message)[0])
