"""The page of what is worth a look, from file://: filter, marks, links, phones, no JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from anomaly_site import built_anomalies

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def address(run_folder):
    return (built_anomalies(run_folder) / "public/tiny/anomalies.html").as_uri()


def test_marks_stay_and_a_filter_leaves_one_pair_of_classes(context, watch, address):
    watched = watch()
    page = watched.page
    page.goto(address)
    labels = page.locator("#label-errors")
    cards = labels.locator(".anomaly")
    expect(cards).to_have_count(2)
    expect(labels.locator("output")).to_have_text("2 of 2 shown")
    labels.get_by_label("Pair of classes").select_option(index=1)
    expect(labels.locator("output")).to_have_text("1 of 2 shown")
    labels.get_by_label("Pair of classes").select_option(label="all")
    cards.first.get_by_label("Seen").check()
    page.reload()
    expect(cards.first.get_by_label("Seen")).to_be_checked()
    labels.get_by_label("Hide what was seen").check()
    expect(cards.first).to_be_hidden()
    labels.get_by_label("Hide what was seen").uncheck()
    expect(cards.first.locator("svg.face-picture").first).to_be_visible()
    assert watched.problems(address.rsplit("/", 2)[0]) == []


def test_a_card_leads_to_its_sample_in_the_viewer(context, address):
    page = context.new_page()
    page.goto(address)
    page.locator("#label-errors").get_by_role("link", name="Show the sample").first.click()
    page.wait_for_selector("html.has-viewer")
    assert "sample=" in page.url
    expect(page.get_by_role("heading", name="1 of 61 vectors")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_without_a_script_shows_every_card(browser, address, scheme):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#label-errors .anomaly").first).to_contain_text("Suggested")
    page.locator("#near-duplicates .anomaly").first.scroll_into_view_if_needed()
    box = page.locator("#near-duplicates .anomaly").first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, address, scheme):
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    page.goto(address)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    context.close()
