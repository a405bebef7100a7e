"""A graph over boxes of two lenses: what its reader can colour, read and link to."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tiny_project import change, write_project


@pytest.fixture(scope="session")
def two_lenses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a tiny exploration with two lenses, built from the start."""
    from topopress.build.site import build_site
    from topopress.stage.listener import Recorder

    root = write_project(tmp_path_factory.mktemp("two"))
    change(root, "[mapper.cover]", '[mapper]\nlens = ["l2_norm", "component:1"]\n[mapper.cover]')
    change(root, "steps = 2", "enabled = false")
    return build_site(root, listener=Recorder(), durable=False).out / "tiny/index.html"


@pytest.fixture
def boxes(watched, two_lenses) -> Page:
    watched.page.goto(two_lenses.as_uri() + "#layer=3&colour=second")
    watched.page.wait_for_selector("html.has-viewer")
    yield watched.page
    assert watched.problems(two_lenses.parents[1].as_uri()) == []


def test_nodes_and_vectors_take_the_colour_of_the_second_lens(boxes):
    title = boxes.locator(".legend-ramp .legend-title")
    expect(title).to_have_text("mean principal component 1")
    low, high = map(float, boxes.locator(".legend-ramp .figure").all_inner_texts())
    assert low < 0 < high
    boxes.get_by_role("radio", name="Lens 1").check(force=True)
    expect(title).to_have_text("mean L2 norm")
    boxes.wait_for_url(re.compile(r"^(?!.*colour=)"))


def test_a_node_tells_both_lenses_and_its_box(boxes):
    boxes.locator(".start").first.click()
    node = boxes.locator(".panel-head .node-id").inner_text()
    box = int(re.match(r"i(\d+)c", node)[1])
    statistics = boxes.locator(".statistics")
    expect(statistics).to_contain_text("Mean L2 norm")
    expect(statistics).to_contain_text("Mean principal component 1")
    expect(statistics).to_contain_text(
        f"in box {box}: interval {box // 4} of L2 norm, {box % 4} of principal component 1"
    )
    expect(boxes.locator("#explorer-graph-live")).to_have_text(
        re.compile(r"mean L2 norm [\d.]+, mean principal component 1 -?[\d.]+")
    )


def test_the_table_has_a_column_for_each_lens(boxes):
    boxes.locator(".viewer-table summary").click()
    head = boxes.locator(".node-table thead").inner_text()
    assert "Mean L2 norm" in head
    assert "Mean principal component 1" in head
    boxes.get_by_role("button", name="Mean principal component 1").click()
    expect(boxes.locator(".node-table th[aria-sort]")).to_have_text(re.compile("component 1"))


def test_without_javascript_the_table_has_them_too(browser, two_lenses):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((two_lenses.parent / "layers/3.html").as_uri())
    head = page.locator("table.nodes thead").inner_text()
    assert re.search(r"Intervals\s+Members\s+Mean L2 norm\s+Mean principal component 1", head)
    first = page.locator("table.nodes tbody tr").first.locator("td").all_inner_texts()
    assert re.fullmatch(r"[0-3], [0-3]", first[0])
    assert re.fullmatch(r"−?[\d.]+", first[3])
    context.close()
