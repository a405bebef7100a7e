"""The explorer for everybody: axe in every theme, windows of 320 px, targets of a finger.

Each state of STATES is looked at in every theme, and at 320 px. A new view is added there.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from viewer_fixture import opened

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"
THEMES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "forced colours, dark": {"forced_colors": "active", "color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
}
NODE = "#layer=head&node=i0c0"
SIZES = """() => [...document.querySelectorAll('.viewer :is(button, input, select, summary, a)')]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .filter((each) => !each.matches('[type=checkbox], p a, li a'))
  .map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 23.5))
  .map(([name]) => name)"""


def nothing(page: Page) -> None:
    """Leave the page as it opens."""


def dialog(name: str) -> Callable[[Page], None]:
    """Open a dialog by the button of its name."""

    def open_it(page: Page) -> None:
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return open_it


def table(page: Page) -> None:
    """Open the table of nodes."""
    page.locator(".viewer-table summary").click()
    expect(page.locator(".node-table")).to_be_visible()


def structure(page: Page) -> None:
    """Mark the first structure of the list."""
    page.locator(".structure").first.click()
    expect(page.locator(".legend-mark")).to_be_visible()


def search(page: Page) -> None:
    """Type into the search box."""
    page.get_by_role("combobox", name="Search").fill("c")
    expect(page.get_by_role("listbox")).to_be_visible()


# What a reader can have on screen: an address, and what is done there.
STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "start": ("", nothing),
    "node": (f"{NODE}&colour=label&label=cat", nothing),
    "structure": ("", structure),
    "notes": ("#layer=block99&colour=red", nothing),
    "help": ("", dialog("Keyboard and help")),
    "figure": (NODE, dialog("Save figure")),
    "table": (NODE, table),
    "search": ("", search),
}


def shown(page: Page, exploration: Path, state: str) -> Page:
    """Open a state on a page that may have another one."""
    fragment, act = STATES[state]
    page.goto("about:blank")
    opened(page, exploration, fragment)
    expect(page.locator(".scatter-caption")).to_contain_text("similar")
    act(page)
    return page


def violations(page: Page) -> list[tuple[str, str, str]]:
    """Return what axe finds in the explorer, each with an element and the reason."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('#explorer')")["violations"]
    return [
        (each["id"], str(node["target"]), node["failureSummary"])
        for each in found
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(browser: Browser, exploration: Path, theme: str):
    context = browser.new_context(
        bypass_csp=True, reduced_motion="reduce", viewport={"width": 1280, "height": 800},
        **THEMES[theme],
    )  # fmt: skip
    page = context.new_page()
    found = {state: violations(shown(page, exploration, state)) for state in STATES}
    assert {state: problems for state, problems in found.items() if problems} == {}
    context.close()


@pytest.mark.parametrize(
    ("width", "states"), [(320, [*STATES]), (390, ["node"]), (768, ["node"]), (1024, ["node"])]
)
def test_small_windows_hold_everything(
    browser: Browser, exploration: Path, width: int, states: list[str]
):
    phone = width < 700
    context = browser.new_context(
        viewport={"width": width, "height": 800}, has_touch=phone, is_mobile=phone
    )
    page = context.new_page()
    found = {}
    for state in states:
        shown(page, exploration, state)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[state] = [f"{wide} px wide"] * (wide > width) + page.evaluate(SIZES)
    assert {state: problems for state, problems in found.items() if problems} == {}
    context.close()
