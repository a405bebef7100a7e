"""The viewer on a synthetic exploration: pointer, keyboard, address, failure, phones."""

import re

from playwright.sync_api import Page, expect

from viewer_fixture import opened, write_fixture


def enter_graph(page: Page) -> None:
    """Reach the graph with the Tab key alone, from the control before it."""
    page.get_by_role("button", name="Keyboard and help").focus()
    page.keyboard.press("Tab")


def test_the_still_picture_stays_for_print_only(page):
    assert page.locator(".static-graph").is_hidden()
    page.emulate_media(media="print")
    assert page.locator(".static-graph").is_visible()
    assert page.locator(".viewer").is_hidden()


def test_without_javascript_picture_and_table_are_there(browser, exploration):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(exploration.as_uri())
    assert page.locator(".static-graph svg").is_visible()
    assert page.locator(".node-table-fallback summary").is_visible()
    context.close()


def test_taking_over_moves_nothing(browser, exploration):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(entry) => { window.shift += entry.value; })).observe("
        "{type: 'layout-shift', buffered: true});"
    )
    opened(page, exploration)
    page.wait_for_timeout(800)
    assert page.evaluate("window.shift") < 0.02
    context.close()


def test_a_node_is_selected_and_the_address_says_so(page):
    page.locator(".start").first.click()
    panel = page.locator(".viewer-panel")
    expect(panel.locator("h2 .node-id")).to_have_text("i0c0")
    for heading in ("Labels", "Statistics", "Neighbours"):
        expect(panel.get_by_role("heading", name=heading)).to_be_visible()
    expect(panel.locator(".exemplars .tile")).to_have_count(9)
    expect(page.locator(".scatter-head h2")).to_have_text(re.compile(r"^\d+ of 3,000 vectors$"))
    page.wait_for_url(re.compile(r"#layer=block10&node=i0c0$"))


def test_a_click_on_the_graph_selects_what_lies_there(page):
    surface = page.locator(".graph-surface")
    page.locator(".start").first.hover()
    card = page.locator(".hover-card")
    expect(card).to_be_visible()
    box, card_box = surface.bounding_box(), card.bounding_box()
    # The card stands 14 pixels to the right of the disc it belongs to.
    page.mouse.click(card_box["x"] - 20, card_box["y"] + card_box["height"] / 2)
    assert box["x"] < card_box["x"]
    expect(page.locator(".viewer-panel h2 .node-id")).to_have_text("i0c0")
    page.mouse.click(box["x"] + 12, box["y"] + 12)
    expect(page.locator(".viewer-panel h2")).to_have_text("block10")


def test_the_keyboard_walks_selects_and_clears(page):
    enter_graph(page)
    live = page.locator("#explorer-graph-live")
    expect(live).to_have_text(re.compile(r"^Node i0c0, \d+ members, mostly "))
    page.keyboard.press("]")
    expect(live).to_have_text(re.compile(r"neighbour 1 of \d+ of i0c0, Jaccard index 0\.\d\d"))
    name = page.locator("#explorer-graph-focus").get_attribute("aria-label")
    page.keyboard.press("Enter")
    expect(live).to_have_text(f"Selected. {name}")
    selected = page.locator(".viewer-panel h2 .node-id").inner_text()
    assert f"Node {selected}," in name
    page.keyboard.press("ArrowRight")
    expect(live).not_to_have_text(f"Selected. {name}")
    page.keyboard.press("Escape")
    expect(page.locator(".viewer-panel h2")).to_have_text("block10")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()


def test_letters_can_be_switched_off(page):
    enter_graph(page)
    page.keyboard.press("?")
    page.get_by_label("Single letters and signs are commands").uncheck()
    page.get_by_role("button", name="Close").click()
    page.locator(".graph-surface").focus()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search")).not_to_be_focused()


def test_search_by_label_rings_and_by_node_selects(page):
    box = page.get_by_role("combobox", name="Search")
    box.fill("rock")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search").get_by_role("option", selected=True)).to_have_text("rocketlabel")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"label=rocket"))
    expect(page.locator(".legend-mark")).to_contain_text("share of rocket")
    box.fill("i3c0")
    page.keyboard.press("Enter")
    expect(page.locator(".viewer-panel h2 .node-id")).to_have_text("i3c0")
    box.fill("rocket-0007")
    page.get_by_role("option", name="rocket-0007").click()
    page.wait_for_url(re.compile(r"sample=rocket-0007"))


