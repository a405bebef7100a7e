"""How the graph is arranged: layout, pinned nodes, sizes, names, minimap, call-outs, tool tips."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from viewer_fixture import opened


@pytest.fixture(scope="module")
def shared(browser: Browser, exploration: Path) -> Iterator[Page]:
    """One page for all tests of this module; each starts from an address."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", has_touch=True
    )
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    opened(page, exploration)
    yield page
    assert errors == []
    context.close()


@pytest.fixture
def page(shared: Page) -> Page:
    """The page at its first view."""
    return at(shared, "layer=block10")


def at(page: Page, view: str) -> Page:
    """Follow a link to a view."""
    page.evaluate("location.hash = '#weight=jaccard'")
    page.evaluate("(hash) => { location.hash = hash; }", f"#{view}")
    page.wait_for_timeout(60)
    return page


def arrange(page: Page) -> None:
    """Show the controls of the arrangement."""
    if not page.get_by_role("group", name="Arrange the graph").is_visible():
        page.get_by_role("button", name="Arrange", exact=True).click()


def enter_graph(page: Page) -> None:
    """Reach the graph with the keyboard."""
    if page.get_by_role("group", name="Arrange the graph").is_visible():
        page.get_by_role("button", name="Arrange", exact=True).click()
    page.get_by_role("button", name="Keyboard and help").focus()
    page.keyboard.press("Tab")


def test_sizes_of_nodes_can_be_chosen_and_the_legend_follows(page):
    arrange(page)
    size, legend = page.get_by_label("Node size"), page.locator(".legend-sizes")
    expect(legend).to_contain_text("members")
    size.select_option("by stability")
    page.wait_for_url(re.compile("size=stability"))
    expect(legend).to_have_text("found in resamples10 %50 %100 %")
    size.select_option("constant")
    expect(legend).to_have_text("nodes of one size")
    page.keyboard.press("Control+z")
    expect(size).to_have_value("stability")


def test_a_layout_by_projection_moves_the_nodes_and_is_in_the_address(page):
    arrange(page)
    before = page.locator(".graph-surface").screenshot()
    page.get_by_label("Layout", exact=True).select_option("by projection")
    page.wait_for_url(re.compile("layout=projection"))
    page.wait_for_timeout(150)
    assert page.locator(".graph-surface").screenshot() != before
    page.get_by_label("Layout", exact=True).select_option("by stress")
    page.wait_for_timeout(150)
    assert page.locator(".graph-surface").screenshot() == before


def test_a_dragged_node_stays_and_alt_with_an_arrow_moves_it_on(page):
    at(page, "layer=block10&node=i0c0")
    enter_graph(page)
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#explorer-graph-live")).to_have_text("Node i0c0 moved")
    page.wait_for_url(re.compile(r"pinned=i0c0:[-\d.]+,[-\d.]+$"))
    first = page.url
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_url(lambda url: url != first and "pinned=i0c0:" in url)
    arrange(page)
    before = pinned(page)
    box = page.locator(".graph-surface").bounding_box()
    x, y = on_selected(page)
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    page.mouse.move(box["x"] + x + 90, box["y"] + y + 60, steps=4)
    page.mouse.up()
    page.wait_for_function("(old) => !location.hash.includes(`${old}`)", arg=before)
    after = pinned(page)
    # The node went as far as the pointer, in the units of the layout.
    assert (after[0] - before[0]) / (after[1] - before[1]) == pytest.approx(1.5, abs=0.05)
    arrange(page)
    page.get_by_role("button", name="Unpin all").click()
    page.wait_for_url(re.compile(r"node=i0c0$"))


def pinned(page: Page) -> list[float]:
    """Return the place of the one pinned node, from the address."""
    return [float(part) for part in page.url.split("pinned=i0c0:")[1].split(",")]


def on_selected(page: Page) -> tuple[float, float]:
    """Return a place on the selected node: the middle of what has the accent colour."""
    return tuple(
        page.evaluate("""() => {
      const canvas = document.querySelector('.graph-surface canvas');
      const { width, height, clientWidth } = canvas;
      const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
      const paint = document.createElement('canvas').getContext('2d');
      paint.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--accent');
      paint.fillRect(0, 0, 1, 1);
      const [r, g, b] = paint.getImageData(0, 0, 1, 1).data;
      let [left, right, top, bottom] = [width, 0, height, 0];
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] !== r || data[i + 1] !== g || data[i + 2] !== b) continue;
        const [x, y] = [(i / 4) % width, Math.floor(i / 4 / width)];
        [left, right] = [Math.min(left, x), Math.max(right, x)];
        [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      }
      const ratio = width / clientWidth;
      return [(left + right) / 2 / ratio, (top + bottom) / 2 / ratio];
    }""")
    )


