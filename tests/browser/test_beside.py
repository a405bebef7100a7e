"""Graphs side by side, the flow of rows between them, small graphs of all layers; from file://."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from beside_fixture import nodes_of, write_second
from browser.conftest import Watched, watched_page
from viewer_fixture import opened

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def both(exploration):
    """The synthetic exploration on a site with a second one of half of its samples."""
    return write_second(exploration)


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Watched]:
    """One page for all tests at desktop width."""
    context = browser.new_context(viewport=WIDE)
    yield watched_page(context)
    context.close()


@pytest.fixture
def show(desk, both):
    """Open a view of the page, which must have no problem."""

    def shown(fragment: str) -> Page:
        desk.page.goto("about:blank")
        opened(desk.page, both, fragment)
        return desk.page

    yield shown
    assert desk.problems(both.parents[1].as_uri()) == []


def graph(page: Page, layer: str):
    """Return the surface of the graph of a layer."""
    return page.get_by_role("application", name=f"Mapper graph of layer {layer}:")


def flows(page: Page, gaps: int = 1) -> list[dict[tuple[str, str], int]]:
    """Return the tables of the largest flows, once they are there."""
    tables = page.locator(".flow-tables table")
    expect(tables).to_have_count(gaps)
    page.locator(".flow-list").evaluate("list => { list.open = true; }")
    rows = [table.locator("tbody tr").all() for table in tables.all()]
    cells = [[row.locator("td").all_text_contents() for row in each] for each in rows]
    return [{(a, b): int(n) for a, b, n in each} for each in cells]


def test_two_graphs_each_with_its_own_camera(show):
    page = show("#layer=block10")
    page.get_by_role("button", name="Side by side").click()
    page.wait_for_url(re.compile("#layer=block10&beside=block13$"))
    expect(graph(page, "block13")).to_be_visible()
    left, right = graph(page, "block10").bounding_box(), graph(page, "block13").bounding_box()
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"] + 1
    page.locator(".beside-graph").get_by_role("button", name="Zoom in").click()
    page.wait_for_url(re.compile(r"#layer=block10&beside=block13~[-\d.]+:[-\d.]+:1\.5$"))
    page.keyboard.press("Control+z")
    page.wait_for_url(re.compile("#layer=block10&beside=block13$"))
    page.get_by_role("button", name="Close block13").click()
    expect(graph(page, "block13")).to_have_count(0)
    expect(page.get_by_role("button", name="Side by side")).to_have_attribute(
        "aria-pressed", "false"
    )


def test_the_number_of_graphs_and_their_layers_are_chosen(show):
    page = show("#layer=block6&beside=block10")
    bar = page.get_by_role("group", name="Side by side")
    bar.get_by_role("radio", name="Three").check()
    for number, layer in enumerate(("block3", "block6", "block10"), 1):
        expect(bar.get_by_label(f"Graph {number}")).to_have_value(layer)
    bar.get_by_label("Graph 3").select_option("head")
    page.wait_for_url(re.compile("#layer=block6&beside=head,block3$"))
    page.reload()
    for layer in ("block3", "block6", "head"):
        expect(graph(page, layer)).to_be_visible()
    boxes = [graph(page, layer).bounding_box()["x"] for layer in ("block3", "block6", "head")]
    assert boxes == sorted(boxes)


def test_flows_are_the_rows_that_nodes_have_in_common(show, exploration):
    page = show("#layer=block10&node=i7c0&beside=block6,block13")
    layers = [nodes_of(exploration, layer) for layer in ("block6", "block10", "block13")]
    selected = layers[1].members[layers[1].ids.index("i7c0")]
    for shown, (one, other) in zip(flows(page, 2), pairwise(layers), strict=True):
        counts = Counter()
        for a, rows in zip(one.ids, one.members, strict=True):
            for b, others in zip(other.ids, other.members, strict=True):
                counts[a, b] = len(np.intersect1d(np.intersect1d(rows, others), selected))
        assert len(shown) == 12
        assert shown == {pair: counts[pair] for pair in shown}
        assert sorted(shown.values()) == sorted(counts.values())[-12:]
    asked = len(np.intersect1d(selected, np.concatenate(layers[0].members)))
    words = page.locator(".flow-words p").first
    expect(words).to_contain_text(f"From block6 to block10: {asked} selected rows")
    page.get_by_role("button", name="Clear").first.or_(graph(page, "block10")).first.press("Escape")
    expect(words).to_contain_text(re.compile(r"2,\d\d\d rows"))


def test_a_ribbon_says_how_many_rows_by_pointer_and_by_keyboard(show, exploration):
    page = show("#layer=block10&node=i7c0&beside=block13")
    (table,) = flows(page)
    (a, b), rows = next(iter(table.items()))
    button = page.get_by_role("button", name=f"Select {rows} rows from {a} to {b}")
    button.focus()
    card = page.locator(".flow-ribbons .hover-card")
    expect(card).to_have_text(f"{rows} rows from {a} to {b}")
    box = card.bounding_box()
    page.locator(".viewer-panel h2").focus()
    button.blur()
    expect(card).to_be_hidden()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] + 12)
    expect(card).to_have_text(re.compile(r"\d+ rows? from i\d+c\d+ to i\d+c\d+"))
    button.press("Enter")
    both_nodes = nodes_of(exploration, "block10").common(a, nodes_of(exploration, "block13"), b)
    page.wait_for_url(re.compile("rows="))
    expect(page.locator(".flow-words p")).to_contain_text(f"{both_nodes} selected rows")


def test_arrows_walk_in_each_graph_and_enter_selects(show):
    page = show("#layer=block10&beside=block13")
    right = graph(page, "block13")
    right.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#explorer-graph-live")).to_contain_text(re.compile("^Node i"))
    node = page.locator("#explorer-graph-live").text_content().split(",")[0].removeprefix("Node ")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"#layer=block13&node={node}&beside=block10$"))
    # The two graphs stay where they are, and so does the keyboard.
    expect(graph(page, "block13")).to_be_focused()
    assert graph(page, "block10").bounding_box()["x"] < graph(page, "block13").bounding_box()["x"]
    expect(page.locator(".viewer-panel h2 .node-id")).to_have_text(node)


def test_small_graphs_of_all_layers_open_their_layer(show):
    page = show("#layer=block10&label=cat")
    page.get_by_role("button", name="All layers").click()
    page.wait_for_url(re.compile(r"beside=all\+layers$"))
    tiles = page.get_by_role("group", name="All layers").get_by_role("button")
    expect(tiles).to_have_count(6)
    expect(tiles.nth(4)).to_contain_text(re.compile(r"block13selected rows in \d+ of \d+ nodes"))
    tiles.nth(4).click()
    expect(graph(page, "block13")).to_be_visible()
    expect(tiles).to_have_count(0)
    page.wait_for_url(re.compile("#layer=block13&label=cat$"))


def test_another_exploration_of_the_same_samples(show, both):
    page = show("#layer=block10&node=i7c0&beside=second/conv2")
    expect(page.get_by_role("heading", name="A second network: conv2")).to_be_visible()
    (table,) = flows(page)
    one = nodes_of(both, "block10")
    second = nodes_of(both.parents[1] / "second/index.html", "conv2")
    selected = one.members[one.ids.index("i7c0")]
    for (a, b), rows in table.items():
        here, there = one.members[one.ids.index(a)], second.members[second.ids.index(b)]
        assert rows == len(np.intersect1d(np.intersect1d(here, there), selected))
    bar = page.get_by_role("group", name="Side by side")
    bar.get_by_label("Graph 2").select_option("second/conv1")
    page.wait_for_url(re.compile("beside=second/conv1$"))
    # A node there selects the same samples here.
    page.locator(".beside-graph .graph-surface").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("rows="))


def test_one_above_the_other_on_a_phone(browser, both):
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    opened(page, both, "#layer=block10&node=i7c0&beside=block13")
    expect(graph(page, "block13")).to_be_visible()
    above, below = graph(page, "block10").bounding_box(), graph(page, "block13").bounding_box()
    assert above["y"] + above["height"] <= below["y"]
    assert above["width"] == below["width"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ribbons = page.locator(".flow-ribbons").bounding_box()
    assert ribbons["y"] <= above["y"]
    assert ribbons["y"] + ribbons["height"] >= below["y"] + below["height"]
    context.close()


def test_the_figure_has_the_graphs_and_the_ribbons(show, tmp_path):
    page = show("#layer=block10&label=cat&beside=block6,block13")
    expect(page.locator(".flow-tables table")).to_have_count(2)
    page.get_by_role("button", name="Save figure").click()
    dialog = page.get_by_role("dialog", name="Save figure")
    dialog.get_by_role("radio", name="Side by side").check()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download").click()
    svg = tmp_path / download.value.suggested_filename
    download.value.save_as(svg)
    root = ET.parse(svg).getroot()
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in texts if text.startswith("block")] == ["block6", "block10", "block13"]
    curves = [
        each for each in root.iter("{http://www.w3.org/2000/svg}path") if "C" in each.get("d")
    ]
    assert len(curves) == 2 * 120


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, both, scheme):
    context = browser.new_context(viewport=WIDE, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    opened(page, both, "#layer=block10&node=i7c0&beside=block6,second/conv2")
    flows(page, 2)
    page.add_script_tag(path=AXE)
    assert page.evaluate("axe.run('.viewer')")["violations"] == []
    page.get_by_role("button", name="All layers").click()
    expect(page.get_by_role("group", name="All layers")).to_be_visible()
    assert page.evaluate("axe.run('.viewer')")["violations"] == []
    context.close()


NOTE_MOTION = """() => {
  window.moved = 0;
  new MutationObserver(() => {
    if (document.querySelector('.graph-motion:not([hidden])')) window.moved += 1;
  }).observe(document.body, { attributes: true, subtree: true, attributeFilter: ['hidden'] });
}"""


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_members_move_to_their_new_nodes_unless_the_reader_wants_no_motion(browser, both, motion):
    context = browser.new_context(viewport=WIDE, reduced_motion=motion)
    page = context.new_page()
    opened(page, both, "#layer=block10")
    page.evaluate(NOTE_MOTION)
    for layer in ("block13", "block10"):
        page.locator(f'[data-layer="{layer}"]').click()
        expect(graph(page, layer)).to_be_visible()
        page.wait_for_timeout(300)
    expect(page.locator(".graph-motion")).to_be_hidden()
    assert bool(page.evaluate("window.moved")) == (motion == "no-preference")
    context.close()
