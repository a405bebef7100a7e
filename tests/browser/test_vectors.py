"""The viewer of rows from arrays: cards, texts and pictures, over http and from disk."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from array_fixture import described, vectors, write_arrays, write_pictures, write_table, write_words
from static_server import Plain, served
from topopress.build.site import build_site
from topopress.stage.listener import Recorder

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"
ABSENT = re.compile(r"\binputs?\b|activation|receptive|attribution|visualisation", re.IGNORECASE)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("arrays")
    data = 'metadata = "rows.csv"\nlink = "page"\nrow = "direction"'
    layers = 'encoder = "a.npy"\ndecoder = "b.npy"'
    folder = write_arrays(root, data=data, layers=layers, name="directions")
    np.save(folder / "a.npy", vectors().astype(np.float16))
    np.save(folder / "b.npy", vectors(9, seed=1))
    pages = [f"https://example.org/?q={k}&r=%3Cb%3E" if k % 3 else "" for k in range(120)]
    write_table(folder / "rows.csv", described() | {"page": pages})
    write_words(root)
    write_pictures(root)
    return build_site(root, listener=Recorder(), durable=False).out


@pytest.fixture(params=[("http", 1280), ("http", 390), ("file", 1280), ("file", 390)],
                ids=lambda given: f"{given[0]} {given[1]}")  # fmt: skip
def place(request, site):
    scheme, width = request.param
    if scheme == "file":
        yield site.as_uri(), width
        return
    with served(site, Plain) as address:
        yield address.rstrip("/"), width


def opened_node(watch, place, name: str):
    """Open an exploration and its first node; return the watched page."""
    address, width = place
    watched = watch()
    watched.page.set_viewport_size({"width": width, "height": 900})
    watched.page.goto(f"{address}/{name}/index.html")
    watched.page.wait_for_selector("html.has-viewer")
    watched.page.locator(".start").first.click()
    expect(watched.page.locator(".exemplars .tile").first).to_be_visible()
    return watched


def assert_sound(watched, place) -> None:
    address, width = place
    page: Page = watched.page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert ABSENT.findall(page.locator(".viewer").inner_text()) == []
    assert watched.problems(address) == []


def test_a_direction_is_a_card_with_its_channels_and_a_link(watch, place):
    watched = opened_node(watch, place, "directions")
    page = watched.page
    links = page.locator(".exemplar-link")
    expect(links.first).to_be_visible()
    card = page.locator(".exemplar-box .tile").first.inner_text()
    assert re.search(r"^m\d\d\d\s+[abc][\s,]+side: (left|right)[\s,]+age: \d+", card)
    assert re.search(r"channels: \d \(.?\d", card)
    assert links.first.get_attribute("rel") == "noopener noreferrer"
    assert re.match(r"https://example\.org/\?q=\d+&r=%3Cb%3E$", links.first.get_attribute("href"))
    expect(page.locator(".viewer-panel")).to_contain_text("by the directions they share")
    page.locator(".exemplars .tile").first.click()
    expect(page.locator(".exemplar-figure figcaption")).to_contain_text("cosine")
    assert_sound(watched, place)


def test_a_word_vector_is_a_word_in_its_sentence(watch, place):
    watched = opened_node(watch, place, "words")
    page = watched.page
    expect(page.locator(".exemplars mark").first).to_have_text(re.compile("^(bank|light|spring)$"))
    expect(page.locator(".lines > li").first).to_be_visible()
    page.locator(".exemplars .tile").first.hover()
    expect(page.locator(".exemplar-figure figcaption")).to_contain_text(
        re.compile("side: (left|right)")
    )
    for line in page.locator(".line-text").all()[:6]:  # every second row has an address
        line.click()
    expect(page.locator(".line-more").first).to_contain_text(re.compile("side: (left|right)"))
    expect(page.get_by_role("link", name="open its page").first).to_be_visible()
    assert_sound(watched, place)


def test_a_patch_is_its_picture_and_its_text_is_beneath_it(watch, place):
    watched = opened_node(watch, place, "patches")
    page = watched.page
    page.locator(".exemplars .tile").first.hover()
    expect(page.locator(".whole.shown figcaption")).to_have_text("The whole picture")
    expect(page.locator(".seen")).to_be_hidden()
    expect(page.locator(".exemplar-figure > figcaption")).to_contain_text(
        re.compile(r"Patch \d+\.")
    )
    assert_sound(watched, place)


def test_axe_finds_nothing_serious(browser, site):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((site / "directions/index.html").as_uri())
    page.wait_for_selector("html.has-viewer")
    page.locator(".start").first.click()
    expect(page.locator(".exemplar-link").first).to_be_visible()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('#explorer')")["violations"]
    context.close()
    assert [
        (each["id"], each["nodes"][0]["target"], each["nodes"][0]["failureSummary"])
        for each in found
        if each["impact"] in ("serious", "critical", "moderate")
    ] == []
