"""The explorer for everybody: axe in every theme, windows of 320 px, targets of a finger.

Each state of STATES is looked at in light, dark, forced colours, and at 320 px. A new view is
added there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
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


def tour(page: Page) -> None:
    """Start the tour from the help: it is offered only once."""
    dialog("Keyboard and help")(page)
    page.get_by_role("button", name="Tour", exact=True).click()
    expect(page.locator(".tour")).to_be_visible()


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


def arrange(page: Page) -> None:
    """Show the controls of the arrangement, which narrow windows have among the options."""
    options = page.get_by_role("button", name="Options", exact=True)
    if options.is_visible():
        options.click()
    page.get_by_role("button", name="Arrange", exact=True).click()
    expect(page.get_by_role("group", name="Arrange the graph")).to_be_visible()


def flow(page: Page) -> None:
    """Open the list of the flow between two graphs."""
    page.locator(".flow-list summary").click()
    expect(
        page.get_by_role("button", name=re.compile(r"^Select \d+ rows from")).first
    ).to_be_visible()


def live(page: Page) -> None:
    """Wait for the sliders of the live parameters, which an address with a cover shows."""
    expect(page.get_by_role("slider", name="eps")).to_be_visible()


def selection(page: Page) -> None:
    """Wait for the panel of a selection that is more than a node."""
    expect(page.locator(".viewer-panel .exemplars .tile").first).to_be_visible()


def call_out(page: Page) -> None:
    """Wait for the call-out of the address."""
    expect(page.locator(".call-out")).to_be_visible()


def pressed(name: str, then: str) -> Callable[[Page], None]:
    """Press a button, which shows something."""

    def press_it(page: Page) -> None:
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator(then)).to_be_visible()

    return press_it


LABELS = "#layer=block10&colour=label&classes=cat,rocket"
CALL_OUT = f"{NODE}&colour=label&label=cat&callouts=i0c0"
# What a reader can have on screen: an address, and what is done there, in this order.
STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "start": ("", nothing),
    "structure": ("", structure),
    "notes": ("#layer=block99&colour=red", nothing),
    "labels": (LABELS, nothing),
    "help": (LABELS, dialog("Keyboard and help")),
    "directory": (LABELS, dialog("Class directory")),
    "profile": (LABELS, dialog("Purity over layers")),
    "search": (LABELS, search),
    "tour": (LABELS, tour),
    "colours": ("#layer=block10&colour=label&pies=1", dialog("Colours…")),
    "minimap": ("#layer=block10&at=0,0,3", nothing),
    "histogram": ("#layer=block10&range=20,30:lens", pressed("Histogram", "section.histogram")),
    "neighbourhood": ("#layer=block10&near=i3c0,1&kept=mine:label:cat", selection),
    "comparison": ("#layer=block10&node=i0c0&second=node:i2c0&compare=1", selection),
    "node": (CALL_OUT, call_out),
    "figure": (CALL_OUT, dialog("Save figure")),
    "table": (CALL_OUT, table),
    "arrangement": (CALL_OUT, arrange),
    "side by side": ("#layer=block10&node=i7c0&beside=block13", flow),
    "all layers": ("#layer=block10&label=cat&beside=all+layers", nothing),
    "live": ("ring#layer=near&cover=8x0.4&level=60", live),
}


@pytest.fixture
def sites(exploration: Path, live_site: Path) -> dict[str, Path]:
    """The pages of the states, by what stands before the # of their addresses."""
    return {"": exploration, "ring": live_site / "ring/index.html"}


def visited(page: Page, sites: dict[str, Path], states: Iterable[str]) -> Iterator[str]:
    """Bring one state after the other on screen."""
    here = None
    for state in states:
        address, act = STATES[state]
        if address != here:
            page.goto("about:blank")
            site, mark, fragment = address.partition("#")
            opened(page, sites[site], mark + fragment)
            expect(page.locator(".scatter-caption")).to_contain_text("nearest")
        here = address
        act(page)
        yield state
        if page.get_by_role("dialog").count():
            page.keyboard.press("Escape")


def violations(page: Page) -> list[tuple[str, str, str]]:
    """Return what axe finds in the explorer, each with an element and the reason."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('#explorer')")["violations"]
    return [
        (each["id"], str(node["target"]), node["failureSummary"])
        for each in found
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(
    ("theme", "states"),
    [(theme, [*STATES]) for theme in ("light", "dark", "forced colours")]
    + [(theme, ["structure", "node"]) for theme in ("forced colours, dark", "more contrast")],
)
def test_axe_finds_nothing(browser: Browser, sites: dict[str, Path], theme: str, states: list[str]):
    context = browser.new_context(
        bypass_csp=True, reduced_motion="reduce", viewport={"width": 1280, "height": 800},
        **THEMES[theme],
    )  # fmt: skip
    context.set_default_timeout(10_000)
    page = context.new_page()
    found = {state: violations(page) for state in visited(page, sites, states)}
    assert {state: problems for state, problems in found.items() if problems} == {}
    context.close()


@pytest.mark.parametrize(
    ("width", "states"), [(320, [*STATES]), (390, ["node"]), (768, ["node"]), (1024, ["node"])]
)
def test_small_windows_hold_everything(
    browser: Browser, sites: dict[str, Path], width: int, states: list[str]
):
    phone = width < 700
    context = browser.new_context(
        viewport={"width": width, "height": 800}, has_touch=phone, is_mobile=phone
    )
    page = context.new_page()
    found = {}
    for state in visited(page, sites, states):
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[state] = [f"{wide} px wide"] * (wide > width) + page.evaluate(SIZES)
    assert {state: problems for state, problems in found.items() if problems} == {}
    context.close()
