"""Views in essays: still drawings that come alive, side by side, and in a guided tour."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tiny_project import SETTINGS, write_project

ESSAY = """\
# Tiny

A graph.

::: view layer=3 label=striped
Where the striped pictures are.
:::

::: explorer

The end.
"""
STUDY = """\
+++
title = "Two layers"
explorations = ["tiny"]
+++
::: view exploration=tiny layer=1 node=i0c0 colour=label #fig:one
One node of the first layer.
:::

::: view layer=3 beside=1 colour=purity
Both layers.
:::

:::: tour layer=3
::: step
Look at the whole graph.
:::
::: step colour=label
Now by label.
:::
::: step label=plain
And the plain ones.
:::
::::

Words at the end.
"""
ALIVE = ".view-stage.alive .live-view canvas"


@pytest.fixture(scope="session")
def views_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with an exploration and a case study that show views."""
    from topopress.build.site import build_site
    from topopress.stage.listener import Recorder

    settings = SETTINGS.replace("steps = 2", "enabled = false")
    root = write_project(tmp_path_factory.mktemp("views"), settings, ESSAY)
    study = root / "content/case-studies/layers/index.md"
    study.parent.mkdir(parents=True)
    study.write_text(STUDY)
    return build_site(root, listener=Recorder(), durable=False).out


@pytest.fixture
def study(watched, views_site) -> Page:
    page = watched.page
    page.goto((views_site / "case-studies/layers/index.html").as_uri())
    yield page
    assert watched.problems(views_site.as_uri()) == []


def figure(page: Page, k: int):
    return page.locator(".view-figure").nth(k)


def test_a_view_of_another_exploration_comes_alive_by_click_and_sleeps_again(study):
    one = figure(study, 0)
    height = one.bounding_box()["height"]
    assert study.locator("script[src*=viewer]").count() == 0
    one.locator("svg.graph").click()
    expect(one.locator(ALIVE).first).to_be_visible()
    expect(one.locator(".panel-head .node-id")).to_be_visible()
    # The pictures of the other folder are there.
    tile = one.locator(".exemplar-figure .tile").first
    expect(tile).to_have_css("background-image", re.compile(r"/tiny/images/"))
    assert one.bounding_box()["height"] == height
    assert "#" not in study.url
    link = one.get_by_role("link", name="Open in the explorer")
    one.locator(".graph-surface").press("Escape")
    link.focus()
    expect(link).to_have_attribute("href", re.compile(r"^.*tiny/index.html#layer=1&colour=label$"))
    one.get_by_role("button", name="Back to the drawing").click()
    expect(one.locator("svg.graph")).to_be_visible()
    expect(one.locator(".live-view")).to_be_hidden()


def test_two_views_on_a_page_are_alive_at_once_by_keyboard(study):
    for k in (0, 1):
        figure(study, k).get_by_role("button", name="Explore this view").press("Enter")
        expect(figure(study, k).locator(ALIVE).first).to_be_visible()
        expect(figure(study, k).locator(".graph-surface:focus")).to_have_count(1)
    expect(figure(study, 1).locator(".viewer-graph")).to_have_count(2)
    study.keyboard.press("ArrowRight")
    study.keyboard.press("Enter")
    expect(figure(study, 1).locator(".panel-head .node-id")).to_be_visible()
    assert figure(study, 0).locator(ALIVE).count() >= 1


def test_the_tour_changes_its_view_by_keyboard_and_takes_the_explorer_along(study):
    tour = study.get_by_role("region", name="Guided tour")
    shown = tour.locator(".view-figure.current")
    expect(shown).to_have_attribute("data-view", "layer=3")
    tour.get_by_role("button", name="Next").first.press("Enter")
    expect(shown).to_have_attribute("data-view", "layer=3&colour=label")
    shown.get_by_role("button", name="Explore this view").press("Enter")
    expect(shown.locator(ALIVE).first).to_be_visible()
    tour.get_by_text("Now by label.").locator("xpath=ancestor::div[1]").press("ArrowRight")
    expect(shown).to_have_attribute("data-view", "layer=3&label=plain")
    expect(shown.locator(ALIVE).first).to_be_visible()
    assert study.locator(".live-view").count() == 1


def test_the_tour_follows_the_scroll(study):
    shown = study.locator(".guided-tour .view-figure.current")
    study.get_by_text("And the plain ones.").evaluate("e => e.scrollIntoView({block: 'center'})")
    expect(shown).to_have_attribute("data-view", "layer=3&label=plain")


def test_without_a_script_every_step_has_its_drawing(browser, views_site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((views_site / "case-studies/layers/index.html").as_uri())
    for k in range(5):
        expect(figure(page, k).locator("svg.graph").first).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    context.close()


def test_on_paper_the_drawings_are_seen(study):
    figure(study, 0).get_by_role("button", name="Explore this view").click()
    expect(figure(study, 0).locator(ALIVE).first).to_be_visible()
    study.emulate_media(media="print")
    for k in range(5):
        expect(figure(study, k).locator("svg.graph").first).to_be_visible()
    expect(study.locator(".live-view")).to_be_hidden()


def test_a_view_beside_the_explorer_of_its_page_leaves_the_address_alone(watched, views_site):
    page = watched.page
    page.goto((views_site / "tiny/index.html").as_uri())
    page.wait_for_selector("html.has-viewer")
    one = figure(page, 0)
    one.get_by_role("button", name="Explore this view").click()
    expect(one.locator(ALIVE).first).to_be_visible()
    assert "#" not in page.url
    assert watched.problems(views_site.as_uri()) == []


def test_the_explorer_alone_in_a_frame_of_another_page(watched, views_site, tmp_path):
    page, embed = watched.page, (views_site / "tiny/embed.html").as_uri()
    post = tmp_path / "post.html"
    frame = f'<iframe title="A graph" src="{embed}#layer=1&amp;node=i0c0" width="900" height="720">'
    post.write_text(f"<!doctype html><title>Post</title><p>Words.</p>{frame}</iframe>")
    page.goto(post.as_uri())
    inside = page.frame_locator("iframe")
    expect(inside.locator(".panel-head .node-id")).to_have_text("i0c0")
    expect(inside.locator(".site-head")).to_have_count(0)
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    inside.locator(".graph-surface").press("Escape")
    link = inside.get_by_role("link", name="Open the full page")
    link.evaluate("e => e.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    expect(link).to_have_attribute("href", re.compile(r"index\.html#layer=1$"))
    assert watched.errors == []


def test_a_view_is_saved_as_a_file_and_as_lines_of_an_essay(watched, views_site):
    page = watched.page
    page.goto((views_site / "tiny/index.html").as_uri() + "#layer=1&node=i0c0")
    page.wait_for_selector("html.has-viewer")
    page.get_by_role("button", name="Save figure").click()
    lines = page.get_by_role("textbox", name="Essay")
    expect(lines).to_have_value("::: view exploration=tiny layer=1 node=i0c0\nCaption.\n:::")
    expect(page.get_by_role("textbox", name="Frame")).to_be_hidden()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the view").click()
    assert saving.value.suggested_filename == "tiny-1.view.json"
    saved = json.loads(Path(saving.value.path()).read_text("utf-8"))
    assert saved["view"] == {"layer": "1", "node": "i0c0"}
