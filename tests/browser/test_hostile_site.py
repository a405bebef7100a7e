"""A string from outside is text in the DOM of every page, wherever it stands."""

import pytest

from reliability.hostile_site import faults_of, pages_of, write_hostile_site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return write_hostile_site(tmp_path_factory.mktemp("hostile") / "site", 60)


def test_no_string_becomes_more_than_text(watch, site):
    for file in pages_of(site):
        watched = watch()
        assert faults_of(watched.page, file) == [], file
        assert watched.problems(site.as_uri()) == [], file


def test_the_check_finds_what_it_looks_for(watch, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<script>alert(1)</script><img src=x onerror=alert(1)><iframe></iframe>"
                    "<a href='java\tscript:x'></a><a href=' javascript:x'></a>")  # fmt: skip
    found = faults_of(watch().page, page)
    assert {"alert", "IMG onerror", "IFRAME", "SCRIPT without a file"} <= set(found)
    assert "A href= javascript:x" in found
