"""The report on a network: from disk, without scripts, at 390 pixels, and for axe."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from report_fixture import VERDICTS, made_comparison, made_report
from topopress.pages.site.render import render_site
from topopress.pages.tables.verdict_sentences import sentence
from unit.pages import synthetic

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"
PAGES = ("report.html", "compare-other.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    source = synthetic.source()
    layers = tuple(view.layer.name for view in source.bundle.views)
    compared = {"other": made_comparison()}
    source = replace(source, report=made_report(layers), comparisons=compared)
    for path, content in render_site(synthetic.SITE, [source]).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return f"{folder.as_uri()}/photographs"


def test_all_can_be_read_from_disk_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/report.html")
    for verdict in VERDICTS:
        expect(page.get_by_text(sentence(verdict))).to_be_visible()
    expect(page.locator("svg.strip")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(6)
    expect(page.get_by_role("link", name="i1c0, i2c0, i3c0 and 2 more").first).to_be_visible()
    context.close()


def test_one_measure_is_shown_at_a_time_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/compare-other.html")
    expect(page.locator(".matrix:visible")).to_have_count(3)
    page.get_by_role("radio", name="Procrustes").focus()
    page.keyboard.press("Space")
    expect(page.locator(".matrix-procrustes")).to_be_visible()
    expect(page.locator(".matrix-cka")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_does_not_scroll_sideways(browser, site, name):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser, site, scheme, name):
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site}/{name}")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []
    context.close()
