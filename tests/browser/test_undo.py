"""Undo and redo of every change of the view, by keyboard and by button."""

import re

from playwright.sync_api import Page, expect


def said(page: Page, text: str) -> None:
    """Expect an announcement."""
    expect(page.locator("#explorer-graph-live")).to_have_text(text)


def test_the_keyboard_undoes_and_redoes(page):
    page.locator('[data-layer="head"]').click()
    page.get_by_role("radio", name="Purity").check()
    page.keyboard.press("Control+z")
    said(page, "Undone: colour purity")
    expect(page.get_by_role("radio", name="Lens")).to_be_checked()
    page.keyboard.press("Control+z")
    said(page, "Undone: layer head")
    expect(page.locator(".viewer-panel h2")).to_have_text("block10")
    page.wait_for_url(re.compile("#layer=block10$"))
    page.keyboard.press("Control+Shift+Z")
    said(page, "Redone: layer head")
    page.keyboard.press("Control+y")
    said(page, "Redone: colour purity")
    page.wait_for_url(re.compile("#layer=head&colour=purity$"))
    page.keyboard.press("Control+y")
    said(page, "Nothing to redo")


def test_buttons_say_whether_there_is_a_step(page):
    undo = page.get_by_role("button", name="Undo")
    redo = page.get_by_role("button", name="Redo")
    expect(undo).to_be_disabled()
    expect(redo).to_be_disabled()
    page.locator(".start").first.click()
    expect(undo).to_be_enabled()
    undo.press("Enter")
    expect(page.locator(".viewer-panel h2")).to_have_text("block10")
    # The button keeps the focus, though there is no step left.
    expect(undo).to_be_disabled()
    expect(undo).to_be_focused()
    redo.click()
    expect(page.locator(".viewer-panel h2 .node-id")).to_have_text("i0c0")
    expect(redo).to_be_disabled()


def test_a_drag_of_the_slider_and_moves_of_the_camera_are_one_step_each(page):
    slider = page.get_by_role("slider", name="Edges")
    slider.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.locator(".graph-surface").focus()
    for key in ("+", "+", "-", "+"):
        page.keyboard.press(key)
    page.wait_for_url(re.compile("edges=.*at="))
    page.keyboard.press("Control+z")
    said(page, "Undone: place in the graph")
    page.wait_for_url(re.compile("edges=(?!.*at=)"))
    page.keyboard.press("Control+z")
    said(page, "Undone: edges 0.01")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    # The flight of the camera back is no step, and does not end what can be redone.
    page.wait_for_timeout(700)
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")
    page.wait_for_url(re.compile("edges=.*at="))


def test_the_camera_that_frames_a_structure_goes_back_with_it(page):
    page.locator(".structures button").first.click()
    page.wait_for_url(re.compile("structure=.*at="))
    page.keyboard.press("Control+z")
    page.wait_for_url(re.compile("#layer=block10$"))
    page.keyboard.press("Control+y")
    # At once, while the camera is on its way.
    page.keyboard.press("Control+z")
    page.wait_for_timeout(800)
    page.wait_for_url(re.compile("#layer=block10$"))


def test_a_text_box_keeps_its_own_undo(page):
    page.get_by_role("radio", name="Purity").check()
    box = page.get_by_role("combobox", name="Search")
    box.focus()
    page.keyboard.type("cat")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("radio", name="Purity")).to_be_checked()
    expect(box).not_to_have_value("cat")


def test_the_help_lists_the_keys(page):
    page.get_by_role("button", name="Keyboard and help").click()
    for key in ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y"):
        expect(page.get_by_role("dialog").get_by_text(key, exact=True)).to_be_visible()
