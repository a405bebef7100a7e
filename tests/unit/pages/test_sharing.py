"""What other programs read of a site: cards, feed, map, icon; nothing where it has no address."""

import datetime as dt
import io
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, features

from topopress.config.icon import Icon, read_icon
from topopress.config.schema import Site
from topopress.core.errors import ConfigError
from topopress.pages.site.assets import read_assets
from topopress.pages.site.check import check_site
from topopress.pages.site.page_outline import Outline
from topopress.pages.site.render import render_site
from unit.pages import synthetic

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '<script>alert(1)</script> & "'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def dated(day, **more):
    return synthetic.settings().model_copy(update={"date": dt.date.fromisoformat(day), **more})


@pytest.fixture(scope="module")
def files():
    sources = [
        synthetic.source(settings=dated("2026-01-02")),
        synthetic.source(name="second", settings=dated("2026-03-04", title=HOSTILE)),
    ]
    return render_site(synthetic.SITE, sources, assets=read_assets(), icon=Icon(".svg", SVG))


def meta(files, path):
    found = Outline(files[path]).of_tag("meta")
    return {one.given["property"]: one.given["content"] for one in found if "property" in one.given}


def test_the_site_has_no_mistakes(files):
    assert check_site(files) == []


def test_pages_state_their_address_and_a_card_that_is_there(files):
    root = "https://example.org/photographs/"
    for path in (one for one in files if one.endswith(".html") and one != "404.html"):
        stated = meta(files, path)
        assert stated["og:url"] == root + path
        assert stated["og:image"].removeprefix(root) in files
        links = {one.given["rel"]: one.given["href"] for one in Outline(files[path]).of_tag("link")}
        assert links["canonical"] == root + path
        assert links["alternate"].endswith("feed.xml")
        assert links["icon"].endswith(".svg")
    article = meta(files, "second/index.html")
    assert article["og:title"] == HOSTILE
    assert (article["og:type"], meta(files, "second/method.html")["og:type"]) == (
        "article",
        "website",
    )
    assert "card-second" in meta(files, "second/layers/block3.html")["og:image"]


def test_a_card_is_a_small_picture_of_the_stated_size(files):
    cards = [content for path, content in files.items() if path.startswith("assets/card-")]
    assert len(cards) == 2
    for content in cards:
        assert len(content) < 80_000
        with Image.open(io.BytesIO(content)) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630))


@pytest.mark.skipif(features.version("freetype2") is None, reason="Pillow has no FreeType")
def test_a_title_without_letters_in_the_fonts_is_left_out():
    def card(title):
        source = synthetic.source(settings=dated("2026-01-02", title=title))
        files = render_site(synthetic.SITE, [source], assets=read_assets())
        return next(content for path, content in files.items() if path.startswith("assets/card-"))

    assert card("写真") == card("写真の形")
    assert card("Photographs of cats") != card("写真")


def test_the_feed_has_the_dated_articles_newest_first(files):
    feed = ET.fromstring(files["feed.xml"])
    entries = feed.findall(f"{ATOM}entry")
    assert entries[0].findtext(f"{ATOM}title") == HOSTILE
    assert [one.findtext(f"{ATOM}updated") for one in entries] == [
        "2026-03-04T00:00:00Z",
        "2026-01-02T00:00:00Z",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-03-04T00:00:00Z"
    address = entries[0].find(f"{ATOM}link").get("href")
    assert address == "https://example.org/photographs/second/index.html"


def test_the_map_has_all_pages_but_those_no_reader_looks_for(files):
    root = "https://example.org/photographs/"
    spaces = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = ET.fromstring(files["sitemap.xml"]).findall("m:url/m:loc", spaces)
    unlisted = {"404.html", *(path for path in files if path.endswith("/embed.html"))}
    pages = [path for path in files if path.endswith(".html") and path not in unlisted]
    assert [one.text for one in found] == [root + path for path in pages]


def test_a_site_without_an_address_has_nothing_of_this():
    site = synthetic.SITE.model_copy(update={"url": None})
    files = render_site(site, [synthetic.source()], assets=synthetic.ASSETS)
    assert not {"feed.xml", "sitemap.xml"} & files.keys()
    assert not [path for path in files if "card-" in path]
    assert b"og:" not in files["index.html"]
    assert b"canonical" not in files["index.html"]


def test_a_site_without_dates_has_no_feed():
    source = synthetic.source(settings=synthetic.settings().model_copy(update={"date": None}))
    files = render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)
    assert "feed.xml" not in files
    assert "sitemap.xml" in files
    assert b"feed.xml" not in files["index.html"]


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("icon.ico", b"", "must be a file .svg or .png"),
        ("icon.svg", None, "there is no file content/icon.svg"),
        ("../icon.svg", SVG, "there is no file"),
        ("icon.png", SVG, "is no PNG file"),
        ("icon.svg", b"\x00", "is no SVG file"),
        ("icon.svg", SVG + b" " * 100_000, "must have at most 100,000"),
    ],
)
def test_icons_that_are_none(tmp_path, name, content, wrong):
    folder = tmp_path / "content"
    folder.mkdir()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(ConfigError, match=wrong):
        read_icon(folder, name)


def test_an_icon_of_the_settings(tmp_path):
    (tmp_path / "icon.svg").write_bytes(SVG)
    assert read_icon(tmp_path, "icon.svg") == Icon(".svg", SVG)
    assert Site(title="T").icon is None
