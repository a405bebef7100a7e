"""Search for several words, class directory, legend, histogram, purity over layers, help, tour."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from viewer_fixture import opened

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"


def mark_of(page: Page):
    """Return what the legend says is marked."""
    return page.locator(".legend-mark .chip")


def test_words_between_commas_are_searched_together(page):
    box = page.get_by_role("combobox", name="Search")
    box.fill("cat, ro")
    expect(
        page.get_by_role("listbox", name="Search results").get_by_role("option").first
    ).to_have_text(re.compile("^cat, rocket"))
    box.press("Enter")
    page.wait_for_url(re.compile("classes=cat,rocket"))
    expect(mark_of(page)).to_have_text("share of cat, rocket")
    # Another layer has rows of both, too.
    page.locator('[data-layer="head"]').click()
    expect(mark_of(page)).to_have_text("share of cat, rocket")
    box.fill("cat, zzz")
    expect(page.get_by_role("listbox", name="Search results").get_by_role("option")).to_have_text(
        "No match for “zzz”"
    )


def test_the_class_directory_chooses_several(page):
    page.get_by_role("button", name="Class directory").click()
    dialog = page.get_by_role("dialog", name="Class directory")
    dialog.get_by_role("button", name="C", exact=True).click()
    expect(dialog.get_by_role("checkbox", name=re.compile("^cat"))).to_be_focused()
    expect(dialog.get_by_text("250 rows").first).to_be_visible()
    dialog.get_by_role("checkbox", name=re.compile("^cat")).check()
    dialog.get_by_role("checkbox", name=re.compile("^rocket")).check()
    expect(dialog.get_by_role("status")).to_have_text(
        re.compile("2 chosen: 500 rows in \\d+ nodes")
    )
    dialog.get_by_label("Filter").fill("ret")
    expect(dialog.get_by_role("checkbox")).to_have_count(1)
    page.wait_for_url(re.compile("classes=cat,rocket"))
    dialog.get_by_role("button", name="Clear").click()
    expect(dialog.get_by_role("status")).to_contain_text("Choose one or several")
    page.keyboard.press("Escape")
    expect(mark_of(page)).to_have_count(0)


def test_legend_entries_light_several_labels(page):
    page.get_by_role("radio", name="Label", exact=True).check()
    legend = page.get_by_role("group", name=re.compile("^Labels; press one or several"))
    cat, rocket = (legend.get_by_role("button", name=name) for name in ("cat", "rocket"))
    cat.press("Enter")
    expect(cat).to_have_attribute("aria-pressed", "true")
    # The focus stays, so that the next one can be pressed.
    expect(cat).to_be_focused()
    rocket.click()
    page.wait_for_url(re.compile("classes=cat,rocket"))
    cat.click()
    page.wait_for_url(re.compile("label=rocket"))
    expect(cat).to_have_attribute("aria-pressed", "false")


def test_handles_of_the_histogram_light_a_range(page):
    button = page.get_by_role("button", name="Histogram")
    button.click()
    figure = page.get_by_role("img", name=re.compile(r"^62 nodes\. Tallest bar: .* to .*, \d+ %"))
    expect(figure).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    low = page.get_by_role("slider", name="Lowest mean L2 norm")
    low.focus()
    for _ in range(5):
        page.keyboard.press("PageUp")
    page.wait_for_url(re.compile("range=[\\d.]+,[\\d.]+:lens"))
    words = page.get_by_role("region", name="Histogram of the colour").locator("p")
    expect(words).to_contain_text("A range selects whole nodes, and all rows of these.")
    expect(mark_of(page)).to_have_text(re.compile("mean L2 norm [\\d.]+ to 45.3"))
    # All presses are one step.
    page.keyboard.press("Control+z")
    expect(mark_of(page)).to_have_count(0)
    page.get_by_role("radio", name="Rows").check()
    expect(words).to_contain_text("A row in two nodes counts twice.")
    page.get_by_role("region", name="Histogram of the colour").get_by_text("Table").click()
    expect(page.get_by_role("columnheader", name="Selected")).to_be_visible()
    page.get_by_role("radio", name="Label", exact=True).check()
    expect(low).to_be_hidden()
    expect(words).to_contain_text("Tallest bar: ")


def test_the_purity_of_classes_over_layers(watch, exploration):
    page = opened(watch().page, exploration, "#layer=block10&colour=label&classes=cat,rocket")
    page.get_by_role("button", name="Purity over layers").click()
    dialog = page.get_by_role("dialog", name="Purity over layers")
    chart = dialog.get_by_role("img", name=re.compile(r"^Where it leads\. cat: \d+ % in block1, "))
    expect(chart).to_be_visible()
    expect(chart.locator(".chart-line")).to_have_count(2)
    dialog.get_by_text("Table").click()
    expect(dialog.get_by_role("row")).to_have_count(1 + 2 * 6)


def test_the_help_lists_every_key_and_starts_the_tour(page):
    page.get_by_role("button", name="Keyboard and help").click()
    dialog = page.get_by_role("dialog")
    for key in ("←", "Space", "Esc", "Ctrl+Y", "[", "p", "?"):
        expect(dialog.get_by_text(key, exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Tour").click()
    tour = page.get_by_role("dialog", name="Select a node")
    expect(tour).to_contain_text("Two-minute tour, 1 of ")
    expect(page.locator(".graph-surface")).to_have_class(re.compile("tour-target"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Search a class")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    page.get_by_role("button", name="Back").click()
    expect(tour).to_be_visible()
    for _ in range(20):
        if page.get_by_role("button", name="Done").count():
            break
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("dialog", name="Save and link")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".tour")).to_be_hidden()
    expect(page.locator(".tour-target")).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")


def test_the_tour_is_offered_once(page, exploration):
    offer = page.get_by_text("A tour of two minutes shows")
    expect(offer).to_be_visible()
    # It does not open by itself.
    expect(page.locator(".tour")).to_have_count(0)
    page.get_by_role("button", name="No, thanks").click()
    expect(offer).to_be_hidden()
    expect(page.locator(".graph-surface")).to_be_focused()
    page.reload()
    page.wait_for_selector("html.has-viewer")
    expect(offer).to_be_hidden()


@pytest.mark.parametrize("way", ["link", "blocked"])
def test_the_tour_is_not_offered(watch, exploration, way):
    page = watch().page
    if way == "blocked":
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked') }})"
        )
    opened(page, exploration, "#layer=head&node=i0c0" if way == "link" else "")
    expect(page.get_by_text("A tour of two minutes shows")).to_be_hidden()


def test_the_tour_on_a_phone_stands_below_its_control(watch, exploration):
    page = watch().page
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, exploration)
    page.get_by_role("button", name="Start the tour").click()
    for _ in range(20):
        box = page.locator(".tour").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320
        assert box["y"] + box["height"] <= 640
        if page.get_by_role("button", name="Done").count():
            break
        page.get_by_role("button", name="Next").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_tools(browser, exploration, scheme):
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    page = opened(context.new_page(), exploration, "#layer=block10&classes=cat,rocket")
    page.get_by_role("button", name="Histogram").click()
    page.get_by_role("button", name="Class directory").click()
    expect(page.get_by_role("checkbox", name=re.compile("^cat"))).to_be_visible()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('#explorer')")["violations"]
    page.get_by_role("button", name="Purity over layers").last.click()
    expect(page.locator(".line-chart").first).to_be_visible()
    found += page.evaluate("axe.run('.viewer-profile')")["violations"]
    page.get_by_role("button", name="Close").last.click()
    page.get_by_role("button", name="Keyboard and help").click()
    page.get_by_role("button", name="Tour", exact=True).click()
    found += page.evaluate("axe.run('.viewer')")["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
    context.close()


def test_a_range_stands_in_an_address_and_is_kept_by_its_rows(watch, exploration):
    page = opened(watch().page, exploration, "#layer=block10&range=20,40:lens")
    expect(mark_of(page)).to_have_text("mean L2 norm 20 to 40")
    page.get_by_role("button", name="Histogram").click()
    expect(page.get_by_role("slider", name="Lowest")).to_have_attribute("aria-valuetext", "20")
    page.locator('[data-layer="head"]').click()
    expect(mark_of(page)).to_have_text("share of mean L2 norm 20 to 40 of block10")
    # The handles stand at the ends of this layer's scale.
    expect(page.get_by_role("slider", name="Lowest")).to_have_value("0")
