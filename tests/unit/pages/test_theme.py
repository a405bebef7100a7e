"""Themes: the example of docs/themes.md as an author would use it, and the mistakes of others."""

import re
from pathlib import Path

import pytest

from topopress.core.errors import PageError
from topopress.pages.site.assets import read_assets
from topopress.pages.site.check import check_site
from topopress.pages.site.contrast import contrast_problems
from topopress.pages.site.own_templates import template_mistakes
from topopress.pages.site.page_outline import Outline
from topopress.pages.site.render import render_site
from topopress.pages.site.theme import read_theme, theme_mistakes
from unit.pages import synthetic

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "themes.md").read_text("utf-8")


def example(language, beginning):
    blocks = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return next(one for one in blocks if one.startswith(beginning))


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The templates and the theme of the guide."""
    folder = tmp_path_factory.mktemp("theme") / "templates"
    (folder / "fonts").mkdir(parents=True)
    (folder / "fonts" / "my-serif.woff2").write_bytes(b"font")
    (folder / "theme.css").write_text(example("css", "@font-face"), "utf-8")
    for name in ("home", "base"):
        text = example("jinja", f'{{% extends "topopress/{name}.html.jinja" %}}')
        (folder / f"{name}.html.jinja").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def files(own):
    return render_site(synthetic.SITE, [synthetic.source()], templates=own, assets=read_assets())


def test_the_example_has_no_mistakes(own, files):
    assert [*template_mistakes(own), *theme_mistakes(own)] == []
    assert check_site(files) == []
    assert list(contrast_problems(files)) == []


def test_a_theme_comes_after_our_style_sheet_on_every_page(files):
    for path in (path for path in files if path.endswith(".html") and path != "404.html"):
        links = Outline(files[path]).of_tag("link")
        sheets = [one.given["href"] for one in links if one.given["rel"] == "stylesheet"]
        assert [re.sub(r".*/|\.[0-9a-f]{8}", "", one) for one in sheets] == [
            "style.css",
            "theme.css",
        ]
    assert files["assets/theme/fonts/my-serif.woff2"] == b"font"


def test_a_block_of_ours_is_replaced_and_the_rest_stays(files):
    page = files["index.html"].decode()
    assert "A group that looks at networks." in page
    assert 'class="card-picture"' in page
    assert "How to read these graphs" not in page
    assert "With thanks to our readers." in files["photographs/index.html"].decode()


def test_the_guide_lists_all_variables():
    tokens = (ROOT / "site_assets/styles/tokens.css").read_text("utf-8")
    listed = GUIDE.replace(
        "`--space-1` to `--space-6`", " ".join(f"`--space-{n}`" for n in range(1, 7))
    )
    head, _, _ = listed.partition("## An example")
    defined = set(re.findall(r"^\s*(--[\w-]+):", tokens, re.MULTILINE))
    assert defined == set(re.findall(r"`(--[\w-]+)`", head))


def test_the_guide_lists_all_blocks():
    base = (ROOT / "templates/base.html.jinja").read_text("utf-8")
    table = GUIDE.partition("| block of")[2].partition("\n\n")[0]
    assert set(re.findall(r"block (\w+) %", base)) == set(re.findall(r"\| `(\w+)` \|", table))


@pytest.mark.parametrize(
    ("css", "wrong"),
    [
        ('a{b:url("https://a.example/f.woff2")}', "line 1: 'https://a.example/f.woff2' is on"),
        ("\na{b:url(fonts/no.woff2)}", "line 2: there is no file templates/fonts/no.woff2"),
        ("a{b:url(../content/x.png)}", "there is no file"),
        ("a{b:url(f.ttf)}", "must end in one of .woff2"),
        ("@import 'x.css';", "@import is not allowed"),
        ("/* --acent: x */\n:root{--acent: red}", "line 2: there is no variable --acent; did you"),
    ],
)
def test_mistakes_have_a_line(tmp_path, css, wrong):
    (tmp_path / "theme.css").write_text(css)
    assert [one for one in theme_mistakes(tmp_path) if wrong in one]
    with pytest.raises(PageError, match=r"templates/theme\.css, line"):
        read_theme(tmp_path)


def test_what_is_no_mistake(tmp_path):
    css = ":root{--mine: 1px; --accen: red; color: var(--accen)} a{b:url(data:,x)}"
    (tmp_path / "theme.css").write_text(css)
    assert theme_mistakes(tmp_path) == []
    (tmp_path / "theme.css").write_bytes(b"\xff\xfe\xff")
    assert "cannot be read as UTF-8" in theme_mistakes(tmp_path)[0]
    assert read_theme(None).files == {}


def test_a_template_that_extends_itself_is_told_of_ours(tmp_path):
    (tmp_path / "home.html.jinja").write_text('{% extends "home.html.jinja" %}')
    assert "write 'topopress/home.html.jinja' for ours" in template_mistakes(tmp_path)[0]
