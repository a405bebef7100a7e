"""Colours by numbers, shares and entropy; pies; and colours of labels that a reader chooses."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from viewer_fixture import opened

MAGENTA = "rgb(255 0 255)"


def chosen(page: Page, option: str) -> None:
    page.get_by_role("button", name="Further colours").click()
    dialog = page.get_by_role("dialog", name="Further colours")
    dialog.get_by_role("listbox").select_option(option)
    dialog.get_by_role("button", name="Close").click()


def test_numbers_are_loaded_when_a_colour_needs_them(watched, exploration):
    page = opened(watched.page, exploration)
    page.wait_for_function("performance.getEntriesByName('topopress:usable').length")
    assert not [url for url in watched.requests if "/numbers." in url]
    chosen(page, "number:brightness")
    legend = page.locator(".legend-ramp")
    expect(legend).to_contain_text("mean brightness")
    expect(legend.locator(".figure").first).to_have_text(re.compile(r"^\d"))
    assert len([url for url in watched.requests if "/numbers." in url]) == 1
    page.wait_for_url(re.compile("colour=number:brightness"))
    page.locator(".start").first.click()
    expect(page.locator(".statistics")).to_contain_text("Mean brightness")
    expect(page.locator(".statistics")).to_contain_text("Label entropy")
    page.get_by_text("All nodes as a table").last.click()
    heads = page.locator(".node-table th[scope=col]")
    expect(heads.filter(has_text="Mean brightness")).to_have_count(1)
    expect(heads.filter(has_text="Confidence")).to_have_count(1)


def test_an_address_colours_by_a_share_or_by_predictions(page):
    for colour, legend in [
        ("share:cat", "share of cat0 %100 %"),
        ("correctness", "share of correct predictions0 %100 %"),
        ("uncertainty", "entropy of the prediction0.001.00"),
        ("entropy", "entropy of the labels0.001.00"),
    ]:
        page.evaluate("hash => (location.hash = hash)", f"#layer=head&colour={colour}")
        expect(page.locator(".legend-ramp")).to_have_text(legend)
        shown = page.locator(".viewer-controls .toggle[aria-pressed=true]")
        expect(shown).to_have_text(legend.partition("0")[0])
    page.evaluate("location.hash = '#layer=head&colour=number:weight'")
    expect(page.locator(".note-box")).to_contain_text("“number:weight” is no value for “colour”")


def test_pies_are_drawn_and_saved(page):
    page.get_by_role("button", name="Pies").click()
    expect(page.get_by_role("button", name="Pies")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("radio", name="Label", exact=True)).to_be_checked()
    page.wait_for_url(re.compile("colour=label&pies=1"))
    page.get_by_role("button", name="Save figure").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download").click()
    drawn = Path(saved.value.path()).read_text("utf-8")
    # Parts of pies: from the centre to the rim, along it, and back.
    assert len(re.findall(r'd="M[\d. -]+L[\d. -]+A[^"]*Z"', drawn)) > 20
    assert "Pies: labels of the members" in drawn
    page.get_by_role("button", name="Close").click()
    page.get_by_role("radio", name="Lens").check()
    expect(page.get_by_role("button", name="Pies")).to_have_attribute("aria-pressed", "false")


def test_a_reader_chooses_the_colour_of_a_label(page):
    page.get_by_role("radio", name="Label", exact=True).check()
    page.get_by_role("button", name="Colours…").press("Enter")
    dialog = page.get_by_role("dialog", name="Colours of labels")
    dialog.get_by_label("cat", exact=True).fill("#ff00ff")
    cat = page.locator(".legend-labels button", has_text="cat").locator("path")
    expect(cat).to_have_attribute("fill", MAGENTA)
    page.wait_for_url(re.compile("palette=cat:ff00ff"))
    dialog.get_by_label("coffee").fill("#fffffe")
    expect(dialog).to_contain_text("little contrast with the background")
    dialog.get_by_role("button", name="Reset the colour of cat").click()
    expect(cat).not_to_have_attribute("fill", MAGENTA)
    dialog.get_by_role("button", name="Close").click()
    page.wait_for_url(re.compile("palette=coffee:fffffe"))
    page.keyboard.press("Control+z")
    expect(cat).to_have_attribute("fill", MAGENTA)
