"""The explorer of a graph that another tool has made, from disk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from graph_fixture import node_link, write_graph
from topopress.build.site import build_site
from topopress.stage.listener import Recorder


def built(root: Path, *args: object) -> str:
    """Build the site of a graph; return the address of its page on disk."""
    write_graph(root, *args)
    build_site(root, listener=Recorder(), durable=False)
    return (root / "public/given/index.html").as_uri()


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> str:
    return built(tmp_path_factory.mktemp("bare"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> str:
    data = 'metadata = "rows.csv"\nvectors = "rows.npy"\n'
    return built(tmp_path_factory.mktemp("whole"), node_link(), data)


def test_a_bare_graph_shows_its_members_and_says_what_was_not_judged(watch, bare):
    watched = watch()
    page = watched.page
    page.goto(bare)
    panel = page.locator(".viewer-panel")
    expect(panel).to_contain_text("The graph was made of 58 rows by another tool.")
    expect(panel).to_contain_text("Stability was not judged: another tool made the graph")
    expect(page.locator(".viewer-scatter")).to_be_hidden()
    assert page.locator(".segments").first.inner_text().split() == ["Colour", "Members"]
    page.get_by_role("combobox", name=re.compile("^Search")).fill("cube2")
    page.get_by_role("option", name="cube2_cluster0").click()
    expect(panel.locator(".panel-head")).to_contain_text("cube2_cluster0")
    expect(panel.locator(".exemplars .tile")).to_have_count(9)
    expect(panel).to_contain_text("Members drawn at random")
    expect(panel).to_contain_text("in element 2 of the cover")
    assert not re.search(r"(?i)cosine|centroid|cohesion|vector", panel.inner_text())
    assert watched.problems("file://") == []


def test_with_a_lens_a_table_and_vectors_the_viewer_has_them(watch, whole):
    watched = watch()
    page = watched.page
    page.goto(f"{whole}#layer=graph&node=i0c3&colour=value")
    colours = page.locator(".segments").first.inner_text().split()
    assert colours == ["Colour", "Lens", "Purity", "Cohesion", "Label", "Value"]
    expect(page.locator(".viewer-legend")).to_contain_text("score")
    panel = page.locator(".viewer-panel")
    expect(panel.locator(".panel-head")).to_contain_text("n3")
    expect(panel.locator(".exemplars .tile").first).to_contain_text(re.compile(r"p\d\d"))
    expect(panel).to_contain_text("Mean age")
    expect(page.locator(".viewer-scatter h2")).to_have_text("20 of 60 rows")
    expect(panel).to_contain_text(re.compile(r"cosine \d\.\d\d to"))
    assert watched.problems("file://") == []
