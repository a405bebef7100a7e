"""The search over a site, from file://: opened by keyboard, typed into, followed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from topopress.pages.site.render import render_site
from unit.pages import synthetic

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    for path, content in render_site(synthetic.SITE, [synthetic.source()]).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder.as_uri()


def test_the_search_is_opened_typed_into_and_followed_by_keyboard(watch, site):
    watched = watch()
    page = watched.page
    page.goto(f"{site}/photographs/layers/block3.html")
    assert not [one for one in watched.requests if "/assets/search" in one]
    page.keyboard.press("Control+k")
    box = page.get_by_role("searchbox", name="Search this site")
    expect(box).to_be_focused()
    page.keyboard.type("coff")
    status = page.get_by_role("dialog").get_by_role("status")
    expect(status).to_contain_text("result")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search-found a").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/photographs/index.html#layer=*")
    expect(page.locator(".viewer")).to_be_visible()
    assert watched.problems(site) == []


def test_escape_closes_and_a_result_on_the_page_itself_too(watch, site):
    watched = watch()
    page = watched.page
    page.goto(f"{site}/photographs/method.html")
    button = page.get_by_role("button", name="Search")
    button.click()
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    page.keyboard.type("build it again")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(f"{site}/photographs/method.html#rebuild")
    assert watched.problems(site) == []


def test_the_dialog_fits_a_narrow_window_and_axe_finds_nothing(browser, site):
    context = browser.new_context(viewport={"width": 320, "height": 568}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/index.html")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("block")
    expect(page.locator(".search-found li").first).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    box = page.get_by_role("dialog").bounding_box()
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document.querySelector('dialog')).then((r) => r.violations)")
    context.close()
    assert width <= 320
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert [one["id"] for one in found] == []


def test_without_a_script_there_is_no_button(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/index.html")
    expect(page.get_by_role("button", name="Search")).to_have_count(0)
    context.close()
