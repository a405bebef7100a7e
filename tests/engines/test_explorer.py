"""The explorer in Firefox and WebKit: first view, selection by mouse and keyboard, links."""

import re

import pytest

from engines.waiting import HEADING, opened, until

ENTER, ESCAPE, RIGHT, DOWN = "\ue007", "\ue00c", "\ue014", "\ue015"
GROUP = """
[...document.querySelectorAll('.viewer-controls .segments:not(.small)')].map((one) => {
  const words = document.createRange();
  words.selectNodeContents(one.querySelector('legend'));
  const { top, bottom } = words.getBoundingClientRect();
  const label = one.querySelector('label').getBoundingClientRect();
  return [(top + bottom) / 2, [label.top, label.bottom]];
})
"""
SURFACE = """
(() => {
  const { x, y, width, height } = document.querySelector('.graph-surface').getBoundingClientRect();
  return [x, y, width, height];
})()
"""
pytestmark = pytest.mark.browser
NODE = "new URLSearchParams(location.hash.slice(1)).get('node')"


@pytest.fixture(autouse=True)
def _quiet(engine):
    """Every test ends without a warning or an error."""
    yield
    assert engine.said() == []


def test_the_first_view_is_drawn(engine, address):
    opened(engine, address, "block10")
    until(engine, "document.documentElement.classList.contains('has-viewer')", True)
    canvas = "document.querySelector('#explorer canvas')"
    width, height = engine.evaluate(f"[{canvas}.clientWidth, {canvas}.clientHeight]")
    assert min(width, height) > 300
    assert engine.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_controls_of_a_group_stand_in_one_line(engine, address):
    opened(engine, address, "block10")
    [[words, label]] = engine.evaluate(GROUP)
    assert label[0] < words < label[1]


def test_a_node_is_selected_by_keyboard(engine, address):
    opened(engine, f"{address}#layer=block10&node=i3c0", "i3c0")
    engine.press(RIGHT)
    walked = engine.evaluate(
        "document.querySelector('#explorer-graph-focus').getAttribute('aria-label')"
    )
    assert "i3c0" not in walked
    engine.press(ENTER)
    until(engine, f"{NODE} !== null && {NODE} !== 'i3c0'", True)
    engine.press(ESCAPE)
    until(engine, HEADING, "block10")


def test_a_node_is_selected_by_mouse(engine, address):
    opened(engine, f"{address}#layer=block10&node=i3c0", "i3c0")
    engine.press(ESCAPE)
    until(engine, HEADING, "block10")
    x, y, width, height = engine.evaluate(SURFACE)
    # The first node from the middle on, line by line.
    for place in range(300):
        across, down = 0.05 + 0.03 * (place % 30), 0.5 + 0.04 * (place // 30)
        engine.click(x + across * width, y + down * height)
        if (node := engine.evaluate(HEADING)) != "block10":
            break
    assert re.fullmatch(r"i\d+c\d+", node)
    until(engine, NODE, node)


def test_a_label_is_found_and_marked(engine, address):
    opened(engine, f"{address}#layer=block10&node=i3c0", "i3c0")
    engine.press("/")
    engine.press(*"rock")
    until(engine, "document.querySelectorAll('#explorer [role=option]').length > 0", True)
    engine.press(DOWN, ENTER)
    until(engine, "location.hash.includes('label=rocket')", True)


def test_back_returns_to_the_view_before(engine, address):
    opened(engine, f"{address}#layer=block10&node=i3c0", "i3c0")
    engine.evaluate("(location.hash = '#layer=block10&node=i4c0', 1)")
    until(engine, HEADING, "i4c0")
    engine.evaluate("(history.back(), 1)")
    until(engine, HEADING, "i3c0")
