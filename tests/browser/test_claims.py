"""Claims: in an essay, on the card of a citation that rests on one, and on their page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from topopress.pages.site.render import render_site
from unit.pages import synthetic
from unit.pages.test_citations import FILE
from unit.pages.test_claims import ESSAY

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("claims")
    source = synthetic.source(ESSAY, references=FILE)
    for path, content in render_site(synthetic.SITE, [source]).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder.as_uri()


def test_the_card_of_a_citation_shows_its_claim(context, site):
    page = context.new_page()
    page.goto(f"{site}/photographs/index.html")
    page.locator("#cite-1").hover()
    card = page.get_by_role("tooltip")
    expect(card).to_contain_text("This page supports it: Claim 1, “It forks.”")
    expect(card).to_contain_text("0.25 by chance")


def test_a_claim_leads_to_its_view_and_the_page_of_claims_to_the_claim(context, site):
    page = context.new_page()
    page.goto(f"{site}/claims.html")
    expect(page.locator(".claim")).to_have_count(2)
    page.get_by_role("link", name="Crops of photographs · Loops, Claim 2").click()
    expect(page).to_have_url(f"{site}/photographs/index.html#claim-no-loops")
    claim = page.get_by_role("region", name="Claim 2")
    expect(claim).to_contain_text("a negative result")
    claim.get_by_role("link", name="block10.stable_loops").click()
    expect(page).to_have_url(f"{site}/photographs/index.html#layer=block10")


def test_axe_finds_nothing_on_the_page_of_claims(browser, site):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for path in ("claims.html", "photographs/index.html"):
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(f"{site}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{site}/claims.html")
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate("axe.run()")["violations"] == []
    context.close()
