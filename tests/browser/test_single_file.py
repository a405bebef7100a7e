"""The explorer in one HTML file, opened from disk with nothing beside it."""

import numpy as np

import topopress
from topopress.config.schema import Site
from topopress.pages.site.single_page import single_page

N = 60
GROUP = np.repeat([0, 1, 2], N // 3)
MAPPER = {
    "cover": {"n_intervals": 3},
    "clusterer": {"min_samples": 3},
    "stability": {"resamples": 2},
}


def test_the_explorer_runs_in_a_single_file(tmp_path, watch):
    rng = np.random.default_rng(0)
    rows = rng.normal(0, 0.1, (N, 4)) + np.eye(4)[GROUP]
    site = topopress.publish(
        {"first": rows, "second": rows[:, ::-1] * 2},
        tmp_path / "site",
        labels=GROUP,
        pictures=rng.random((N, 8, 8, 3)),
        mapper=MAPPER,
        quiet=True,
    )
    files = {
        file.relative_to(site.path).as_posix(): file.read_bytes()
        for file in site.path.rglob("*")
        if file.is_file()
    }
    alone = tmp_path / "alone/page.html"
    alone.parent.mkdir()
    alone.write_text(single_page(Site(title="Site"), files, site.name), "utf-8")
    watched = watch()
    page = watched.page
    page.goto(alone.as_uri())
    page.locator("html.has-viewer").wait_for()
    for layer in ("second", "first"):
        page.locator(f'.layer-link[data-layer="{layer}"]').click()
        page.wait_for_url(lambda url, layer=layer: f"layer={layer}" in url)
    page.get_by_role("button", name="Pictures").first.click()
    page.locator(".graph-surface").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    tile = page.locator(".exemplars .tile").first
    tile.wait_for()
    address = tile.evaluate("element => getComputedStyle(element).backgroundImage")
    assert address.startswith('url("blob:')
    page.get_by_role("button", name="Save figure").click()  # a tool of the second script
    page.get_by_role("button", name="Download").wait_for()
    assert {url.partition("#")[0] for url in watched.requests if url.startswith("file:")} == {
        alone.as_uri()
    }
    assert watched.problems("file:") == []
