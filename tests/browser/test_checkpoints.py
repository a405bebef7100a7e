"""Checkpoints in the explorer and on their page: from disk, by keyboard, without scripts, axe."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from topopress.build.site import build_site
from topopress.stage.listener import Recorder
from unit.build.test_checkpoints_site import write

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = write(tmp_path_factory.mktemp("checkpoints"))
    build_site(root, listener=Recorder(), durable=False)
    return f"{(root / 'public').as_uri()}/tiny"


def opened(browser, site, path="index.html", **options):
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(f"{site}/{path}")
    return page


def test_the_slider_moves_by_keyboard_and_keeps_the_selection(browser, site):
    page = opened(browser, site, "index.html#layer=1-epoch-1&sample=000000")
    slider = page.get_by_role("slider", name="Checkpoint")
    expect(slider).to_have_attribute("aria-valuetext", "epoch 1")
    expect(page.locator(".layer-link:visible")).to_have_count(2)
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "start")
    expect(page).to_have_url(re.compile(r"layer=1-start.*000000"))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"layer=1-epoch-1.*000000"))
    page.locator(".layer-link:visible").last.click()
    expect(page).to_have_url(re.compile("layer=3-epoch-1"))
    expect(slider).to_have_attribute("aria-valuetext", "epoch 1")
    page.context.close()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_it_plays_when_it_is_asked_to(browser, site, motion):
    page = opened(browser, site, reduced_motion=motion)
    slider = page.get_by_role("slider", name="Checkpoint")
    page.get_by_role("button", name="Play the checkpoints").click()
    expect(slider).to_have_attribute("aria-valuetext", "start")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(slider).to_have_attribute("aria-valuetext", "epoch 1")
    expect(page.get_by_role("button", name="Play the checkpoints")).to_be_visible()
    page.context.close()


def test_without_scripts_each_checkpoint_has_its_preview(browser, site):
    page = opened(browser, site, java_script_enabled=False)
    expect(page.locator(".layer-link:visible")).to_have_count(4)
    page.goto(f"{site}/training.html")
    expect(page.get_by_role("heading", name="What forms along training")).to_be_visible()
    expect(page.locator("svg.strip")).to_have_count(2)
    expect(page.locator(".step-drawings li")).to_have_count(4)
    page.context.close()


@pytest.mark.parametrize("path", ["index.html", "training.html"])
def test_pages_fit_a_phone_and_pass_axe(browser, site, path):
    page = opened(browser, site, path, viewport={"width": 390, "height": 844}, bypass_csp=True)
    if path == "index.html":
        expect(page.get_by_role("slider", name="Checkpoint")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run().then(({violations}) => violations)")
    assert [one["id"] for one in found] == []
    page.context.close()