def test_a_layout_file_brings_pinned_nodes_back_and_one_of_another_graph_is_refused(page, tmp_path):
    at(page, "layer=block10&pinned=i0c0:1,2")
    arrange(page)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save layout file").click()
    saved = tmp_path / saving.value.suggested_filename
    saving.value.save_as(saved)
    assert json.loads(saved.read_text())["pinned"] == {"i0c0": [1, 2]}
    page.get_by_role("button", name="Unpin all").click()
    page.get_by_label("Layout file").set_input_files(saved)
    page.wait_for_url(re.compile(r"pinned=i0c0:1,2$"))
    at(page, "layer=block3")
    expect(page.locator(".viewer-panel h2")).to_have_text("block3")
    page.get_by_label("Layout file").set_input_files(saved)
    expect(page.locator(".arrangement-status")).to_have_text(
        "This layout file is of another graph: layer block10 of synthetic. Nothing was changed."
    )


def test_the_minimap_shows_when_zoomed_in_and_moves_the_window(page):
    minimap = page.locator(".minimap")
    at(page, "layer=block10&at=0,0,3")
    expect(minimap).to_be_visible()
    minimap.click(position={"x": 10, "y": 10})
    page.wait_for_url(re.compile(r"at=(?!0,0,)[-\d.]+,[-\d.]+,3$"))
    arrange(page)
    page.get_by_role("button", name="Minimap").click()
    expect(minimap).to_be_hidden()
    page.wait_for_url(re.compile("minimap=off"))
    at(page, "layer=block10")
    expect(minimap).to_be_hidden()


def test_an_edge_tells_its_weight_to_pointer_finger_and_keyboard(page):
    card = page.locator(".hover-card")
    told = re.compile(r"i\d+c\d+ – i\d+c\d+Jaccard index 0\.\d\d\d+ shared rows?found in \d+ % of")
    at(page, "layer=block10&node=i11c4")
    enter_graph(page)
    page.keyboard.press("]")
    expect(card).to_have_text(told)
    page.keyboard.press("+")
    page.keyboard.press("+")
    box = card.bounding_box()
    # The card stands 14 pixels below the middle of this edge, which is flat.
    x, y = box["x"] + box["width"] / 2, box["y"] - 14
    page.locator(".graph-surface").blur()
    expect(card).to_be_hidden()
    page.mouse.move(x, y)
    expect(card).to_be_visible()
    expect(card).to_have_text(told)
    page.mouse.move(2, y)
    expect(card).to_be_hidden()
    session = page.context.new_cdp_session(page)
    touch = {"touchPoints": [{"x": x, "y": y}]}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", **touch})
    expect(card).to_be_visible()
    expect(card).to_have_text(told)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(card).to_be_visible()
    page.get_by_role("button", name="Zoom in").tap()
    expect(card).to_be_hidden()


def test_two_fingers_zoom(page):
    box = page.locator(".graph-surface").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    for kind, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 90)):
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_url(re.compile(r"at=[-\d.]+,[-\d.]+,(1\.[5-9]|2)"))


def test_call_outs_stay_open_close_and_are_in_the_figure(page, tmp_path):
    at(page, "layer=block10&node=i3c0")
    page.get_by_role("button", name="Call-out", exact=True).click()
    one = page.get_by_role("group", name="Call-out of node i3c0")
    expect(one).to_contain_text(re.compile(r"\d+ members, \w+ \d+ %"))
    enter_graph(page)
    page.keyboard.press("]")
    page.keyboard.press("c")
    expect(page.locator(".call-out:visible")).to_have_count(2)
    page.wait_for_url(re.compile(r"callouts=i3c0,i\d+c\d+"))
    page.get_by_role("button", name="Save figure").click()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download").click()
    saving.value.save_as(tmp_path / "figure.svg")
    assert re.search(r">\d+ members<", (tmp_path / "figure.svg").read_text())
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    close = page.get_by_role("button", name="Close the call-out of i3c0")
    close.focus()
    page.keyboard.press("Enter")
    expect(one).to_have_count(0)
    expect(page.locator(".graph-surface")).to_be_focused()


def test_names_can_be_switched_off_and_a_component_be_lit(page):
    arrange(page)
    surface = page.locator(".graph-surface")
    before = surface.screenshot()
    page.get_by_role("button", name="Names").click()
    page.wait_for_url(re.compile("names=off"))
    assert surface.screenshot() != before
    page.get_by_role("button", name="Names").click()
    page.locator(".start").first.hover()
    dark = surface.screenshot()
    page.get_by_role("button", name="Light component").click()
    page.locator(".start").first.hover()
    page.wait_for_timeout(120)
    assert surface.screenshot() != dark
    page.get_by_role("button", name="Light component").click()


def test_on_a_phone_one_call_out_is_shown_and_no_minimap(browser, exploration):
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(f"{exploration.as_uri()}#layer=block10&at=0,0,2&callouts=i3c0,i4c1")
    expect(page.locator(".call-out:visible")).to_have_count(1)
    expect(page.locator(".minimap")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
