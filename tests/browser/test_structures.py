"""Structures in the viewer: by pointer, by keyboard, by address, and what a node is part of."""

import re

from playwright.sync_api import expect

from viewer_fixture import opened


def test_a_click_on_a_structure_marks_it_goes_there_and_escape_takes_it_back(page):
    section = page.locator(".structures")
    expect(section.get_by_role("heading")).to_have_text("Structures")
    expect(section).to_contain_text("4 copies of the rows (rows with shuffled channels)")
    first = section.locator(".structure").first
    assert re.match(
        r"\w+ .*, [\d,]+ rows, stable, found in \d+ % of 30 resamples and \d+ % of 14 "
        "neighbouring settings",
        first.get_attribute("title"),
    )
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    page.wait_for_url(re.compile(r"structure=(loop|bifurcation|flare|island)-i\d+c\d+.*at="))
    expect(page.locator(".legend-mark .chip")).to_have_text(
        first.locator(".structure-name").inner_text().partition(",")[0]
    )
    expect(page.locator("#explorer-graph-live")).to_have_text(
        re.compile(r"^Marked\. .* stable, found in")
    )
    page.keyboard.press("Escape")
    expect(first).to_have_attribute("aria-pressed", "false")
    page.wait_for_url(re.compile(r"^(?!.*structure=)"))


def test_structures_can_be_reached_with_the_keyboard_alone(page):
    rows = page.locator(".structure")
    assert rows.count() == 5
    page.get_by_role("button", name="Show all").focus()
    page.keyboard.press("Enter")
    expect(rows.nth(5)).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows.nth(5)).to_have_attribute("aria-pressed", "true")
    expect(rows.nth(5)).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows.nth(5)).to_have_attribute("aria-pressed", "false")


def settled(page, picture):
    """Return the picture once it no longer changes by itself: names of samples arrive late."""
    last = None
    while (now := page.evaluate(picture)) != last:
        last = now
        page.wait_for_timeout(500)
    return last


def test_a_structure_is_lit_while_the_pointer_is_on_it(page):
    picture = "() => document.querySelector('.graph-surface canvas').toDataURL()"
    before = settled(page, picture)
    page.locator(".structure").first.hover()
    page.wait_for_function(f"before => ({picture})() !== before", arg=before)
    page.mouse.move(1, 1)
    page.wait_for_function(f"before => ({picture})() === before", arg=before)


def test_an_address_marks_a_structure_or_says_that_it_is_not_there(page, watch, exploration):
    page.locator(".structure").first.click()
    page.wait_for_url(re.compile(r"structure="))
    wanted = re.search(r"structure=([^&]+)", page.url)[1]
    there = opened(watch().page, exploration, f"#layer=block10&structure={wanted}")
    expect(there.locator(".structure[aria-pressed=true]")).to_have_count(1)
    # Names of the samples arrive later, and the list is drawn anew.
    there.wait_for_timeout(900)
    expect(there.locator(".structure[aria-pressed=true]")).to_have_count(1)
    gone = opened(watch().page, exploration, "#layer=block10&structure=loop-i99c0")
    expect(gone.locator(".note-box")).to_contain_text("block10 has no structure “loop-i99c0”")
    expect(gone.locator(".structure[aria-pressed=true]")).to_have_count(0)


def test_a_node_says_how_stable_it_is_and_what_it_is_part_of(page):
    box = page.get_by_role("combobox", name="Search")
    box.fill("loop-")
    page.get_by_role("option", name="structure").first.click()
    page.wait_for_url(re.compile(r"structure=(loop-i\d+c\d+)"))
    node = re.search(r"structure=loop-(i\d+c\d+)", page.url)[1]
    box.fill(node)
    page.keyboard.press("Enter")
    panel = page.locator(".viewer-panel")
    expect(panel.get_by_role("heading", name="Part of")).to_be_visible()
    expect(panel.locator(".structure[aria-pressed=true]")).to_have_count(1)
    expect(panel.locator(".statistics")).to_contain_text(re.compile(r"Stability\s*\d+ %"))
    colours = page.get_by_role("group", name="Colour", exact=True)
    colours.get_by_role("radio", name="Stability").check()
    expect(page.locator(".legend-title", has_text="share of resamples")).to_be_visible()
    page.wait_for_url(re.compile(r"colour=stability"))
