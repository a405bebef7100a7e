"""The exemplars of a node: their kinds, the whole input, and the classes they speak for."""

import re

from playwright.sync_api import expect

from viewer_fixture import opened

SHIFTS = (
    "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach("
    "(entry) => { window.shift += entry.value; })).observe({type: 'layout-shift'});"
)


def kind(page, name):
    """Return the radio button of a kind of exemplars."""
    return page.locator(".exemplar-figure").get_by_role("radio", name=name)


def test_the_kind_is_chosen_with_arrow_keys_and_stays(page):
    page.locator(".start").first.click()
    tiles = page.locator(".exemplars .tile")
    expect(tiles).to_have_count(9)
    kind(page, "Nearest").focus()
    page.keyboard.press("ArrowRight")
    expect(kind(page, "Spread")).to_be_checked()
    expect(kind(page, "Spread")).to_be_focused()
    expect(tiles).to_have_count(6)
    expect(page.locator(".exemplar-figure figcaption")).to_contain_text("Inputs spread over it")
    page.locator(".neighbour").first.click()
    expect(kind(page, "Spread")).to_be_checked()
    page.locator('[data-layer="head"]').click()
    # The selection is kept by its rows.
    page.get_by_role("button", name="Clear the selection").click()
    page.locator(".start").first.click()
    expect(kind(page, "Spread")).to_be_checked()


def test_the_whole_input_shows_what_an_exemplar_sees_and_moves_nothing(page):
    page.locator(".start").first.click()
    whole = page.locator(".whole")
    expect(whole).to_be_hidden()
    page.wait_for_timeout(300)
    page.evaluate(SHIFTS)
    page.keyboard.press("Tab")  # a shift counts where no input came just before it
    page.wait_for_timeout(700)
    page.locator(".exemplars .tile").nth(2).focus()
    expect(whole).to_be_visible()
    outer = whole.locator(".tile").bounding_box()
    inner = page.locator(".seen").bounding_box()
    assert abs(inner["width"] / outer["width"] - 0.25) < 0.02
    assert outer["x"] <= inner["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    page.wait_for_timeout(200)
    assert page.evaluate("window.shift") == 0
    page.locator(".exemplars .tile").nth(2).blur()
    expect(whole).to_be_hidden()


def test_by_label_each_exemplar_has_its_label(page):
    page.locator(".start").first.click()
    kind(page, "By label").check()
    tiles = page.locator(".exemplars .labelled")
    expect(tiles).to_have_count(2)
    tiles.first.focus()
    caption = page.locator(".exemplar-figure figcaption bdi").first
    names = page.locator(".viewer-panel .bars .bar-row .bar-name bdi").all_inner_texts()
    assert caption.inner_text() in names


def test_the_panel_lists_class_attribution(page):
    page.locator(".start").first.click()
    section = page.locator(".classes")
    expect(section.get_by_role("heading", name="Class attribution")).to_be_visible()
    rows = section.locator(".class-row")
    expect(rows).to_have_count(8)
    expect(rows.first).to_have_text(re.compile(r"^class of .+\+\d\.\d+$"))
    expect(rows.nth(5)).to_have_text(re.compile(r"−\d\.\d+$"))


def test_a_finger_shows_the_whole_input(browser, exploration):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = opened(context.new_page(), exploration, "#layer=block10&node=i8c0")
    page.locator(".exemplars .tile").nth(1).tap()
    expect(page.locator(".whole")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    context.close()


def test_all_exemplars_are_seen_page_by_page_and_nothing_moves(browser, exploration):
    page = opened(browser.new_page(), exploration, "#layer=block10&node=i5c0")
    tiles, caption = page.locator(".exemplars .tile"), page.locator(".exemplar-figure figcaption")
    after = page.get_by_role("button", name="Exemplars after these")
    expect(after).to_be_hidden()  # of the nearest there are nine
    kind(page, "Spread").check()
    height = page.locator(".pictures").bounding_box()["height"]
    seen = []
    for said in ("1–9 of 26", "10–18 of 26", "19–26 of 26"):
        expect(page.locator(".pager")).to_contain_text(said)
        seen += tiles.evaluate_all("tiles => tiles.map((tile) => tile.ariaLabel)")
        assert page.locator(".pictures").bounding_box()["height"] == height
        after.focus()
        page.keyboard.press("Enter")
        expect(after).to_be_focused()
    cosines = [re.search(r"cosine (0\.\d\d)", words)[1] for words in seen]
    assert len(cosines) == 26
    assert cosines == sorted(cosines, reverse=True)
    expect(page.locator(".pager")).to_contain_text("1–9 of 26")
    page.get_by_role("button", name="Exemplars before these").click()
    expect(tiles).to_have_count(8)
    tiles.last.focus()
    expect(page.locator(".whole")).to_be_visible()
    tiles.last.blur()
    expect(caption).to_contain_text("Inputs spread over it")
    kind(page, "By label").check()
    assert page.locator(".pictures").bounding_box()["height"] == height
    kind(page, "Spread").check()
    expect(page.locator(".pager")).to_contain_text("1–9 of 26")
    page.close()


def test_a_node_with_one_page_of_each_kind_has_no_pager(page):
    page.locator(".start").first.click()
    expect(page.locator(".exemplars .tile")).to_have_count(9)
    expect(page.locator(".pager")).to_be_hidden()
