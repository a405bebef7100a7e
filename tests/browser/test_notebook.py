"""The output of a notebook's cell: the explorer in a frame, with nothing beside it."""

import numpy as np
import pytest

import topopress
from topopress.api.notebook_page import notebook_html

N = 60
GROUP = np.repeat([0, 1, 2], N // 3)
MAPPER = {
    "cover": {"n_intervals": 3},
    "clusterer": {"min_samples": 3},
    "stability": {"resamples": 2},
}


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """A page with an output as a notebook has it, in a folder without the site."""
    folder = tmp_path_factory.mktemp("notebook")
    rng = np.random.default_rng(0)
    site = topopress.publish(
        rng.normal(0, 0.1, (N, 4)) + np.eye(4)[GROUP],
        tmp_path_factory.mktemp("elsewhere") / "site",
        labels=GROUP,
        pictures=rng.random((N, 8, 8, 3)),
        mapper=MAPPER,
        quiet=True,
    )
    page = folder / "page.html"
    page.write_text(f"<!doctype html><meta charset=utf-8>{site._repr_html_()}", "utf-8")
    return page


def test_the_explorer_runs_in_a_cell(output, watch):
    watched = watch()
    page = watched.page
    page.goto(output.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html.has-viewer").wait_for()
    frame.get_by_role("button", name="Pictures").first.click()
    frame.locator(".graph-surface").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    tile = frame.locator(".exemplars .tile").first
    tile.wait_for()
    address = tile.evaluate("element => getComputedStyle(element).backgroundImage")
    assert address.startswith('url("blob:')
    outside = [url for url in watched.requests if not url.startswith(("file:", "blob:", "data:"))]
    assert outside == []
    assert [url for url in watched.requests if url.startswith("file:")] == [output.as_uri()]
    assert watched.errors == []
    assert page.url == output.as_uri()


def test_a_figure_can_be_saved_from_a_cell(output, watch):
    watched = watch()
    page = watched.page
    page.goto(output.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html.has-viewer").wait_for()
    frame.get_by_role("button", name="Save figure").click()
    with page.expect_download() as download:
        frame.get_by_role("button", name="Download").click()
    svg = download.value.path().read_text("utf-8")
    assert svg.startswith("<svg ")
    assert "#layer=" not in svg
    assert watched.errors == []


def test_the_cell_has_a_drawing_where_the_explorer_is_too_large(output, watch, monkeypatch):
    watched = watch()
    site = next(output.parent.parent.glob("elsewhere*/site"))
    monkeypatch.setattr("topopress.api.notebook_page.LARGEST", 1000)
    large = output.with_name("large.html")
    large.write_text(notebook_html(site, "vectors"), "utf-8")
    watched.page.goto(large.as_uri())
    frame = watched.page.frame_locator("iframe")
    frame.locator("svg.static-graph, .static-graph svg").first.wait_for()
    assert not frame.locator(".no-viewer").is_visible()
    assert watched.errors == []
