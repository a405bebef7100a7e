"""One selection: the ways to make it, its panel, comparison, names, files, and other layers."""

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from viewer_fixture import opened

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"


def panel(page: Page):
    return page.locator(".viewer-panel")


def heading(page: Page):
    return panel(page).locator("h2")


def action(page: Page, name: str):
    return panel(page).get_by_role("button", name=name, exact=True)


def place_of(page: Page, node: str) -> tuple[float, float]:
    """Return a place in the disc of a neighbour of the selected node."""
    panel(page).get_by_role("button", name=re.compile(f"^{node}")).last.hover()
    card = page.locator(".hover-card")
    expect(card.locator(".node-id")).to_have_text(node)
    box = card.bounding_box()
    # The card stands 14 pixels to the right of the disc.
    return box["x"] - 20, box["y"] + box["height"] / 2


def drag(page: Page, box: dict, corners: list[tuple[float, float]]) -> None:
    """Move the pressed pointer through places that are shares of a box."""
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def enter_graph(page: Page) -> None:
    page.get_by_role("button", name="Keyboard and help").focus()
    page.keyboard.press("Tab")


def test_a_path_by_key_by_button_and_by_pointer(page, exploration):
    enter_graph(page)
    for key in ("Enter", "]", "Enter", "]", "Shift+Enter"):
        page.keyboard.press(key)
    expect(heading(page)).to_have_text(re.compile(r"^Path from i\d+c\d+ to i\d+c\d+$"))
    page.wait_for_url(re.compile(r"path=i\d+c\d+,"))
    expect(panel(page).get_by_role("heading", name="Along the path")).to_be_visible()
    steps = panel(page).locator("ol.along li")
    expect(steps).to_have_count(len(re.findall(r"i\d+c\d+", page.url.split("path=")[1])))
    expect(steps.first.locator(".tile")).to_be_visible()
    opened(page, exploration, "#layer=block10&node=i3c0&edges=0")
    at = place_of(page, "i4c0")
    action(page, "Path from here").click()
    expect(action(page, "Path from here")).to_have_attribute("aria-pressed", "true")
    page.mouse.click(*at)
    expect(heading(page)).to_have_text("Path from i3c0 to i4c0")
    opened(page, exploration, "#layer=block10&node=i4c0")
    at = place_of(page, "i3c0")
    page.keyboard.down("Shift")
    page.mouse.click(*at)
    page.keyboard.up("Shift")
    expect(heading(page)).to_have_text("Path from i4c0 to i3c0")


def test_an_edge_is_pressed_and_its_nodes_are_compared(page, exploration):
    page.emulate_media(reduced_motion="reduce")
    opened(page, exploration, "#layer=block10&node=i6c1")
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url(re.compile(r"at=.*,3\.375$"))
    there = place_of(page, "i7c1")
    panel(page).get_by_role("button", name=re.compile("^i7c1")).last.click()
    here = place_of(page, "i6c1")
    # Between the discs; the places are as far to the right of their middles as the discs are wide.
    x, y = ((there[k] + here[k]) / 2 for k in (0, 1))
    for dx in range(0, -60, -6):
        page.mouse.click(x + dx, y)
        page.wait_for_timeout(50)
        if panel(page).get_by_text("Edge", exact=True).count():
            break
    expect(panel(page).get_by_text("Edge", exact=True)).to_be_visible()
    page.wait_for_url(re.compile(r"edge=i\d+c\d+,i\d+c\d+"))
    action(page, "Compare its nodes").click()
    expect(heading(page)).to_have_text("Comparison")


def test_component_and_neighbourhood_by_button_and_key(page, exploration):
    opened(page, exploration, "#layer=block10&node=i3c0")
    action(page, "Neighbourhood").click()
    expect(heading(page)).to_have_text("1 step around i3c0")
    action(page, "Wider").click()
    expect(heading(page)).to_have_text("2 steps around i3c0")
    page.wait_for_url(re.compile("near=i3c0,2"))
    for title in ("Labels", "L2 norm", "Exemplars", "Nodes", "Stability", "Part of"):
        expect(panel(page).get_by_role("heading", name=title)).to_be_visible()
    expect(
        panel(page).get_by_role("img", name=re.compile("^Distribution of L2 norm. Sel"))
    ).to_be_visible()
    expect(page.locator(".legend-mark")).to_have_text(re.compile("share of 2 steps around i3c0"))
    page.locator(".graph-surface").focus()
    page.keyboard.press("Shift+N")
    expect(heading(page)).to_have_text("1 step around i3c0")
    page.keyboard.press("g")
    expect(heading(page)).to_have_text(re.compile("^Component of i"))
    page.keyboard.press("Control+z")
    expect(heading(page)).to_have_text("1 step around i3c0")
    # A node that one looks at leaves the set marked; Escape leads back to it.
    panel(page).get_by_role("button", name=re.compile("^i4c0")).first.click()
    expect(page.locator(".legend-mark")).to_have_text(re.compile("share of 1 step around i3c0"))
    page.keyboard.press("Escape")
    expect(heading(page)).to_have_text("1 step around i3c0")


