"""The choice of the scatter, from file://: loaded when chosen, in the address, undone."""

import re

from playwright.sync_api import Page, expect

from viewer_fixture import opened


def caption(page: Page):
    return page.locator(".scatter-caption")


def picture(page: Page) -> str:
    """Return what the scatter shows."""
    return page.locator(".viewer-scatter canvas").evaluate("canvas => canvas.toDataURL()")


def test_another_scatter_is_loaded_when_it_is_chosen_and_undone(page, watched):
    expect(caption(page)).to_contain_text("Two principal components, 31")
    before = picture(page)
    assert not [url for url in watched.requests if "-tsne." in url]
    choice = page.get_by_role("combobox", name="Projection")
    box = choice.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    choice.focus()
    page.keyboard.press("ArrowDown")
    expect(caption(page)).to_contain_text(
        "t-SNE of the directions, perplexity 30. Of the 10 nearest points, 54"
    )
    page.wait_for_url(re.compile("#layer=block10&projection=tsne$"))
    assert len([url for url in watched.requests if "-tsne." in url]) == 1
    page.wait_for_timeout(700)
    after = picture(page)
    assert after != before
    page.keyboard.press("Control+z")
    expect(choice).to_have_value("pca")
    page.wait_for_timeout(700)
    assert picture(page) == before
    page.keyboard.press("Control+y")
    expect(caption(page)).to_contain_text("t-SNE")


def test_an_address_with_a_projection_shows_it(watched, exploration):
    page = opened(watched.page, exploration, "#layer=head&projection=tsne")
    expect(caption(page)).to_contain_text("t-SNE")
    page.locator('[data-layer="block10"]').click()
    expect(page.locator(".viewer-panel h2")).to_have_text("block10")
    expect(page.get_by_role("combobox", name="Projection")).to_have_value("tsne")
    expect(caption(page)).to_contain_text("t-SNE")
    opened(page, exploration, "#layer=head&projection=umap")
    expect(page.locator(".viewer-notes")).to_contain_text("“umap” is no value for “projection”")


def test_with_reduced_motion_points_are_in_their_places_at_once(watched, exploration):
    page = watched.page
    page.emulate_media(reduced_motion="reduce")
    opened(page, exploration)
    expect(caption(page)).to_contain_text("Two principal")
    page.get_by_role("combobox", name="Projection").select_option("tsne")
    expect(caption(page)).to_contain_text("t-SNE")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    at_once = picture(page)
    page.wait_for_timeout(300)
    assert picture(page) == at_once
