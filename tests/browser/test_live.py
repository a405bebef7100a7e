"""Live parameters: another graph of the family, made on the page from file://."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

CHANGES = re.compile(r"^\d+ the same, \d+ split, \d+ merged, \d+ new, \d+ gone$")


@pytest.fixture
def site(live_site) -> Path:
    return live_site


@pytest.fixture
def ring(watch, site):
    """The exploration with a family, the controls open; in the end without a problem."""
    watched = watch()
    watched.page.goto(f"{site.as_uri()}/ring/index.html#layer=near")
    watched.page.wait_for_selector("html.has-viewer")
    tune(watched.page)
    yield watched.page
    assert watched.problems(site.as_uri()) == []


def tune(page: Page) -> None:
    page.get_by_role("button", name="Live parameters").click()
    expect(page.get_by_role("slider", name="eps")).to_be_visible()


def slide(page: Page, name: str, key: str, times: int = 1) -> None:
    slider = page.get_by_role("slider", name=name)
    for _ in range(times):
        slider.press(key)


def nodes(page: Page) -> int:
    """How many nodes the graph on show has, as its panel says."""
    text = page.locator(".viewer-panel").inner_text()
    return int(re.search(r"grouped into (\d+) nodes", text)[1])


def test_sliders_lead_through_the_family_and_back(ring):
    group = ring.get_by_role("group", name="Live parameters")
    back = group.get_by_role("button", name="Back to the author’s graph")
    expect(back).to_be_hidden()
    before = nodes(ring)
    slide(ring, "eps", "End")
    expect(group.locator("summary")).to_have_text(CHANGES)
    assert nodes(ring) < before
    eps = ring.get_by_role("slider", name="eps")
    expect(eps).to_have_attribute(
        "aria-valuetext", re.compile(r"^[\d.]+, value 121 of 121: \d+ nodes$")
    )
    slide(ring, "Intervals", "Home")
    expect(ring.get_by_role("slider", name="Intervals")).to_have_attribute(
        "aria-valuetext", re.compile(r"^8 intervals: \d+ nodes$")
    )
    slide(ring, "Overlap", "ArrowRight")
    ring.wait_for_url(re.compile(r"cover=8x0\.5&level="))
    back.press("Enter")
    expect(back).to_be_hidden()
    expect(eps).to_be_focused()
    assert nodes(ring) == before
    ring.wait_for_url(re.compile(r"#layer=near$"))


def test_coarseness_goes_from_many_small_nodes_to_few_large_ones(ring):
    slider = ring.get_by_role("slider", name="Coarseness")
    slider.press("Home")
    counts = [nodes(ring)]
    for _ in range(6):
        slider.press("ArrowRight")
        counts.append(nodes(ring))
    slider.press("End")
    assert all(one > other for one, other in pairwise(counts))
    assert nodes(ring) < counts[-1]


def test_the_way_back_stays_where_the_sliders_are_closed(ring):
    slide(ring, "eps", "ArrowRight")
    ring.get_by_role("button", name="Live parameters").click()
    expect(ring.get_by_role("slider", name="eps")).to_be_hidden()
    ring.get_by_role("button", name="Back to the author’s graph").click()
    expect(ring.get_by_role("group", name="Live parameters")).to_be_hidden()
    ring.wait_for_url(re.compile("#layer=near$"))


def test_a_drag_is_one_step_of_the_history(ring):
    before = nodes(ring)
    slide(ring, "eps", "ArrowLeft", 12)
    away = nodes(ring)
    assert away != before
    slide(ring, "Overlap", "Home")
    ring.get_by_role("button", name="Undo").click()
    assert nodes(ring) == away
    ring.get_by_role("button", name="Undo").click()
    assert nodes(ring) == before
    ring.get_by_role("button", name="Redo").click()
    assert nodes(ring) == away


def test_an_address_states_the_graph_and_its_node(ring, watch, site):
    ring.locator(".start").first.click()
    slide(ring, "eps", "ArrowRight", 2)
    slide(ring, "Intervals", "ArrowLeft")
    ring.wait_for_url(re.compile(r"node=i\d+c\d+&cover=8x0\.4&level="))
    shown = ring.locator(".viewer-panel h2").inner_text()
    other = watch()
    other.page.goto(ring.url)
    expect(other.page.locator(".viewer-panel h2")).to_have_text(shown)
    expect(other.page.locator(".live-changes summary")).to_have_text(
        ring.locator(".live-changes summary").inner_text()
    )
    assert other.problems(site.as_uri()) == []


def test_pictures_are_lent_and_the_panel_says_so(ring):
    ring.locator(".start").first.click()
    expect(ring.locator(".viewer-panel")).not_to_contain_text("Frozen")
    slide(ring, "Intervals", "ArrowLeft")
    expect(ring.locator(".viewer-panel [role=note]")).to_have_text(
        re.compile(
            r"^Frozen: pictures, exemplars .* those of i\d+c\d+, .*Jaccard index 0\.\d\d\)\.$"
        )
    )
    expect(ring.locator(".exemplars .tile").first).to_be_visible()
    group = ring.get_by_role("group", name="Live parameters")
    expect(group).to_contain_text("Frozen: stability, cohesion")
    expect(group).to_contain_text(re.compile(r"is found in \d+ % of the resamples"))
    expect(group).to_contain_text(re.compile(r"is in \d+ of the 1,089 published settings"))


def test_what_changed_is_listed_and_leads_to_nodes(ring):
    slide(ring, "eps", "End")
    changes = ring.locator(".live-changes")
    changes.locator("summary").press("Enter")
    expect(changes.get_by_role("heading", name="Merged")).to_be_visible()
    node = changes.get_by_role("button").first
    name = node.inner_text()
    node.click()
    expect(ring.locator(".viewer-panel h2")).to_have_text(name)


def test_a_structure_stays_marked_by_its_rows(ring):
    ring.locator(".structures button").first.click()
    ring.wait_for_url(re.compile("structure="))
    slide(ring, "Intervals", "ArrowRight")
    ring.wait_for_url(re.compile(r"rows=[bd][\w-]+&cover=12x0\.4"))


def test_a_graph_without_a_family_says_why(watch, site):
    watched = watch()
    watched.page.goto(f"{site.as_uri()}/linked/index.html")
    watched.page.wait_for_selector("html.has-viewer")
    watched.page.get_by_role("button", name="Live parameters").click()
    group = watched.page.get_by_role("group", name="Live parameters")
    expect(group.get_by_role("note").first).to_have_text(
        re.compile("^Frozen: the clusterer is not DBSCAN")
    )
    expect(group.get_by_role("slider")).to_have_count(0)
    assert watched.problems(site.as_uri()) == []


def test_a_cover_that_is_not_published_is_said(watch, site):
    watched = watch()
    watched.page.goto(f"{site.as_uri()}/ring/index.html#layer=near&cover=99x0.3")
    said = watched.page.get_by_role("status").filter(has_text="near has no cover “99x0.3”")
    expect(said).to_have_count(1)
    watched.page.wait_for_url(re.compile("#layer=near"))
    assert watched.problems(site.as_uri()) == []


def test_sliders_stand_above_layers_side_by_side(watch, site):
    watched = watch()
    page = watched.page
    page.goto(f"{site.as_uri()}/ring/index.html#layer=near&cover=8x0.4&beside=far")
    group = page.get_by_role("group", name="Live parameters")
    expect(group.get_by_role("slider", name="eps")).to_be_visible()
    sliders = group.bounding_box()
    graph = page.locator(".graph-surface").first.bounding_box()
    assert sliders and graph
    assert sliders["width"] > 900
    assert sliders["y"] + sliders["height"] <= graph["y"]
    assert watched.problems(site.as_uri()) == []
