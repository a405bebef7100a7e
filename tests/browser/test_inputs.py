"""Pictures that are not square, and grey ones, on pages opened by double click."""

import pytest

RATIO = """selector => {
    const { width, height } = document.querySelector(selector)?.getBoundingClientRect() ?? {};
    return height > 0 && width / height;
}"""


def ratio(page, selector):
    """Return width by height of the first element that fits, once it is laid out."""
    return page.wait_for_function(RATIO, arg=selector).json_value()


@pytest.mark.parametrize("width", [1280, 390])
def test_an_input_of_48_by_64_keeps_its_shape(input_site, watch, width):
    watched = watch()
    page = watched.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((input_site / "wide/index.html").as_uri() + "#layer=second-1&node=i1c0")
    page.wait_for_selector("html.has-viewer")
    tile = ratio(page, ".exemplars .tile")
    assert 1.05 < tile < 64 / 48 + 0.05
    assert 1.05 < ratio(page, ".pictures > figure .tile") < 64 / 48 + 0.05
    page.locator(".exemplars .tile").first.hover()
    page.locator(".whole.shown").wait_for()
    assert ratio(page, ".whole .tile") == pytest.approx(64 / 48, abs=0.02)
    assert ratio(page, ".seen") == pytest.approx(tile, abs=0.1)
    page.get_by_role("button", name="Pictures").first.click() if width > 1000 else None
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.problems(input_site.as_uri()) == []


@pytest.mark.parametrize("name", ["grey", "four", "bfloat16", "float64"])
def test_pages_of_other_inputs_open(input_site, watch, name):
    watched = watch()
    watched.page.goto((input_site / name / "index.html").as_uri() + "#layer=second-1")
    watched.page.wait_for_selector("html.has-viewer")
    watched.page.locator(".start").first.click()
    assert ratio(watched.page, ".exemplars .tile") == pytest.approx(1, abs=0.02)
    assert watched.problems(input_site.as_uri()) == []