def test_names_from_the_data_are_never_markup(page):
    page.get_by_role("radio", name="Label", exact=True).check()
    expect(page.locator(".legend-labels")).to_contain_text("chelsea & <b>friends</b>")
    assert page.locator(".viewer b").count() == 0


def test_the_threshold_hides_edges_and_is_said(page):
    slider = page.get_by_role("slider", name="Edges")
    before = page.locator(".edges-control output").inner_text()
    slider.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".edges-control output")).to_have_text(re.compile(r"^≥ 0\.16: \d+$"))
    assert before.startswith("all ")
    assert "0.16" in slider.get_attribute("aria-valuetext")


def test_another_layer_offers_the_node_with_the_same_inputs(page):
    page.locator(".start").nth(1).click()
    page.locator('[data-layer="head"]').click()
    expect(page.locator('[data-layer="head"]')).to_have_attribute("aria-current", "true")
    expect(page.locator(".viewer-panel")).to_contain_text("The same inputs as in block10")
    follow = page.locator(".follow")
    expect(follow).to_contain_text("Jaccard index")
    follow.get_by_role("button").click()
    page.wait_for_url(re.compile(r"#layer=head&node=i\d+c\d+"))


def test_a_link_of_the_essay_shows_its_view_and_is_marked(page):
    link = page.get_by_role("link", name="all cats")
    link.click()
    expect(link).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="cat", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.go_back()
    page.get_by_role("link", name="a node that is not there").click()
    expect(page.locator(".note-box")).to_contain_text("head has no node “i99c9”")


def test_an_address_is_opened_as_it_was_left(page, exploration):
    page.get_by_role("radio", name="Purity").check()
    page.get_by_role("button", name="Pictures").click()
    page.locator(".start").nth(2).click()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url(re.compile(r"at="))
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("html.has-viewer")
    expect(page.get_by_role("radio", name="Purity")).to_be_checked()
    expect(page.get_by_role("button", name="Pictures")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".viewer-panel h2 .node-id")).to_have_text("i3c0")
    page.get_by_role("radio", name="Lens").check()
    page.wait_for_url(re.compile(r"^(?!.*colour=)"))
    assert page.url.split("at=")[1] == address.split("at=")[1]


def test_what_an_address_asks_in_vain_is_noted(page, exploration):
    opened(page, exploration, "#layer=block99&colour=red")
    page.reload()
    page.wait_for_selector("html.has-viewer")
    note = page.locator(".note-box")
    expect(note).to_contain_text("there is no layer “block99”")
    expect(note).to_contain_text("“red” is no value for “colour”")
    note.get_by_role("button", name="Dismiss").click()
    expect(note).to_have_count(0)


def test_the_table_holds_every_node_and_sorts(page):
    page.locator(".viewer-table summary").click()
    rows = page.locator(".node-table tbody tr")
    # The rows are made when the browser says that the table was opened, a moment later.
    expect(rows).to_have_count(int(re.search(r"(\d+) nodes", page.content()).group(1)))
    page.get_by_role("button", name="Purity").click()
    expect(page.locator("th[aria-sort]")).to_have_text(re.compile("Purity"))
    rows.first.get_by_role("button").click()
    expect(rows.first).to_have_attribute("aria-current", "true")


def test_dark_is_remembered(page, exploration):
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    page.wait_for_selector("html.has-viewer")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.get_by_role("button", name="Light or dark").click()


def test_forced_colours_outweigh_a_chosen_theme(browser, exploration):
    context = browser.new_context(color_scheme="dark", forced_colors="active")
    page = opened(context.new_page(), exploration)
    for theme in ("dark", "light"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        paper = page.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--paper')"
        )
        assert paper.strip().lower() == "canvas"
    context.close()


def test_print_is_on_white_whatever_the_theme(page):
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(255, 255, 255)"


