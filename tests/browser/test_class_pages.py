"""Pages of classes from file://: pictures, links, axe, narrow windows, and no script needed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from topopress.pages.site.render import render_site
from unit.pages import synthetic, synthetic_classes

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"
CAT = "photographs/classes/cat.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("classes")
    for path, content in render_site(synthetic.SITE, [synthetic_classes.source()]).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder.as_uri()


def test_from_the_exploration_to_a_class_and_on_to_another(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/photographs/index.html")
    page.get_by_role("link", name="A page for each of 2 classes").click()
    page.get_by_role("link", name="cat", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("cat")
    expect(page.get_by_role("img", name="Feature visualisation of")).to_be_visible()
    expect(page.get_by_text("apart from block6 on")).to_be_visible()
    page.locator("[rel=next]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("dog")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, site, scheme):
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    for path in ("photographs/classes/index.html", CAT):
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(f"{site}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.evaluate(AXE.read_text("utf-8"))
        assert page.evaluate("axe.run()")["violations"] == []
    context.close()


def test_a_node_opens_in_the_explorer(context, site):
    page = context.new_page()
    page.goto(f"{site}/{CAT}")
    page.locator(".class-nodes a").first.click()
    expect(page).to_have_url(f"{site}/photographs/index.html#layer=block10&node=i1c0")
