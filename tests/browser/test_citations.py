"""Citations in essays: their cards, and the page of all works, from file://."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from topopress.pages.site.render import render_site
from unit.pages import synthetic
from unit.pages.test_citations import FILE

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"
ESSAY = """\
First [@who]. It holds [@supports:rathore2021, p. 3]{evidence="block10.purity"}, and more.

::: explorer
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cites")
    source = synthetic.source(ESSAY, references=FILE)
    for path, content in render_site(synthetic.SITE, [source]).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder.as_uri()


def test_a_citation_says_what_it_cites_and_why(context, site):
    page = context.new_page()
    page.goto(f"{site}/photographs/index.html")
    card = page.get_by_role("tooltip")
    page.locator("#cite-2").hover()
    expect(card).to_contain_text("TopoAct")
    expect(card).to_contain_text("This page supports it: block10.purity is")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.locator("#cite-1").focus()
    page.keyboard.press("Tab")
    expect(card).to_contain_text("TopoAct")
    expect(page.locator("#cite-2")).to_have_attribute("aria-describedby", "citation-card")
    page.keyboard.press("Enter")
    expect(page.locator("#work-2")).to_be_in_viewport()


def test_the_page_of_works_is_filtered_without_a_script(context, site):
    page = context.new_page()
    page.goto(f"{site}/references.html")
    works = page.locator(".work")
    expect(works.filter(visible=True)).to_have_count(2)
    page.get_by_role("radio", name="support").check(force=True)
    expect(works.filter(visible=True)).to_have_count(1)
    page.get_by_role("link", name="[rathore2021, p. 3]").click()
    expect(page).to_have_url(f"{site}/photographs/index.html#cite-2")


def test_axe_finds_nothing_on_the_page_of_works(browser, site):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{site}/references.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate("axe.run()")["violations"] == []
    context.close()
