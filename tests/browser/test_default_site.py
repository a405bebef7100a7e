"""The project's own publication keeps its budgets and every promise.

Needs ``make site``, which CI runs first. Bytes are counted as a web server sends them, gzipped.
"""

from pathlib import Path

import pytest

from static_server import Gzipping, served

SITE = Path(__file__).resolve().parents[2] / "public"
FIRST_VIEW = 300_000
ALL_LAYERS = 8_000_000
"""Of which a ninth are the nine covers of each layer, for live parameters."""
CLASS_PAGE = 50_000
"""A page of a class is read on its own, and its pictures are those of the layers."""
SOME_LINK_IS_CURRENT = """
() => [...document.querySelectorAll('a.view-link[aria-current="true"]')].some((a) => a.offsetParent)
"""

pytestmark = pytest.mark.skipif(
    not (SITE / "photographs/index.html").is_file(), reason="the default site is not built"
)


# What was asked for before the graph could be used counts, whenever it arrived.
FIRST_TRANSFERS = """
() => {
  const usable = performance.getEntriesByName('topopress:usable')[0].startTime;
  const kinds = ['navigation', 'resource'];
  return kinds.flatMap((kind) => performance.getEntriesByType(kind))
    .filter((entry) => entry.startTime <= usable)
    .reduce((bytes, entry) => bytes + entry.transferSize, 0);
}
"""


def test_the_first_view_is_light(context):
    page = context.new_page()
    with served(SITE, Gzipping) as address:
        page.goto(address + "photographs/index.html")
        page.wait_for_selector("html.has-viewer")
        page.wait_for_load_state("networkidle")
        assert page.evaluate(FIRST_TRANSFERS) <= FIRST_VIEW


def test_all_layers_together_are_light():
    files = [*(SITE / "photographs").rglob("*"), *(SITE / "assets").rglob("*")]
    sizes = {path: path.stat().st_size for path in files if path.is_file()}
    of_classes = [size for path, size in sizes.items() if path.parent.name == "classes"]
    assert max(of_classes) <= CLASS_PAGE
    assert sum(sizes.values()) - sum(of_classes) <= ALL_LAYERS


@pytest.mark.parametrize("kind", ["watch", "watch_without_3d"])
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_no_page_makes_an_error_or_leaves_the_site(request, scheme, kind):
    watch = request.getfixturevalue(kind)
    with served(SITE) as http:
        address = http if scheme == "http" else SITE.as_uri() + "/"
        for path in sorted(SITE.rglob("*.html")):
            watched = watch()
            watched.page.goto(address + path.relative_to(SITE).as_posix())
            if watched.page.locator("#explorer").count():
                watched.page.wait_for_selector("html.has-viewer")
            assert watched.problems(address) == [], path
            watched.page.close()


def test_every_link_of_the_essay_leads_to_a_view_that_is_there(watch):
    watched = watch()
    page = watched.page
    page.goto((SITE / "photographs/index.html").as_uri())
    page.wait_for_selector("html.has-viewer")
    links = page.locator("a.view-link:visible").all()
    assert len(links) >= 3
    for link in links:
        link.click()
        page.wait_for_function(SOME_LINK_IS_CURRENT)
    assert watched.problems(SITE.as_uri()) == []
