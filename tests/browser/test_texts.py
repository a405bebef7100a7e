"""The viewer of words in sentences, from disk: concordance, word search, columns, purity."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from text_fixture import N_ROWS, write_texts
from viewer_fixture import opened

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def exploration(tmp_path_factory) -> Path:
    return write_texts(tmp_path_factory.mktemp("texts"))


@pytest.fixture
def page(context, exploration) -> Page:
    page = opened(context.new_page(), exploration)
    expect(page.locator(".lines > li").first).to_be_visible()
    return page


def words(page: Page) -> list[str]:
    return page.locator(".line-text mark").all_inner_texts()


def test_every_row_is_a_line_and_all_can_be_reached(page):
    title = page.locator(".viewer-lines h2")
    expect(title).to_have_text(f"All {N_ROWS} words of hidden.6")
    seen = 0
    for _ in range(5):
        seen += page.locator(".lines > li").count()
        page.get_by_role("button", name="Lines after these").click()
    assert seen == N_ROWS
    expect(page.locator(".viewer-lines .pager .figure")).to_have_text(f"1–50 of {N_ROWS}")


def test_lines_are_sorted_and_filtered_and_the_address_says_so(page):
    page.get_by_label("Sort by").select_option(label="word")
    assert words(page)[:2] == ["bank", "bank"]
    page.get_by_label("With", exact=True).fill("CAFE")
    expect(page.locator(".viewer-lines h2")).to_have_text(f"20 of {N_ROWS} words of hidden.6")
    assert set(words(page)) == {"spring"}
    expect(page.locator("#explorer-graph-live")).to_have_text(f"20 of {N_ROWS} words of hidden.6")
    page.get_by_label("Show", exact=True).select_option("spring: water")
    expect(page.locator(".lines")).to_have_text("No line matches.")
    page.wait_for_url(re.compile(r"order=word&only=spring:\+water&filter=CAFE$"))


def test_a_node_has_its_members_nearest_first(page):
    page.locator(".start").first.click()
    page.get_by_role("button", name=re.compile(r"^Read all \d+ members in context$")).click()
    expect(page.locator(".viewer-lines h2")).to_be_focused()
    cosines = page.locator(".lines .line-value.figure").all_inner_texts()
    numbers = [float(text.split()[-1]) for text in cosines]
    assert numbers == sorted(numbers, reverse=True)


def test_the_keyboard_walks_the_lines_and_opens_a_sentence(page):
    first = page.locator(".line-text").first
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".line-text").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    more = page.locator(".lines > li.open .line-more")
    expect(more.locator("mark")).to_be_visible()
    expect(more).to_contain_text("line ")
    page.locator(".lines > li").nth(2).locator(".line-text").click()
    page.locator(".lines > li").nth(2).get_by_role(
        "button", name=re.compile("^i[0-9]")
    ).first.click()
    expect(page.locator(".viewer-lines h2")).to_be_focused()
    expect(page.locator(".viewer-lines h2")).to_contain_text("of node i")
    page.get_by_role("button", name="Clear the selection").click()
    page.locator(".line-text").first.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".viewer-lines .pager .figure")).to_have_text(f"51–100 of {N_ROWS}")
    assert page.locator(".line-text[tabindex='0']").count() == 1


def test_a_screen_reader_hears_the_word_and_its_sentence_once(page):
    page.get_by_label("With", exact=True).fill("coil")
    name = "spring, in: The coil of the spring was broken."
    expect(page.get_by_role("button", name=name, exact=True)).to_have_count(1)
    page.locator(".start").first.click()
    cards = page.locator(".exemplars").get_by_role(
        "button", name=re.compile(r"^.+, in: .+, cosine [0-9.]+: mark this input in every node$")
    )
    expect(cards).to_have_count(page.locator(".exemplars .tile").count())


def test_search_finds_forms_and_words_of_any_script(page):
    box = page.get_by_role("combobox", name="Search")
    box.fill("bank")
    options = page.locator(".search-results li")
    expect(options.first).to_have_text(re.compile(r"^bank\s*word · 80$"))
    expect(options.nth(1)).to_have_text(re.compile(r"^“bank” in the text\s*80$"))
    box.fill("行取")
    expect(options.first).to_have_text(re.compile(r"^“行取” in the text\s*20$"))
    page.keyboard.press("Enter")
    expect(page.locator(".viewer-lines h2")).to_have_text("20 words: “行取” in the text")
    expect(page.locator(".legend-mark")).to_contain_text("share of “行取” in the text")
    page.wait_for_url(re.compile("word="))


def test_a_further_column_colours_nodes_legend_and_points(page):
    page.get_by_label("Labels", exact=True).select_option("language")
    legend = page.locator(".viewer-legend")
    expect(legend.get_by_role("button", name="Arabic")).to_be_visible()
    legend.get_by_role("button", name="Arabic").click()
    expect(page.locator(".viewer-lines h2")).to_have_text("40 words: Arabic")
    expect(page.locator(".scatter-head")).to_contain_text("by language")
    page.wait_for_url(re.compile("value=language:Arabic&column=language$"))


def test_purity_by_layer_stands_beside_chance_and_leads_to_the_layer(page):
    section = page.locator(".purity-layers")
    names = section.get_by_role("button").all_inner_texts()
    assert [re.sub(r"\s+", " ", name).strip() for name in names] == [
        "hidden.0 : purity 60 %, chance 55 %, excess 10 %",
        "hidden.6 : purity 90 %, chance 55 %, excess 80 %",
    ]
    section.get_by_role("button").first.click()
    expect(page.locator(".viewer-lines h2")).to_have_text(f"All {N_ROWS} words of hidden.0")


def test_each_sentence_has_its_own_direction_and_the_word_stands_in_one_column(page):
    page.get_by_label("Show", exact=True).select_option("bank: river")
    right = page.locator(".line-text[dir='rtl']").first
    expect(right).to_have_attribute("aria-label", re.compile("^הנהר, in: ישבנו"))
    boxes = right.evaluate(
        "(line) => [...line.children].map((part) => part.getBoundingClientRect().left)"
    )
    assert boxes == sorted(boxes, reverse=True)
    starts = page.locator(".line-text[dir='ltr'] mark").evaluate_all(
        "(marks) => marks.map((mark) => Math.round(mark.getBoundingClientRect().left))"
    )
    assert len(set(starts)) == 1


def test_on_a_phone_a_line_is_its_sentence(browser, exploration):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = opened(context.new_page(), exploration, "#layer=hidden-6&filter=coil")
    line = page.locator(".line-text").first
    expect(line).to_be_visible()
    assert line.inner_text() == "The coil of the spring was broken."
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, exploration, scheme):
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    page = opened(context.new_page(), exploration, "#layer=hidden-6&column=language&colour=label")
    page.locator(".start").first.click()
    page.locator(".line-text").nth(2).click()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('#explorer')")["violations"]
    assert [
        (each["id"], each["nodes"][0]["target"], each["nodes"][0]["failureSummary"])
        for each in found
        if each["impact"] in ("serious", "critical", "moderate")
    ] == []
    context.close()


def test_the_class_directory_has_further_columns(page):
    page.get_by_role("button", name="Class directory").click()
    dialog = page.get_by_role("dialog", name="Class directory")
    dialog.get_by_label("Labels").select_option("language")
    boxes = dialog.get_by_role("checkbox")
    expect(dialog.get_by_text(re.compile(r"\d+ rows, \d+ nodes?")).first).to_be_visible()
    for box in boxes.all()[:2]:
        box.check()
    page.wait_for_url(re.compile("classes=value:language:"))
    expect(dialog.get_by_role("status")).to_have_text(re.compile("2 chosen: \\d+ rows in"))
