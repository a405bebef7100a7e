"""Texts in the language of the pages: translations, plural forms, numbers."""

import json

import pytest

from topopress.core.errors import ConfigError
from topopress.core.language import decimals, gettext, ngettext, speaking, whole
from topopress.core.translations import language_of, translation_files, viewer_texts
from topopress.pages.site.assets import texts_script

POLISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; "
"plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

msgid "{name} has a label"
msgstr "{name} ma etykietę"

msgid "{n} node"
msgid_plural "{n} nodes"
msgstr[0] "{n} węzeł"
msgstr[1] "{n} węzły"
msgstr[2] "{n} węzłów"

#, fuzzy
msgid "unsure"
msgstr "niepewne"
"""


@pytest.fixture
def polish(tmp_path):
    (tmp_path / "pl.po").write_text(POLISH, "utf-8")
    return language_of("pl", tmp_path)


def test_english_needs_no_file():
    assert gettext("{name} has a label", name="cat") == "cat has a label"
    assert ngettext("{n} node", "{n} nodes", 1) == "1 node"
    assert ngettext("{n} node", "{n} nodes", 1200) == "1,200 nodes"


def test_translations_plural_forms_and_numbers(polish):
    with speaking(polish):
        assert gettext("{name} has a label", name="{n}") == "{n} ma etykietę"
        nodes = [ngettext("{n} node", "{n} nodes", n) for n in (1, 3, 5, 12345)]
        assert nodes == ["1 węzeł", "3 węzły", "5 węzłów", "12\u00a0345 węzłów"]
        assert (whole(12345), decimals(1234.5, 2)) == ("12\u00a0345", "1\u00a0234,50")
        assert gettext("unsure") == "unsure"
    assert whole(12345) == "12,345"


def test_a_region_falls_back_to_its_language(tmp_path):
    (tmp_path / "pl.po").write_text(POLISH, "utf-8")
    assert [path.name for path in translation_files("pl-PL", tmp_path)] == ["pl.po"]
    assert language_of("xh", tmp_path).tag == "en"


def test_plural_forms_for_the_viewer(polish):
    assert viewer_texts(polish)["forms"] == {"one": 0, "few": 1, "many": 2}


def test_a_script_holds_no_end_tag(polish):
    script = texts_script(polish)
    assert script.startswith(b"globalThis.topoTexts={")
    assert json.loads(script.partition(b"=")[2].rstrip(b";\n"))["locale"] == "pl"


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "pl.po").write_text('msgid "a"\nmsgstring "b"', "utf-8")
    with pytest.raises(ConfigError, match=r"translations/pl\.po"):
        language_of("pl", tmp_path)


@pytest.mark.parametrize("text", ["%(n)s z %(m)s", "100 % z %(n)s", "%s z %(n)s"])
def test_what_a_template_could_not_fill_is_named(text, tmp_path):
    lines = ('msgid ""', 'msgstr "Content-Type: text/plain; charset=utf-8\\n"', "")
    one = 'msgid "100 %% of %(n)s"\nmsgstr "{}"\n'
    (tmp_path / "pl.po").write_text("\n".join((*lines, one.format(text))), "utf-8")
    with pytest.raises(ConfigError, match=r"translations/pl\.po: .*not written %%"):
        language_of("pl", tmp_path)
    (tmp_path / "pl.po").write_text("\n".join((*lines, one.format("z %(n)s 100 %%"))), "utf-8")
    assert language_of("pl", tmp_path).messages["100 %% of %(n)s"] == ("z %(n)s 100 %%",)
