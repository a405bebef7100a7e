"""A case study from file://: its links lead into explorers, and axe finds nothing on its pages."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from unit.pages import synthetic
from unit.pages.synthetic import case_study_site, study
from unit.pages.test_citations import FILE

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"
ESSAY = """\
Of the nodes {{ photographs.block10.purity }} [@supports:who]{evidence="words.block10.purity"}.

[The node](view:exploration=photographs&layer=block6&node=i0c0).
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studies")
    shared = {"tags": ("colour", "C++"), "series": "Inside"}
    studies = [study(ESSAY, references=FILE, **shared), study("a", slug="second", **shared)]
    explorations = synthetic.source("a"), synthetic.source("a", name="words", seed=4)
    for path, content in case_study_site(studies, *explorations, assets=None).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder.as_uri()


def test_a_link_leads_to_the_view_of_another_page(context, site):
    page = context.new_page()
    page.goto(f"{site}/case-studies/two/index.html")
    page.locator("#cite-1").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("words.block10.purity is")
    page.get_by_role("link", name="The node").click()
    expect(page).to_have_url(f"{site}/photographs/index.html#layer=block6&node=i0c0")
    page.goto(f"{site}/case-studies/two/index.html")
    page.locator('a[rel="prev"]').click()
    expect(page).to_have_url(f"{site}/case-studies/second/index.html")
    page.get_by_role("link", name="C++").click()
    expect(page.locator("#tag-c")).to_be_in_viewport()


@pytest.mark.parametrize("path", ["case-studies/two/index.html", "tags.html", "index.html"])
def test_axe_finds_nothing(browser, site, path):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/{path}")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("async () => (await axe.run()).violations.map((one) => one.id)")
    context.close()
    assert found == []
