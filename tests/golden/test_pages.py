"""The pages of a small frozen site, compared byte by byte with those that were looked at.

After a wanted change of a template: ``REGENERATE_GOLDEN=1 pytest tests/golden``, then read the
difference before committing it. Under CI nothing is ever regenerated.
"""

import os
from pathlib import Path

import pytest

from topopress.pages.site.release import unstamped
from topopress.pages.site.render import render_site
from unit.pages import synthetic

EXPECTED = Path(__file__).parent / "pages"
REGENERATE = bool(os.environ.get("REGENERATE_GOLDEN"))


@pytest.fixture(scope="module")
def built():
    files = render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)
    files = unstamped(files)  # else every change of a file would change the pages
    pages = {path: content for path, content in files.items() if path.endswith(".html")}
    if REGENERATE:
        assert not os.environ.get("CI"), "goldens are never regenerated under CI"
        _write(pages)
    return pages


def _write(pages):
    for old in EXPECTED.rglob("*.html"):
        old.unlink()
    for path, content in pages.items():
        target = EXPECTED / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def expected_paths():
    return sorted(path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*.html"))


def test_no_page_is_missing_and_none_is_unexpected(built):
    assert sorted(built) == expected_paths()


def test_each_page_is_as_expected(built):
    for path in sorted(built):
        wanted = (EXPECTED / path).read_text("utf-8")
        assert built[path].decode() == wanted, path
