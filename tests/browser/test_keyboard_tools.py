"""What readers do with the tools of the second script, each by keyboard alone."""

import re

from playwright.sync_api import expect

from browser.by_keyboard import button, heading, press, reach, said


def test_search_for_several_labels_at_once(at):
    page = at()
    press(page, "/")
    page.keyboard.type("cat, rock")
    press(page, "Enter")
    page.wait_for_url(re.compile("classes=cat,rocket"))


def test_choose_labels_in_the_class_directory(at):
    page = at()
    reach(page, button(page, "Class directory"), "Shift+Tab")
    press(page, "Enter")
    dialog = page.get_by_role("dialog", name="Class directory")
    for label in ("cat", "rocket"):
        reach(page, dialog.get_by_role("checkbox", name=re.compile(f"^{label}")))
        press(page, " ")
    page.wait_for_url(re.compile("classes=cat,rocket"))
    press(page, "Escape")
    expect(button(page, "Class directory")).to_be_focused()


def test_select_a_range_of_the_colour(at):
    page = at()
    reach(page, button(page, "Histogram"))
    press(page, "Enter")
    reach(page, page.get_by_role("slider", name="Lowest mean L2 norm"))
    press(page, *["PageUp"] * 4)
    page.wait_for_url(re.compile("range=[^&]*lens"))


def test_take_the_tour_and_leave_it(at):
    page = at()
    press(page, "?")
    reach(page, page.get_by_role("dialog").get_by_role("button", name="Tour"))
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Select a node")).to_be_visible()
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Search a class")).to_be_visible()
    press(page, "Escape")
    expect(page.locator(".tour")).to_be_hidden()


def test_arrange_the_graph_by_the_projection(at):
    page = at()
    reach(page, button(page, "Arrange"), "Shift+Tab")
    press(page, "Enter")
    reach(page, page.get_by_label("Layout", exact=True))
    press(page, "ArrowDown")
    page.wait_for_url(re.compile("layout=projection"))


def test_move_a_node_and_take_it_back(at):
    page = at("#layer=block10&node=i0c0")
    press(page, "Alt+ArrowRight")
    said(page, "Node i0c0 moved")
    page.wait_for_url(re.compile("pinned=i0c0:"))
    press(page, "Control+z")
    page.wait_for_url(re.compile("^(?!.*pinned=)"))


def test_open_a_call_out_and_close_it(at):
    page = at("#layer=block10&node=i3c0")
    press(page, "c")
    page.wait_for_url(re.compile("callouts=i3c0"))
    close = button(page, "Close the call-out of i3c0")
    expect(close).to_be_visible()
    reach(page, close)
    press(page, "Enter")
    expect(close).to_have_count(0)


def test_select_the_path_between_two_nodes(at):
    page = at("#layer=block10&node=i3c0")
    press(page, "]", "Shift+Enter")
    expect(heading(page)).to_have_text(re.compile(r"^Path from i3c0 to i\d+c\d+$"))


def test_select_a_component_and_a_neighbourhood(at):
    page = at("#layer=block10&node=i3c0")
    press(page, "g")
    expect(heading(page)).to_have_text(re.compile("^Component of i"))
    press(page, "n")
    page.wait_for_url(re.compile(r"near=i\d+c\d+,1"))


def test_select_nodes_by_a_box(at):
    page = at()
    reach(page, button(page, "Box").first)
    press(page, "Enter")
    # It is in the second script, which may not be there yet.
    expect(page.locator(".area-outline")).to_be_focused()
    press(page, " ", *["ArrowRight"] * 30, *["ArrowDown"] * 30, "Enter")
    expect(heading(page)).to_have_text(re.compile(r"^\d+ nodes$"))


def test_compare_the_ends_of_a_path(at):
    page = at("#layer=block10&path=i0c0,i1c0,i2c0")
    reach(page, button(page, "Compare its ends"))
    press(page, "Enter")
    expect(heading(page)).to_have_text("Comparison")


def test_keep_a_selection_under_a_name(at):
    page = at("#layer=block10&label=cat")
    reach(page, button(page, "Name and keep"))
    press(page, "Enter")
    press(page, "Control+a")
    page.keyboard.type("felines")
    press(page, "Enter")
    page.wait_for_url(re.compile("kept=felines"))


def test_save_the_rows_of_a_selection(at):
    page = at("#layer=block10&near=i3c0,1")
    reach(page, button(page, "Export CSV"))
    with page.expect_download() as download:
        press(page, "Enter")
    assert download.value.suggested_filename.endswith(".csv")


def test_put_two_graphs_side_by_side_and_walk_in_the_other(at):
    page = at("#layer=block10&node=i7c0")
    reach(page, button(page, "Side by side"), "Shift+Tab")
    press(page, "Enter")
    page.wait_for_url(re.compile("beside=block13"))
    other = page.get_by_role("application", name="Mapper graph of layer block13:")
    reach(page, other)
    press(page, "ArrowRight", "Enter")
    page.wait_for_url(re.compile(r"#layer=block13&node=i\d+c\d+&beside=block10$"))


def test_select_the_rows_of_a_flow(at):
    page = at("#layer=block10&node=i7c0&beside=block13")
    reach(page, page.locator(".flow-list summary"))
    press(page, "Enter")
    reach(page, page.get_by_role("button", name=re.compile(r"^Select \d+ rows from")).first)
    press(page, "Enter")
    page.wait_for_url(re.compile("rows="))


def test_open_a_layer_from_the_small_graphs_of_all(at):
    page = at("#layer=block10&label=cat")
    reach(page, button(page, "All layers"), "Shift+Tab")
    press(page, "Enter")
    layer = page.get_by_role("group", name="All layers").get_by_role("button").nth(4)
    expect(layer).to_contain_text("block13")
    reach(page, layer)
    press(page, "Enter")
    page.wait_for_url(re.compile("#layer=block13&label=cat$"))


def test_choose_another_projection_of_the_points(at):
    page = at()
    reach(page, page.get_by_role("combobox", name="Projection"))
    press(page, "ArrowDown")
    page.wait_for_url(re.compile("projection=tsne"))


def test_change_eps_and_go_back_to_the_graph_of_the_author(at_live):
    page = at_live("#layer=near")
    reach(page, button(page, "Live parameters"), "Shift+Tab")
    press(page, "Enter")
    reach(page, page.get_by_role("slider", name="eps"))
    press(page, "End")
    page.wait_for_url(re.compile("level="))
    reach(page, button(page, "Back to the author’s graph"))
    press(page, "Enter")
    page.wait_for_url(re.compile("#layer=near$"))


def test_go_to_a_coarser_graph_and_undo_it(at_live):
    page = at_live("#layer=near&cover=10x0.4&level=60")
    coarseness = page.get_by_role("slider", name="Coarseness")
    reach(page, coarseness, "Shift+Tab")
    before = page.url
    press(page, "ArrowRight")
    page.wait_for_url(lambda url: url != before)
    press(page, "Control+z")
    page.wait_for_url(before)


def test_show_compositions_as_pies(at):
    page = at()
    reach(page, button(page, "Pies"), "Shift+Tab")
    press(page, "Enter")
    page.wait_for_url(re.compile("colour=label&pies=1"))


def test_colour_by_the_share_of_a_class(at):
    page = at("#layer=block10&colour=entropy")
    further = page.get_by_role("button", name="Further colours")
    reach(page, further, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox", name="Further colours")).to_be_visible()
    page.keyboard.type("cat")
    page.wait_for_url(re.compile("colour=share:cat"))
