"""Pictures that are not square, and grey ones, on pages opened by double click."""

import pytest

RATIO = """element => {
    const { width, height } = element.getBoundingClientRect();
    return width / height;
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_an_input_of_48_by_64_keeps_its_shape(input_site, watch, width):
    watched = watch()
    page = watched.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((input_site / "wide/index.html").as_uri() + "#layer=second-1&node=i1c0")
    page.wait_for_selector("html.has-viewer")
    tile = page.locator(".exemplars .tile").first
    assert 1.05 < tile.evaluate(RATIO) < 64 / 48 + 0.05
    visual = page.locator(".pictures > figure .tile").first
    assert 1.05 < visual.evaluate(RATIO) < 64 / 48 + 0.05
    tile.hover()
    page.locator(".whole.shown").wait_for()
    assert page.locator(".whole .tile").evaluate(RATIO) == pytest.approx(64 / 48, abs=0.02)
    seen = page.locator(".seen").bounding_box()
    assert seen["width"] / seen["height"] == pytest.approx(tile.evaluate(RATIO), abs=0.1)
    page.get_by_role("button", name="Pictures").first.click() if width > 1000 else None
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.problems(input_site.as_uri()) == []


@pytest.mark.parametrize("name", ["grey", "four", "bfloat16", "float64"])
def test_pages_of_other_inputs_open(input_site, watch, name):
    watched = watch()
    watched.page.goto((input_site / name / "index.html").as_uri() + "#layer=second-1")
    watched.page.wait_for_selector("html.has-viewer")
    watched.page.locator(".start").first.click()
    assert watched.page.locator(".exemplars .tile").first.evaluate(RATIO) == pytest.approx(1)
    assert watched.problems(input_site.as_uri()) == []
