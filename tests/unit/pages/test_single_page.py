"""An exploration as one HTML file: nothing in it leads to a file beside it."""

import base64
import hashlib
import json
import re

import pytest

from topopress.pages.site.page_outline import Outline
from topopress.pages.site.render import render_site
from topopress.pages.site.single_page import single_page
from unit.pages import synthetic


@pytest.fixture(scope="module")
def files():
    return render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)


@pytest.fixture(scope="module")
def page(files):
    return single_page(synthetic.SITE, files, "photographs")


def test_every_address_is_within_the_file_or_of_the_web(page):
    outline = Outline(page.encode())
    addresses = [one.address for one in outline.references]
    allowed = ("#", "https:", "http:", "data:", "mailto:", "?version=")
    assert [one for one in addresses if not one.startswith(allowed)] == []
    inside = {one[1:] for one in addresses if one.startswith("#") and "=" not in one}
    assert inside <= set(outline.ids)
    assert not [name for name, n in outline.ids.items() if n > 1]


def test_layers_methods_and_other_pages(page):
    manifest = json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.S)[1])
    links = set(re.findall(r'data-layer="([^"]+)" href="#layer=\1"', page))
    assert links == {layer["id"] for layer in manifest["layers"]}
    assert manifest["others"] == []
    assert 'href="#method">' in page
    assert 'id="method-settings"' in page
    assert 'href="https://example.org/photographs/index.html"' in page
    without = synthetic.SITE.model_copy(update={"url": None})
    files = render_site(without, [synthetic.source()], assets=synthetic.ASSETS)
    assert 'href="../' not in single_page(without, files, "photographs")


def test_all_files_of_the_exploration_are_held(files, page):
    held = set(re.findall(r'data-file="([^"]+)"', page))
    wanted = {p for p in files if p.startswith("photographs/") and not p.endswith(".html")}
    assert {f"photographs/{path}" for path in held} == wanted


def test_the_policy_has_the_digest_of_every_script_and_style(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    found = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.S)
    assert len(found) >= 3
    for text in found:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy
    assert "'self'" not in policy
