"""Tasks by keyboard: what the tests of them share."""

import re

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 120
"""Controls between two places of the page, at most."""


def reach(page: Page, control: Locator, key: str = "Tab") -> None:
    """Press a key until a control has the focus."""
    for _ in range(MOST_TABS):
        if control.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{MOST_TABS} times {key} do not lead to {control}")


def press(page: Page, *keys: str) -> None:
    """Press one key after the other."""
    for key in keys:
        page.keyboard.press(key)


def said(page: Page, text: str | re.Pattern[str]) -> None:
    """Expect an announcement to screen readers."""
    expect(page.locator("#explorer-graph-live")).to_have_text(text)


def button(page: Page, name: str) -> Locator:
    """Return the button of a name."""
    return page.get_by_role("button", name=name, exact=True)


def heading(page: Page) -> Locator:
    """Return the heading of the panel: the node that is selected, else the layer."""
    return page.locator(".viewer-panel h2")
