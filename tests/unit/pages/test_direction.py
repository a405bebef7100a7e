"""Pages in a language that is written from right to left say so."""

import pytest

from topopress.config.schema import Site
from topopress.pages.site.direction import direction
from topopress.pages.site.render import render_site
from unit.pages.synthetic import source

RIGHT = ["he", "ar", "ar-EG", "fa-IR", "ur", "yi", "iw", "az-Arab", "HE", "ku-Arab-IQ", "zh-Hebr"]
LEFT = ["en", "de-CH", "zh-Hant", "az", "he-Latn", "en-u-ca-arab", "ur-Latn-x-arab", "en-x-arab"]


@pytest.mark.parametrize("language", RIGHT)
def test_from_right_to_left(language):
    assert direction(language) == "rtl"


@pytest.mark.parametrize("language", LEFT)
def test_from_left_to_right(language):
    assert direction(language) == "ltr"


def test_every_page_says_its_direction():
    for language, written in {"he": b'lang="he" dir="rtl"', "en": b'lang="en" dir="ltr"'}.items():
        files = render_site(Site(title="Site", language=language), [source()])
        pages = [path for path in files if path.endswith(".html")]
        assert len(pages) > 3
        assert [path for path in pages if written not in files[path]] == []