def test_nodes_by_box_lasso_and_space(page):
    surface = page.locator(".graph-surface")
    buttons = page.locator(".graph-buttons")
    buttons.get_by_role("button", name="Box").click()
    expect(buttons.get_by_role("button", name="Box")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".area-outline")).to_be_focused()
    drag(page, surface.bounding_box(), [(0.05, 0.05), (0.6, 0.95)])
    expect(heading(page)).to_have_text(re.compile(r"^\d+ nodes$"))
    expect(buttons.get_by_role("button", name="Box")).to_have_attribute("aria-pressed", "false")
    by_box = heading(page).inner_text()
    buttons.get_by_role("button", name="Lasso").click()
    drag(page, surface.bounding_box(), [(0.05, 0.05), (0.5, 0.05), (0.5, 0.95), (0.05, 0.95)])
    expect(heading(page)).not_to_have_text(by_box)
    page.wait_for_url(re.compile(r"nodes=i\d+c\d+,"))
    # The same by keyboard: a box from the middle to the right, then single nodes.
    buttons.get_by_role("button", name="Box").press("Enter")
    page.keyboard.press("Space")
    for key in ["ArrowRight"] * 30 + ["ArrowDown"] * 30:
        page.keyboard.press(key)
    expect(page.locator("#explorer-graph-live")).to_have_text(re.compile(r"\d+ inside"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(re.compile(r"^\d+ nodes$"))
    enter_graph(page)
    for key in ("Escape", "Space", "]", "Space"):
        page.keyboard.press(key)
    expect(heading(page)).to_have_text("2 nodes")
    page.keyboard.press("Space")
    expect(heading(page)).to_have_text(re.compile(r"^node i\d+c\d+$"))


def test_rows_by_lasso_in_the_scatter_stay_when_the_layer_changes(page):
    scatter = page.get_by_role("region", name=re.compile("^Scatter of all"))
    scatter.scroll_into_view_if_needed()
    scatter.get_by_role("button", name="Lasso").click()
    outline = page.locator(".scatter-surface .area-outline")
    drag(page, outline.bounding_box(), [(0.3, 0.1), (0.5, 0.1), (0.5, 0.9), (0.3, 0.9)])
    expect(heading(page)).to_have_text("chosen vectors")
    rows = re.compile(r"^([\d,]+) of 3,000")
    expect(scatter.locator("h2")).to_have_text(rows)
    before = rows.match(scatter.locator("h2").inner_text()).group(1)
    page.wait_for_url(re.compile(r"rows=[bd][\w-]+"))
    page.locator('[data-layer="head"]').click()
    expect(heading(page)).to_have_text("chosen vectors of block10")
    expect(panel(page)).to_contain_text("The same inputs as in block10")
    # In this exploration each input has a row in every layer.
    expect(panel(page)).to_contain_text(f"{before} rows")
    page.wait_for_url(re.compile(r"rows=[bd][\w-]+%40block10"))
    page.reload()
    expect(panel(page)).to_contain_text(f"{before} rows")
    # By keyboard a box in the scatter.
    scatter.get_by_role("button", name="Box").press("Enter")
    for key in ["Space", *["ArrowRight"] * 4, *["ArrowDown"] * 4, "Enter"]:
        page.keyboard.press(key)
    expect(heading(page)).to_have_text("chosen vectors")


def test_a_node_is_followed_through_the_layers(page, exploration):
    opened(page, exploration, "#layer=block10&node=i3c0")
    expect(heading(page)).to_have_text("i3c0")
    page.locator('[data-layer="block6"]').click()
    expect(heading(page)).to_have_text("i3c0 of block10")
    expect(panel(page)).to_contain_text("195 rows")
    panel(page).get_by_role("button", name=re.compile("^Select i")).click()
    expect(heading(page)).to_have_text(re.compile(r"^i\d+c\d+$"))
    page.keyboard.press("Control+z")
    expect(heading(page)).to_have_text("i3c0 of block10")
    page.locator('[data-layer="block10"]').click()
    expect(heading(page)).to_have_text("i3c0")


def test_two_selections_are_compared(page, exploration):
    opened(page, exploration, "#layer=block10&path=i0c0,i1c0,i2c0")
    action(page, "Compare its ends").click()
    expect(heading(page)).to_have_text("Comparison")
    page.wait_for_url(re.compile("node=i0c0&second=node:i2c0&compare=1"))
    expect(panel(page)).to_contain_text(re.compile(r"\d+ rows in both, Jaccard index 0\.\d\d"))
    table = panel(page).get_by_role("table", name=re.compile("^Shares of labels"))
    expect(table.get_by_role("columnheader", name="i2c0")).to_be_visible()
    expect(
        panel(page).get_by_role("img", name=re.compile(r"i0c0: median .* i2c0: median"))
    ).to_be_visible()
    expect(panel(page).locator(".compared-sides .exemplars")).to_have_count(2)
    page.get_by_role("button", name="End the comparison").click()
    expect(heading(page)).to_have_text("i0c0")
    # The arms of a bifurcation.
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    panel(page).get_by_role("button", name=re.compile("^Show all")).click()
    panel(page).get_by_role("button", name=re.compile("^Bifurcation")).first.click()
    panel(page).get_by_role("button", name="Compare arms 1 and 2").first.click()
    expect(heading(page)).to_have_text("Comparison")


def test_selections_have_names_in_the_address(page, exploration):
    opened(page, exploration, "#layer=block10&label=cat")
    action(page, "Name and keep").click()
    name = panel(page).get_by_role("textbox", name="Name of cat")
    expect(name).to_be_focused()
    name.fill("felines; all: 9 lives")
    name.press("Enter")
    page.wait_for_url(re.compile("kept=felines"))
    opened(page, exploration, page.url[page.url.index("#") :].replace("label=cat", "node=i3c0"))
    page.reload()
    expect(heading(page)).to_have_text("i3c0")
    names = panel(page).get_by_role("textbox", name="Name of cat")
    expect(names).to_have_value("felines; all: 9 lives")
    panel(page).get_by_role("button", name="Compare with felines; all: 9 lives").click()
    expect(heading(page)).to_have_text("Comparison")
    panel(page).get_by_role("button", name="Remove felines; all: 9 lives").click()
    expect(names).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(names).to_have_value("felines; all: 9 lives")


def test_the_rows_of_a_selection_are_saved(page, exploration):
    opened(page, exploration, "#layer=block10&near=i3c0,1")
    expect(panel(page)).to_contain_text("535 rows")
    with page.expect_download() as saved:
        action(page, "Export CSV").click()
    lines = list(csv.DictReader(saved.value.path().read_text().splitlines()))
    assert (len(lines), list(lines[0])) == (535, ["sample", "origin", "label", "row", "nodes"])
    assert all("i" in line["nodes"] and line["sample"] for line in lines)
    with page.expect_download() as saved:
        action(page, "Export JSON").click()
    document = json.loads(saved.value.path().read_text())
    assert document["source"] == {"kind": "near", "layer": "block10", "value": "i3c0,1"}
    assert [row["sample"] for row in document["rows"]] == [line["sample"] for line in lines]


def test_the_table_has_the_share_of_a_selection(page, exploration):
    opened(page, exploration, "#layer=block10&near=i3c0,1")
    page.locator(".viewer-table summary").click()
    table = page.get_by_role("table", name="Nodes of block10")
    expect(table.get_by_role("columnheader", name="Selected")).to_be_visible()
    shares = table.locator("tbody td:last-child").all_inner_texts()
    assert all(share != "0 %" for share in shares[:8])
    assert set(shares[8:]) == {"0 %"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_is_accessible_on_a_phone(browser, exploration, scheme):
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    opened(page, exploration, "#layer=block10&near=i3c0,1&second=label:cat&kept=mine:label:cat")
    expect(action(page, "Name and keep")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for button in panel(page).locator(".selection-actions button").all():
        assert button.bounding_box()["height"] >= 24
    action(page, "Compare with cat").click()
    expect(panel(page).get_by_role("heading", name="Named selections")).to_be_visible()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('.viewer-panel')")["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
    context.close()
