"""The optimised pictures of the panel: how far to trust them, single activations, arms."""

import re

import pytest
from playwright.sync_api import expect

from static_server import served

REACHED = re.compile(r"\d+\sstep(s)?, cosine\s0\.\d\d, objective\s\d")
NODE = "#layer=block10&node=i8c0"


@pytest.fixture(params=["http", "file"])
def at(request, exploration, watch):
    """Open a view of the synthetic exploration over http, then by double click."""
    root = exploration.parents[1]
    watched = watch()

    def open_at(address):
        def go(fragment, width=1280):
            watched.page.set_viewport_size({"width": width, "height": 900})
            watched.page.goto(f"{address}synthetic/index.html{fragment}")
            watched.page.wait_for_selector("html.has-viewer")
            return watched.page

        return go

    if request.param == "file":
        yield open_at(root.as_uri() + "/")
        assert watched.problems(root.as_uri()) == []
    else:
        with served(root) as address:
            yield open_at(address)
            assert watched.problems(address) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_objective_and_what_was_reached_are_read_without_a_pointer(at, width):
    page = at(NODE, width)
    caption = page.locator(".pictures > figure").first.locator("figcaption")
    expect(caption).to_contain_text("What it responds to")
    expect(caption).to_contain_text(REACHED)
    assert caption.locator("[title]").count() == 0
    trust = page.locator(".trust")
    expect(trust.get_by_role("heading", name="Spread around the centroid")).to_be_visible()
    expect(trust).to_contain_text("Objective: dot product with the node’s centroid, away")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert fits(caption)


def test_the_strip_shows_the_members_and_the_picture(at):
    page = at(NODE)
    expect(page.locator(".spread-strip")).to_be_visible()
    # In one call: the panel is drawn again when the samples have arrived.
    axis, band, mark, said = page.locator(".trust").evaluate(
        """trust => [
            ...[".axis", ".band", ".mark"].map((name) => {
                const { x, width } = trust.querySelector(`.spread-strip ${name}`)
                    .getBoundingClientRect();
                return { x, width };
            }),
            trust.querySelector("p").innerText,
        ]"""
    )
    low, high, picture = (float(figure) for figure in re.findall(r"[01]\.\d\d", said))
    for where, cosine in [
        (band["x"], low),
        (band["x"] + band["width"], high),
        (mark["x"] + mark["width"] / 2, picture),
    ]:
        assert abs((where - axis["x"]) / axis["width"] - cosine) < 0.02


def test_a_picture_of_another_node_leads_to_that_node(at):
    page = at("#layer=block10&node=i2c1")
    go = page.locator(".trust").get_by_role("button")
    expect(page.locator(".trust")).to_contain_text(
        "The activation of the image is closest to another node:"
    )
    other = go.inner_text()
    go.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".panel-head .node-id")).to_have_text(other)


@pytest.mark.parametrize("width", [1280, 390])
def test_single_activations_say_what_they_are_of_and_what_they_reached(at, width):
    page = at("#layer=block10&node=i0c0", width)
    row = page.locator(".trust .picture-row")
    expect(row.locator("figcaption").first).to_contain_text(REACHED)
    expect(row).to_contain_text("Objective: dot product with that one activation")
    assert row.get_by_role("img", name="Feature visualisation of one activation").count() > 0
    assert fits(row.locator("figcaption").first)


def test_an_activation_is_called_the_nearest_inputs_only_where_it_is(at):
    page = at("#layer=block10&node=i0c0")
    expect(page.locator(".trust .picture-row p").first).to_have_text(
        "Feature visualisation of the activation of its nearest input"
    )
    page = at(NODE)
    expect(page.locator(".trust .picture-row p").first).to_contain_text("not that of its nearest")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_marked_bifurcation_shows_the_picture_of_each_arm(at, width):
    page = at("#layer=block10", width)
    item = page.locator(".structures li", has_text="Bifurcation").first
    row = item.locator(".picture-row")
    expect(row).to_be_hidden()
    item.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(row).to_be_visible()
    expect(row).to_contain_text("Feature visualisations of each arm against the other arms")
    expect(row).to_contain_text("Objective: dot product with the centroid of the arm’s rows minus")
    expect(row.get_by_role("img", name="Feature visualisation of arm 1 against")).to_be_visible()
    captions = row.locator("figcaption")
    assert captions.count() in (2, 3)
    for k in range(captions.count()):
        expect(captions.nth(k)).to_contain_text(REACHED)
        assert fits(captions.nth(k))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Enter")
    expect(row).to_be_hidden()


def test_the_pictures_of_a_marked_bifurcation_stay_where_the_list_is_drawn_anew(at):
    page = at("#layer=block10")
    item = page.locator(".structures li", has_text="Bifurcation").first
    item.get_by_role("button").click()
    expect(item.locator(".picture-row")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(300)
    expect(item.locator(".picture-row")).to_be_visible()


def fits(caption) -> bool:
    """Return whether nothing of a caption's figures is cut off."""
    return caption.locator(".soft").evaluate("soft => soft.scrollWidth <= soft.clientWidth + 1")
