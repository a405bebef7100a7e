"""The report on a network: from disk, without scripts, at 390 pixels, and for axe."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from report_fixture import VERDICTS, made_report
from topopress.pages.site.render import render_site
from topopress.pages.tables.verdict_sentences import sentence
from unit.pages import synthetic

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    source = synthetic.source()
    layers = tuple(view.layer.name for view in source.bundle.views)
    source = replace(source, report=made_report(layers))
    for path, content in render_site(synthetic.SITE, [source]).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return f"{folder.as_uri()}/photographs/report.html"


def test_all_can_be_read_from_disk_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site)
    for verdict in VERDICTS:
        expect(page.get_by_text(sentence(verdict))).to_be_visible()
    expect(page.locator("svg.strip")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(2)
    context.close()


def test_the_page_does_not_scroll_sideways(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, site, scheme):
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(site)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []
    context.close()