def test_the_words_of_the_panel_are_explained_and_stay_so(page):
    page.locator(".glossary summary").click()
    page.locator(".start").first.click()
    glossary = page.locator(".glossary")
    expect(glossary).to_have_attribute("open", "")
    for term in ("Activation vector", "Cohesion", "Labels, purity", "Edge, Jaccard index"):
        expect(glossary.get_by_text(term, exact=True)).to_be_visible()


def test_an_exemplar_says_where_it_is_from(page):
    page.locator(".start").first.click()
    caption = page.locator(".exemplar-figure figcaption")
    expect(caption).to_contain_text("Inputs nearest to it")
    page.locator(".exemplars .tile").nth(1).focus()
    expect(caption.locator("bdi").first).to_have_text(re.compile(r"\S"))
    expect(caption).to_contain_text(re.compile(r"cosine 0\.\d\d"))


def test_one_window_holds_the_whole_explorer(page):
    page.locator("#explorer").evaluate("element => element.scrollIntoView()")
    box = page.locator("#explorer").bounding_box()
    assert abs(box["y"]) <= 1
    for part in (".viewer-controls", ".viewer-graph", ".viewer-panel", ".viewer-scatter"):
        inner = page.locator(part).bounding_box()
        assert inner["y"] + inner["height"] <= 800, part


def test_nothing_lies_on_the_graph(page):
    surface = page.locator(".graph-surface").bounding_box()
    for part in (".graph-buttons", ".viewer-legend"):
        assert page.locator(part).bounding_box()["y"] >= surface["y"] + surface["height"]


def test_on_a_phone_the_graph_comes_first(browser, exploration):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = opened(context.new_page(), exploration)
    top = page.locator("#explorer").bounding_box()["y"]
    assert page.locator(".graph-surface").bounding_box()["y"] - top < 180
    expect(page.get_by_role("radio", name="Purity")).to_be_hidden()
    options = page.get_by_role("button", name="Options")
    options.click()
    expect(options).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("radio", name="Lens")).to_be_focused()
    page.get_by_role("radio", name="Purity").check()
    page.wait_for_url(re.compile(r"colour=purity"))
    context.close()


def test_any_haste_is_survived(page):
    """Layers in a row, keys at random, windows of any size, zoom to both ends."""
    page.evaluate(
        "for (let i = 0; i < 4; i++) "
        "document.querySelectorAll('.layer-link').forEach((link) => link.click())"
    )
    expect(page.locator(".viewer-panel h2")).to_have_text("head")
    page.locator(".graph-surface").focus()
    keys = ["ArrowLeft", "Enter", "]", "ArrowDown", "+", "p", "-", "Escape", "[", " ", "0"]
    for step in range(66):
        page.keyboard.press(keys[step * 7 % len(keys)])
    for width in (320, 1900, 1280):
        page.set_viewport_size({"width": width, "height": 800})
    for name in ("Zoom in", "Zoom out"):
        page.get_by_role("button", name=name).evaluate(
            "button => { for (let i = 0; i < 40; i++) button.click(); }"
        )
    page.get_by_role("button", name="Show everything").click()
    page.wait_for_url(re.compile(r"#layer=head(?!.*at=)"))


def test_back_and_forward_follow_the_links_of_the_essay(page):
    page.get_by_role("link", name="all cats").click()
    page.get_by_role("link", name="a node of the last layer").click()
    expect(page.locator(".viewer-panel h2")).to_have_text(re.compile("^i12c0$|^head$"))
    page.go_back()
    expect(page.get_by_role("button", name="cat", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.go_forward()
    page.wait_for_url(re.compile("node=i12c0"))


def test_a_missing_file_is_said_and_asked_for_again(watch, tmp_path):
    index = write_fixture(tmp_path)
    graph = next((index.parent / "data").glob("block6-graph*.js"))
    aside = graph.rename(graph.with_suffix(".gone"))
    page = opened(watch().page, index)
    page.locator('[data-layer="block6"]').click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("block6-graph")
    aside.rename(graph)
    alert.get_by_role("button", name="Try again").click()
    expect(page.locator(".viewer-panel h2")).to_have_text("block6")
    expect(alert).to_have_count(0)
