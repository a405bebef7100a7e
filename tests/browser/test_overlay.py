"""New data over graphs: the page from disk, without scripts, at 390 pixels, and for axe."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from overlay_fixture import overlaid
from topopress.pages.site.render import render_site
from unit.pages import synthetic

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("overlay")
    for path, content in render_site(synthetic.SITE, [overlaid()]).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return f"{folder.as_uri()}/photographs/overlay.html"


def test_all_can_be_read_from_disk_without_scripts_at_390_pixels(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    n_layers = len(overlaid().overlay.layers)
    expect(page.get_by_role("table")).to_have_count(1 + 5 * n_layers)
    expect(page.get_by_text("The nearest member is at 1.5 times the radius.")).to_be_visible()
    context.close()


def test_the_page_does_not_scroll_sideways(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, address, scheme):
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []
    context.close()
