"""Every page opens over http and by double click: no error, no violation, no foreign request."""

from pathlib import Path

import pytest

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"
SERIOUS = ("serious", "critical")


def page_paths(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def wait_until_ready(page) -> None:
    page.wait_for_load_state("load")
    if page.locator("#explorer").count():
        page.wait_for_selector("html.has-viewer")


@pytest.mark.parametrize("kind", ["watch", "watch_without_3d"])
def test_no_page_makes_an_error_or_leaves_the_site(request, small_site, site_address, kind):
    watch = request.getfixturevalue(kind)
    for path in page_paths(small_site):
        watched = watch()
        watched.page.goto(site_address + path)
        wait_until_ready(watched.page)
        assert watched.problems(site_address) == [], path
        watched.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, small_site, http_site, scheme):
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    for path in page_paths(small_site):
        page = context.new_page()
        page.goto(http_site + path)
        wait_until_ready(page)
        page.evaluate(AXE.read_text("utf-8"))
        result = page.evaluate("axe.run()")
        serious = [
            (path, found["id"], found["nodes"][0]["target"], found["nodes"][0]["failureSummary"])
            for found in result["violations"]
            if found["impact"] in SERIOUS
        ]
        assert serious == []
        page.close()
    context.close()


def test_a_chosen_theme_is_kept_from_page_to_page(browser, small_site, http_site):
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(http_site + "index.html")
    page.get_by_role("button", name="Light or dark").click()
    paths = [path for path in page_paths(small_site) if path != "404.html"]
    for path in paths:
        page.goto(http_site + path)
        wait_until_ready(page)
        assert page.evaluate("document.documentElement.dataset.theme") == "dark", path
    page.get_by_role("button", name="Light or dark").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") is None
    context.close()


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_nothing_overflows_the_window(browser, small_site, http_site, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    for path in page_paths(small_site):
        page = context.new_page()
        page.goto(http_site + path)
        wait_until_ready(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.close()
    context.close()
