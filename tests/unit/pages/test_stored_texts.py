"""Texts that stages have stored in English are translated with their values."""

import pytest

from topopress.core.language import ENGLISH, speaking
from topopress.core.stored_texts import translated
from topopress.core.translations import language_of
from topopress.pages.tables.found import found_in_words
from topopress.samples.types import Found

GERMAN = language_of("de")
PREPARED = "short side to 256 px (bicubic), centre 224 x 224 px, (255 x - 127) / 128"


@pytest.mark.parametrize(
    ("stored", "german"),
    [
        (PREPARED, "kurze Seite auf 256 px (bikubisch), Mitte 224 x 224 px, (255 x - 127) / 128"),
        (
            "Stability is that of a sample, 3,000 of the 12,345 rows.",
            "Die Stabilität ist die einer Stichprobe, 3.000 der 12.345 Zeilen.",
        ),
        (
            "An author has said this, from his own file.",
            "An author has said this, from his own file.",
        ),
        ("", ""),
    ],
)
def test_a_stored_text_is_found_again_by_what_stands_between_its_values(stored, german):
    with speaking(GERMAN):
        assert translated(stored) == german
    assert translated(stored) == stored


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (ENGLISH, "1,005 words in 'a.tsv': 846 used, 3 skipped, 156 not drawn."),
        (GERMAN, "1.005 Wörter in 'a.tsv': 846 verwendet, 3 übersprungen, 156 nicht gezogen."),
    ],
)
def test_what_a_data_source_found_is_a_sentence(language, text):
    with speaking(language):
        assert found_in_words(Found("words in 'a.tsv'", 846, 3, not_drawn=156)) == text
    assert found_in_words(None) == ""
