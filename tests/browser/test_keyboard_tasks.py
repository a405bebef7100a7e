"""What readers do, each by keyboard alone: Tab, arrows, letters, Enter and Escape."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from viewer_fixture import opened

NODE = re.compile(r"node=i\d+c\d+")
MOST_TABS = 90
"""Controls between two places of the page, at most."""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A page that the tasks share, each at an address of its own."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def at(tab: Page, exploration: Path):
    """Open the page at a view; the keyboard is then in the graph, as the address has a view."""

    def visit(fragment: str = "#layer=block10") -> Page:
        tab.goto("about:blank")
        return opened(tab, exploration, fragment)

    return visit


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


def test_these_tasks_are_done_by_keyboard_alone():
    source = Path(__file__).read_text("utf-8")
    calls = (
        "mouse|touchscreen|click|dblclick|tap|hover|check|fill|focus|press_sequentially|dispatch"
    )
    assert re.findall(rf"\.(?:{calls})\w*\(", source) == []
    assert len(re.findall(r"^def test_\w+\(at\b", source, re.MULTILINE)) >= 20


def test_select_a_node_from_the_top_of_the_page(at):
    page = at("")
    reach(page, page.locator(".graph-surface"))
    said(page, re.compile(r"^Node i\d+c\d+, \d+ members"))
    press(page, "Enter")
    said(page, re.compile(r"^Selected\. Node i"))
    page.wait_for_url(NODE)


def test_walk_along_an_edge_and_select_where_it_leads(at):
    page = at("#layer=block10&node=i3c0")
    press(page, "ArrowRight")
    walked = page.locator("#explorer-graph-focus").get_attribute("aria-label")
    assert "i3c0" not in walked
    press(page, "Enter")
    said(page, f"Selected. {walked}")


def test_go_through_the_neighbours_of_a_node(at):
    page = at("#layer=block10&node=i3c0")
    press(page, "]")
    said(page, re.compile(r"neighbour 1 of \d+ of i3c0, Jaccard index 0\.\d\d"))
    press(page, "]")
    said(page, re.compile(r"neighbour 2 of \d+ of i3c0"))
    press(page, "[")
    said(page, re.compile(r"neighbour 1 of \d+ of i3c0"))


def test_clear_the_selection(at):
    page = at("#layer=block10&node=i3c0")
    expect(heading(page)).to_have_text("i3c0")
    press(page, "Escape")
    expect(heading(page)).to_have_text("block10")


def test_search_for_a_label_and_mark_it(at):
    page = at()
    press(page, "/")
    page.keyboard.type("rock")
    press(page, "ArrowDown", "Enter")
    page.wait_for_url(re.compile("label=rocket"))
    expect(page.locator(".legend-mark")).to_contain_text("share of rocket")


def test_search_for_a_node_and_select_it(at):
    page = at()
    press(page, "/")
    page.keyboard.type("i3c0")
    press(page, "Enter")
    expect(heading(page)).to_have_text("i3c0")


def test_mark_a_structure(at):
    page = at()
    structure = page.locator(".structure").first
    reach(page, structure)
    press(page, "Enter")
    expect(structure).to_have_attribute("aria-pressed", "true")
    page.wait_for_url(re.compile("structure="))


def test_change_the_layer(at):
    page = at()
    layer = page.locator('[data-layer="head"]')
    reach(page, layer, "Shift+Tab")
    press(page, "Enter")
    expect(heading(page)).to_have_text("head")
    expect(layer).to_have_attribute("aria-current", "true")


def test_follow_the_same_inputs_into_another_layer(at):
    page = at("#layer=block10&node=i3c0")
    reach(page, page.locator("button.counterpart").first)
    press(page, "Enter")
    page.wait_for_url(re.compile(r"layer=(?!block10)\w+&node=i\d+c\d+"))


def test_choose_another_colour(at):
    page = at()
    reach(page, page.get_by_role("radio", name="Lens", exact=True), "Shift+Tab")
    press(page, "ArrowRight")
    page.wait_for_url(re.compile("colour="))
    expect(page.get_by_role("radio", name="Lens", exact=True)).not_to_be_checked()


def test_hide_weak_edges(at):
    page = at()
    slider = page.get_by_role("slider", name="Edges", exact=True)
    reach(page, slider, "Shift+Tab")
    press(page, *["ArrowRight"] * 40)
    expect(page.locator(".edges-control output")).to_have_text(re.compile(r"^≥ 0\.16: \d+$"))


def test_weigh_edges_by_their_stability(at):
    page = at()
    weights = page.get_by_role("group", name="Weight of the edges")
    reach(page, weights.get_by_role("radio", name="Jaccard"), "Shift+Tab")
    press(page, "ArrowRight")
    expect(weights.get_by_role("radio", name="Stability")).to_be_checked()
    page.wait_for_url(re.compile("weight=stability"))


def test_put_pictures_into_the_nodes(at):
    page = at()
    press(page, "p")
    expect(button(page, "Pictures")).to_have_attribute("aria-pressed", "true")
    page.wait_for_url(re.compile("pictures=1"))


def test_zoom_in_and_show_everything_again(at):
    page = at()
    press(page, "+")
    page.wait_for_url(re.compile("at="))
    press(page, "0")
    page.wait_for_url(re.compile("^(?!.*at=)"))


def test_undo_and_redo_a_step(at):
    page = at()
    press(page, "p", "Control+z")
    said(page, "Undone: pictures")
    expect(button(page, "Pictures")).to_have_attribute("aria-pressed", "false")
    press(page, "Control+Shift+Z")
    said(page, "Redone: pictures")


def test_copy_a_link_to_the_view(at):
    page = at("#layer=block10&node=i3c0&colour=purity")
    reach(page, button(page, "Copy link to this view"))
    press(page, "Enter")
    said(page, "Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("#layer=block10&node=i3c0&colour=purity")


def test_save_a_figure(at):
    page = at()
    reach(page, button(page, "Save figure"))
    press(page, "Enter")
    dialog = page.get_by_role("dialog", name="Save figure")
    expect(dialog).to_be_visible()
    reach(page, dialog.get_by_role("button", name="Download"))
    with page.expect_download() as download:
        press(page, "Enter")
    assert download.value.suggested_filename == "synthetic-block10-graph.svg"
    press(page, "Escape")
    expect(dialog).to_be_hidden()
    expect(button(page, "Save figure")).to_be_focused()


def test_open_the_help_and_switch_the_letters_off(at):
    page = at()
    press(page, "?")
    dialog = page.get_by_role("dialog", name="How to read the graph and move in it")
    expect(dialog).to_be_visible()
    reach(page, dialog.get_by_role("checkbox", name="Single letters and signs are commands"))
    press(page, " ", "Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".graph-surface")).to_be_focused()
    press(page, "/")
    expect(page.locator(".graph-surface")).to_be_focused()


def test_read_the_table_sort_it_and_select_a_node_from_it(at):
    page = at()
    reach(page, page.locator(".viewer-table summary"))
    press(page, "Enter")
    reach(page, page.locator(".node-table").get_by_role("button", name="Purity"))
    press(page, "Enter")
    expect(page.locator("th[aria-sort]")).to_have_text(re.compile("Purity"))
    reach(page, page.locator(".node-table tbody button").first)
    press(page, "Enter")
    expect(page.locator(".node-table tbody tr").first).to_have_attribute("aria-current", "true")


def test_look_at_exemplars_of_another_kind_and_at_a_whole_input(at):
    page = at("#layer=block10&node=i3c0")
    kinds = page.locator(".exemplar-figure")
    reach(page, kinds.get_by_role("radio", name="Nearest"))
    press(page, "ArrowRight")
    expect(kinds.get_by_role("radio", name="Spread")).to_be_checked()
    reach(page, kinds.locator(".tile").first)
    expect(page.locator(".whole")).to_be_visible()


def test_mark_an_input_in_every_node(at):
    page = at("#layer=block10&node=i3c0")
    reach(page, page.locator(".exemplars .tile").first)
    press(page, "Enter")
    page.wait_for_url(re.compile("sample="))


def test_colour_the_points_by_label(at):
    page = at()
    reach(page, page.get_by_role("radio", name="as graph"))
    press(page, "ArrowRight")
    expect(page.get_by_role("radio", name="by label")).to_be_checked()
    page.wait_for_url(re.compile("points=label"))


def test_mark_a_label_in_the_legend(at):
    page = at("#layer=block10&colour=label")
    reach(page, page.locator(".legend-labels").get_by_role("button").first)
    press(page, "Enter")
    page.wait_for_url(re.compile("colour=label&label="))


def test_follow_a_link_of_the_essay(at):
    page = at("")
    link = page.get_by_role("link", name="all cats")
    reach(page, link)
    press(page, "Enter")
    expect(link).to_have_attribute("aria-current", "true")
    page.wait_for_url(re.compile("#layer=head&colour=label&label=cat$"))


def test_search_for_several_labels_at_once(at):
    page = at()
    press(page, "/")
    page.keyboard.type("cat, rock")
    press(page, "Enter")
    page.wait_for_url(re.compile("classes=cat,rocket"))


def test_choose_labels_in_the_class_directory(at):
    page = at()
    reach(page, button(page, "Class directory"), "Shift+Tab")
    press(page, "Enter")
    dialog = page.get_by_role("dialog", name="Class directory")
    for label in ("cat", "rocket"):
        reach(page, dialog.get_by_role("checkbox", name=re.compile(f"^{label}")))
        press(page, " ")
    page.wait_for_url(re.compile("classes=cat,rocket"))
    press(page, "Escape")
    expect(button(page, "Class directory")).to_be_focused()


def test_select_a_range_of_the_colour(at):
    page = at()
    reach(page, button(page, "Histogram"))
    press(page, "Enter")
    reach(page, page.get_by_role("slider", name="Lowest mean L2 norm"))
    press(page, *["PageUp"] * 4)
    page.wait_for_url(re.compile("range=[^&]*lens"))


def test_take_the_tour_and_leave_it(at):
    page = at()
    press(page, "?")
    reach(page, page.get_by_role("dialog").get_by_role("button", name="Tour"))
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Select a node")).to_be_visible()
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Search a class")).to_be_visible()
    press(page, "Escape")
    expect(page.locator(".tour")).to_be_hidden()


def test_arrange_the_graph_by_the_projection(at):
    page = at()
    reach(page, button(page, "Arrange"), "Shift+Tab")
    press(page, "Enter")
    reach(page, page.get_by_label("Layout", exact=True))
    press(page, "ArrowDown")
    page.wait_for_url(re.compile("layout=projection"))


def test_move_a_node_and_take_it_back(at):
    page = at("#layer=block10&node=i0c0")
    press(page, "Alt+ArrowRight")
    said(page, "Node i0c0 moved")
    page.wait_for_url(re.compile("pinned=i0c0:"))
    press(page, "Control+z")
    page.wait_for_url(re.compile("^(?!.*pinned=)"))


def test_open_a_call_out_and_close_it(at):
    page = at("#layer=block10&node=i3c0")
    press(page, "c")
    page.wait_for_url(re.compile("callouts=i3c0"))
    close = button(page, "Close the call-out of i3c0")
    expect(close).to_be_visible()
    reach(page, close)
    press(page, "Enter")
    expect(close).to_have_count(0)
