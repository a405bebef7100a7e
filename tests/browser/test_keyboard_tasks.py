"""What readers do, each by keyboard alone: Tab, arrows, letters, Enter and Escape."""

import re
from pathlib import Path

from playwright.sync_api import expect

from browser.by_keyboard import button, heading, press, reach, said

NODE = re.compile(r"node=i\d+c\d+")


def test_these_tasks_are_done_by_keyboard_alone():
    tasks = sorted(Path(__file__).parent.glob("test_keyboard_*.py"))
    source = "\n".join(path.read_text("utf-8") for path in tasks)
    calls = (
        "mouse|touchscreen|click|dblclick|tap|hover|check|fill|focus|press_sequentially|dispatch"
    )
    assert re.findall(rf"\.(?:{calls})\w*\(", source) == []
    assert len(re.findall(r"^def test_\w+\(at\b", source, re.MULTILINE)) >= 20


def test_select_a_node_from_the_top_of_the_page(at):
    page = at("")
    reach(page, page.locator(".graph-surface"))
    said(page, re.compile(r"^Node i\d+c\d+, \d+ members"))
    press(page, "Enter")
    said(page, re.compile(r"^Selected\. Node i"))
    page.wait_for_url(NODE)


def test_walk_along_an_edge_and_select_where_it_leads(at):
    page = at("#layer=block10&node=i3c0")
    press(page, "ArrowRight")
    walked = page.locator("#explorer-graph-focus").get_attribute("aria-label")
    assert "i3c0" not in walked
    press(page, "Enter")
    said(page, f"Selected. {walked}")


def test_go_through_the_neighbours_of_a_node(at):
    page = at("#layer=block10&node=i3c0")
    press(page, "]")
    said(page, re.compile(r"neighbour 1 of \d+ of i3c0, Jaccard index 0\.\d\d"))
    press(page, "]")
    said(page, re.compile(r"neighbour 2 of \d+ of i3c0"))
    press(page, "[")
    said(page, re.compile(r"neighbour 1 of \d+ of i3c0"))


def test_clear_the_selection(at):
    page = at("#layer=block10&node=i3c0")
    expect(heading(page)).to_have_text("i3c0")
    press(page, "Escape")
    expect(heading(page)).to_have_text("block10")


def test_search_for_a_label_and_mark_it(at):
    page = at()
    press(page, "/")
    page.keyboard.type("rock")
    press(page, "ArrowDown", "Enter")
    page.wait_for_url(re.compile("label=rocket"))
    expect(page.locator(".legend-mark")).to_contain_text("share of rocket")


def test_search_for_a_node_and_select_it(at):
    page = at()
    press(page, "/")
    page.keyboard.type("i3c0")
    press(page, "Enter")
    expect(heading(page)).to_have_text("i3c0")


def test_mark_a_structure(at):
    page = at()
    structure = page.locator(".structure").first
    reach(page, structure)
    press(page, "Enter")
    expect(structure).to_have_attribute("aria-pressed", "true")
    page.wait_for_url(re.compile("structure="))


def test_change_the_layer(at):
    page = at()
    layer = page.locator('[data-layer="head"]')
    reach(page, layer, "Shift+Tab")
    press(page, "Enter")
    expect(heading(page)).to_have_text("head")
    expect(layer).to_have_attribute("aria-current", "true")


def test_follow_the_same_inputs_into_another_layer(at):
    page = at("#layer=block10&node=i3c0")
    reach(page, page.locator("button.counterpart").first)
    press(page, "Enter")
    page.wait_for_url(re.compile(r"layer=(?!block10)\w+&node=i\d+c\d+"))


def test_choose_another_colour(at):
    page = at()
    reach(page, page.get_by_role("radio", name="Lens", exact=True), "Shift+Tab")
    press(page, "ArrowRight")
    page.wait_for_url(re.compile("colour="))
    expect(page.get_by_role("radio", name="Lens", exact=True)).not_to_be_checked()


def test_hide_weak_edges(at):
    page = at()
    slider = page.get_by_role("slider", name="Edges", exact=True)
    reach(page, slider, "Shift+Tab")
    press(page, *["ArrowRight"] * 40)
    expect(page.locator(".edges-control output")).to_have_text(re.compile(r"^≥ 0\.16: \d+$"))


