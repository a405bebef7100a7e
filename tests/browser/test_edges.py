"""How far edges can be trusted: in the panel, in the graph, by the switch and by the address."""

import re

from playwright.sync_api import expect

from viewer_fixture import opened

PICTURE = "() => document.querySelector('.graph-surface canvas').toDataURL()"


def test_neighbours_say_how_often_they_are_joined(page):
    page.locator(".start").first.click()
    rows = page.locator("button.neighbour")
    expect(rows.first).to_have_attribute(
        "title", re.compile(r"^Jaccard index 0\.\d\d, found in \d+ % of the resamples$")
    )
    figures = [re.findall(r"0\.\d\d|\d+ %", text)[-2:] for text in rows.all_inner_texts()]
    for index, found in figures:
        assert index.startswith("0.")
        assert found.endswith(" %")
    doubtful = [int(found.removesuffix(" %")) < 50 for _, found in figures]
    dashed = [row.locator(".bar.doubtful").count() == 1 for row in rows.all()]
    assert dashed == doubtful


def test_dashed_edges_are_in_the_legend(page):
    expect(page.locator(".legend-dashed")).to_have_text("in less than half of resamples")


def test_edges_can_be_weighed_by_stability_and_the_address_says_so(page, exploration):
    slider, output = page.locator("#explorer-edge-threshold"), page.locator(".edges-control output")
    weights = page.get_by_role("group", name="Weight of the edges")
    slider.fill("50")
    expect(output).to_contain_text("≥ 0.25")
    before = page.evaluate(PICTURE)
    weights.get_by_role("radio", name="Stability").check(force=True)
    expect(output).to_contain_text("all ")
    page.wait_for_function(f"before => ({PICTURE})() !== before", arg=before)
    slider.fill("71")
    expect(output).to_have_text(re.compile(r"^≥ 50 %: \d+$"))
    expect(slider).to_have_attribute(
        "aria-valuetext", re.compile(r"^Share of the resamples at least 50 %, \d+ of \d+ edges$")
    )
    page.wait_for_url(re.compile(r"weight=stability&edges=0\.5$"))
    shown = output.inner_text()
    opened(page, exploration, "#layer=block10&weight=stability&edges=0.5")
    page.reload()
    page.wait_for_selector("html.has-viewer")
    expect(weights.get_by_role("radio", name="Stability")).to_be_checked()
    expect(output).to_have_text(shown)
    page.locator(".start").first.click()
    expect(page.locator(".viewer-panel")).to_contain_text(
        "Neighbours by the share of resamples with the edge"
    )
    expect(page.locator(".bar.doubtful")).to_have_count(0)
