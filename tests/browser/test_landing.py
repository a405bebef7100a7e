"""Addresses with a view open with it on screen, with the keyboard in it, and nowhere else."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from static_server import served
from viewer_fixture import opened

VIEW = "#layer=head&node=i12c0"
# What the page does before the viewer takes over is seen by what is above it being high.
TALL = """
document.addEventListener('DOMContentLoaded', () => {
  const above = document.createElement('p');
  above.id = 'above';
  above.style.height = '1500px';
  document.querySelector('main').prepend(above);
});
"""


def top(page: Page, element: str = "#explorer") -> float:
    """Return where an element begins in the window, in pixels, once the page rests."""
    page.wait_for_timeout(200)
    return page.locator(element).evaluate("element => element.getBoundingClientRect().top")


def visit(browser: Browser, page: Path, fragment: str, **window) -> Page:
    """Open a view below 1,500 px of text."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **window})
    tall = context.new_page()
    tall.add_init_script(TALL)
    return opened(tall, page, fragment)


def test_an_address_with_a_view_lands_on_it(browser, exploration):
    page = visit(browser, exploration, VIEW)
    assert abs(top(page)) <= 1
    surface = page.locator(".graph-surface")
    expect(surface).to_be_focused()
    assert surface.evaluate("element => getComputedStyle(element).outlineStyle") == "none"
    expect(page.locator("#explorer-graph-live")).to_have_text(
        re.compile(r"^Shown: Node i12c0, \d+ members")
    )
    page.keyboard.press("Shift")
    assert surface.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press("Escape")
    expect(page.locator(".viewer-panel h2")).to_have_text("head")
    page.context.close()


def test_over_http_it_lands_the_same_way(browser, exploration):
    with served(exploration.parents[1]) as address:
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.add_init_script(TALL)
        page.goto(f"{address}synthetic/{VIEW}")
        page.wait_for_selector("html.has-viewer")
        assert abs(top(page)) <= 1
        expect(page.locator(".graph-surface")).to_be_focused()
        page.context.close()


def test_a_view_without_a_node_is_announced_by_its_parts(browser, exploration):
    page = visit(browser, exploration, "#layer=head&colour=purity")
    assert abs(top(page)) <= 1
    expect(page.locator("#explorer-graph-live")).to_have_text("Shown: layer head, colour purity")
    page.context.close()


def test_on_a_phone_graph_and_panel_are_on_screen(browser, exploration):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = visit(browser, exploration, VIEW, **phone)
    assert abs(top(page, ".viewer-graph")) <= 1
    assert top(page, ".viewer-panel h2") < 600
    expect(page.locator(".graph-surface")).to_be_focused()
    page.context.close()


def test_on_a_phone_what_could_not_be_shown_is_on_screen(browser, exploration):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = visit(browser, exploration, "#layer=block99", **phone)
    assert abs(top(page, ".note-box")) <= 1
    page.context.close()


@pytest.mark.parametrize("fragment", ["", "#cite"])
def test_an_address_without_a_view_stays_where_it_is(browser, exploration, fragment):
    page = visit(browser, exploration, fragment)
    assert top(page) > 1000
    expect(page.locator(".graph-surface")).not_to_be_focused()
    page.context.close()


def test_shifts_of_the_layout_do_not_move_the_view_away(browser, exploration):
    page = visit(browser, exploration, VIEW)
    page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    page.evaluate("above.style.height = '2100px'")
    assert abs(top(page)) <= 1
    page.context.close()


def test_a_reader_who_acts_is_not_moved_any_more(browser, exploration):
    page = visit(browser, exploration, VIEW)
    page.mouse.move(20, 400)
    page.mouse.wheel(0, -700)
    assert top(page) > 600
    page.evaluate("above.style.height = '1400px'")
    assert top(page) > 400
    page.context.close()


def test_after_reload_and_back_the_reader_is_where_the_page_was_left(browser, exploration):
    page = visit(browser, exploration, VIEW)
    page.mouse.wheel(0, -1000)
    assert top(page) > 900
    page.reload()
    page.wait_for_selector("html.has-viewer")
    assert top(page) > 900
    expect(page.locator(".graph-surface")).not_to_be_focused()
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("html.has-viewer")
    assert top(page) > 900
    page.context.close()


def test_a_frame_takes_neither_the_place_nor_the_focus_of_the_page_around_it(
    browser, exploration, tmp_path
):
    frame = tmp_path / "frame.html"
    frame.write_text(
        '<p style="height: 3000px">Text</p>'
        f'<iframe src="{exploration.as_uri()}{VIEW}" width="1100" height="700"></iframe>',
        "utf-8",
    )
    page = browser.new_context().new_page()
    page.goto(frame.as_uri())
    inner = page.frame_locator("iframe")
    expect(inner.locator(".viewer-panel h2 .node-id")).to_have_text("i12c0")
    page.wait_for_timeout(300)
    assert page.evaluate("[scrollY, document.activeElement.tagName]") == [0, "BODY"]
    assert abs(inner.locator("#explorer").evaluate("e => e.getBoundingClientRect().top")) <= 1
    page.context.close()