def test_weigh_edges_by_their_stability(at):
    page = at()
    weights = page.get_by_role("group", name="Weight of the edges")
    reach(page, weights.get_by_role("radio", name="Jaccard"), "Shift+Tab")
    press(page, "ArrowRight")
    expect(weights.get_by_role("radio", name="Stability")).to_be_checked()
    page.wait_for_url(re.compile("weight=stability"))


def test_put_pictures_into_the_nodes(at):
    page = at()
    press(page, "p")
    expect(button(page, "Pictures")).to_have_attribute("aria-pressed", "true")
    page.wait_for_url(re.compile("pictures=1"))


def test_zoom_in_and_show_everything_again(at):
    page = at()
    press(page, "+")
    page.wait_for_url(re.compile("at="))
    press(page, "0")
    page.wait_for_url(re.compile("^(?!.*at=)"))


def test_undo_and_redo_a_step(at):
    page = at()
    press(page, "p", "Control+z")
    said(page, "Undone: pictures")
    expect(button(page, "Pictures")).to_have_attribute("aria-pressed", "false")
    press(page, "Control+Shift+Z")
    said(page, "Redone: pictures")


def test_copy_a_link_to_the_view(at):
    page = at("#layer=block10&node=i3c0&colour=purity")
    reach(page, button(page, "Copy link to this view"))
    press(page, "Enter")
    said(page, "Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("#layer=block10&node=i3c0&colour=purity")


def test_save_a_figure(at):
    page = at()
    reach(page, button(page, "Save figure"))
    press(page, "Enter")
    dialog = page.get_by_role("dialog", name="Save figure")
    expect(dialog).to_be_visible()
    reach(page, dialog.get_by_role("button", name="Download"))
    with page.expect_download() as download:
        press(page, "Enter")
    assert download.value.suggested_filename == "synthetic-block10-graph.svg"
    press(page, "Escape")
    expect(dialog).to_be_hidden()
    expect(button(page, "Save figure")).to_be_focused()


def test_open_the_help_and_switch_the_letters_off(at):
    page = at()
    press(page, "?")
    dialog = page.get_by_role("dialog", name="How to read the graph and move in it")
    expect(dialog).to_be_visible()
    reach(page, dialog.get_by_role("checkbox", name="Single letters and signs are commands"))
    press(page, " ", "Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".graph-surface")).to_be_focused()
    press(page, "/")
    expect(page.locator(".graph-surface")).to_be_focused()


def test_read_the_table_sort_it_and_select_a_node_from_it(at):
    page = at()
    reach(page, page.locator(".viewer-table summary"))
    press(page, "Enter")
    reach(page, page.locator(".node-table").get_by_role("button", name="Purity"))
    press(page, "Enter")
    expect(page.locator("th[aria-sort]")).to_have_text(re.compile("Purity"))
    reach(page, page.locator(".node-table tbody button").first)
    press(page, "Enter")
    expect(page.locator(".node-table tbody tr").first).to_have_attribute("aria-current", "true")


def test_look_at_exemplars_of_another_kind_and_at_a_whole_input(at):
    page = at("#layer=block10&node=i3c0")
    kinds = page.locator(".exemplar-figure")
    reach(page, kinds.get_by_role("radio", name="Nearest"))
    press(page, "ArrowRight")
    expect(kinds.get_by_role("radio", name="Spread")).to_be_checked()
    reach(page, kinds.locator(".tile").first)
    expect(page.locator(".whole")).to_be_visible()


def test_mark_an_input_in_every_node(at):
    page = at("#layer=block10&node=i3c0")
    reach(page, page.locator(".exemplars .tile").first)
    press(page, "Enter")
    page.wait_for_url(re.compile("sample="))


def test_colour_the_points_by_label(at):
    page = at()
    reach(page, page.get_by_role("radio", name="as graph"))
    press(page, "ArrowRight")
    expect(page.get_by_role("radio", name="by label")).to_be_checked()
    page.wait_for_url(re.compile("points=label"))


def test_mark_a_label_in_the_legend(at):
    page = at("#layer=block10&colour=label")
    reach(page, page.locator(".legend-labels").get_by_role("button").first)
    press(page, "Enter")
    page.wait_for_url(re.compile("colour=label&label="))


def test_follow_a_link_of_the_essay(at):
    page = at("")
    link = page.get_by_role("link", name="all cats")
    reach(page, link)
    press(page, "Enter")
    expect(link).to_have_attribute("aria-current", "true")
    page.wait_for_url(re.compile("#layer=head&colour=label&label=cat$"))
