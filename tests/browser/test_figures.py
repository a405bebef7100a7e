"""Figures saved from file://: the dialog by keyboard, the files, and what they hold."""

import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

SVG = "{http://www.w3.org/2000/svg}"
LIGHT, DARK = "#fbfaf6", "#16171a"


def open_dialog(page: Page):
    """Press the button by keyboard; return the dialog, once the points are there."""
    expect(page.locator(".scatter-caption")).to_contain_text("nearest")
    page.get_by_role("button", name="Save figure").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Save figure")
    expect(dialog).to_be_visible()
    return dialog


def saved(page: Page, dialog, folder: Path, *choices: str) -> Path:
    """Make the choices, download the figure; return the file."""
    for choice in choices:
        dialog.get_by_role("radio", name=choice).check(force=True)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    expect(dialog.get_by_role("status")).to_contain_text(f"Saved as {path.name}")
    return path


def chunks_of(png: Path) -> dict[bytes, bytes]:
    """Return the chunks of a PNG by name, each with a checked CRC; of several, the last."""
    data, at, chunks = png.read_bytes(), 8, {}
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        body = data[at + 4 : at + 8 + length]
        assert struct.pack(">I", zlib.crc32(body)) == data[at + 8 + length : at + 12 + length]
        chunks[body[:4]] = body[4:]
        at += 12 + length
    return chunks


def background_of(svg: Path) -> str:
    """Return the colour of the figure's paper; empty where it is transparent."""
    first = list(ET.parse(svg).getroot())[2]
    return first.get("fill", "") if first.tag == f"{SVG}rect" else ""


def test_an_svg_has_the_nodes_the_caption_and_no_folder(page, exploration, tmp_path):
    dialog = open_dialog(page)
    path = saved(page, dialog, tmp_path, "Graph", "SVG", "85 mm")
    assert path.name == "synthetic-block10-graph.svg"
    root = ET.parse(path).getroot()
    assert root.get("width") == "85mm"
    discs = [each for each in root.iter(f"{SVG}circle") if each.get("fill") != "none"]
    title = root.findtext(f"{SVG}title")
    assert title.startswith(f"Mapper graph of layer block10: {len(discs)} nodes, ")
    words = " ".join(each.text for each in root.iter(f"{SVG}text"))
    assert "mean L2 norm" in words and "cosine distance" in words
    assert "synthetic/index.html#layer=block10" in words
    assert str(exploration.parent) not in path.read_text("utf-8")


def test_an_svg_opens_in_a_browser(page, browser, tmp_path):
    dialog = open_dialog(page)
    path = saved(page, dialog, tmp_path, "Points", "SVG", "175 mm")
    viewer = browser.new_page()
    viewer.goto(path.as_uri())
    assert viewer.evaluate("document.documentElement.getBoundingClientRect().width") == (
        pytest.approx(175 / 25.4 * 96, abs=1)
    )
    inside = (
        "[...document.querySelectorAll('text')].map((text) => text.getBBox()).every((box) =>"
        " box.x >= 0 && box.x + box.width <= document.documentElement.viewBox.baseVal.width)"
    )
    assert viewer.evaluate(inside)
    assert viewer.evaluate("document.querySelectorAll('circle').length") > 2900
    viewer.close()


@pytest.mark.parametrize(("what", "width"), [("Graph", 85), ("Points", 175)])
def test_a_png_has_300_dots_per_inch(page, tmp_path, what, width):
    dialog = open_dialog(page)
    chunks = chunks_of(saved(page, dialog, tmp_path, what, "PNG", f"{width} mm"))
    assert struct.unpack(">I", chunks[b"IHDR"][:4]) == (round(width / 25.4 * 300),)
    assert struct.unpack(">IIB", chunks[b"pHYs"]) == (11811, 11811, 1)


def test_a_png_as_on_screen_has_two_pixels_for_each(page, tmp_path):
    dialog = open_dialog(page)
    chunks = chunks_of(saved(page, dialog, tmp_path, "PNG", "As on screen"))
    surface = page.locator(".graph-surface").bounding_box()
    across, down = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert across == pytest.approx(2 * surface["width"], abs=3)
    assert down > 2 * surface["height"]
    assert struct.unpack(">IIB", chunks[b"pHYs"]) == (7559, 7559, 1)


def test_figures_are_light_unless_the_reader_wants_the_page_as_it_is(page, tmp_path):
    page.emulate_media(color_scheme="dark")
    dialog = open_dialog(page)
    assert background_of(saved(page, dialog, tmp_path, "SVG")) == LIGHT
    assert background_of(saved(page, dialog, tmp_path, "As on the page")) == DARK
    assert background_of(saved(page, dialog, tmp_path, "Transparent")) == ""


def test_without_legend_and_caption_the_figure_is_the_graph(page, tmp_path):
    dialog = open_dialog(page)
    dialog.get_by_label("Legend").uncheck()
    dialog.get_by_label("Caption and address").uncheck()
    root = ET.parse(saved(page, dialog, tmp_path)).getroot()
    surface = page.locator(".graph-surface").bounding_box()
    assert float(root.get("height")) == pytest.approx(surface["height"], abs=2)


def test_the_keyboard_chooses_and_escape_leads_back(page):
    dialog = open_dialog(page)
    expect(dialog.get_by_role("radio", name="Graph")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("radio", name="PNG")).to_be_checked()
    latex = dialog.get_by_role("textbox", name="LaTeX")
    assert (
        "\\includegraphics[width=\\linewidth]{synthetic-block10-graph.png}" in latex.input_value()
    )
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Save figure")).to_be_focused()


def test_the_panel_is_a_figure_without_its_pictures(page, tmp_path):
    page.evaluate("location.hash = 'layer=block10&node=i12c0'")
    expect(page.locator(".panel-head")).to_contain_text("i12c0")
    svg = saved(page, open_dialog(page), tmp_path, "Panel", "SVG").read_text("utf-8")
    assert "Statistics" in svg
    assert "Labels" in svg
    assert "Inputs nearest to it" not in svg
    assert "<image" not in svg
