"""Labels and names from outside become one printable line."""

import pytest

from topopress.samples.labels import clash_key, clean_label, clean_text, shown


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("tiger cat", "tiger cat"),
        ("  a\t b\nc ", "a b c"),
        ("x\x00\x1b[31my", "x[31my"),
        ("cafe\u0301", "café"),
        ("\u202egnp.exe", "gnp.exe"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("a\udcffb", "ab"),
        ("x" * 500, "x" * 200),
        ("", ""),
    ],
)
def test_clean_text(text, clean):
    assert clean_text(text) == clean


def test_an_empty_label_is_none():
    assert clean_label(" \x07 ") is None
    assert clean_label(None) is None


def test_shown_escapes_what_a_terminal_would_obey():
    assert shown("a\nb\x1b[31m\udcff.png") == "a\\nb\\x1b[31m\\udcff.png"
    assert shown("Ünïcode.png") == "Ünïcode.png"


def test_names_that_some_file_system_confuses():
    assert clash_key("Cat/A.PNG") == clash_key("cat/a.png")
    assert clash_key("caf\u00e9") == clash_key("cafe\u0301")
