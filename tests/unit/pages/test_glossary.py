"""Terms that essays link to, and the page of all terms."""

import re
from pathlib import Path

import pytest

from topopress.config.glossary import NO_TERMS, GlossaryFile, read_glossary_file
from topopress.core.errors import ConfigError, PageError
from topopress.pages.glossary import terms_of
from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from unit.pages.synthetic import ASSETS, SITE, render_essay, source, study

VIEWER = Path(__file__).parents[3] / "site_assets/src/tools/glossary_view.ts"
OWN = GlossaryFile({"Word form": "As it is <b>spelt</b>.", "Node": "Ours."})
SHARED = ("bifurcation", "loop", "flare", "island", "edge")


def files_of(essay, *studies, glossary=NO_TERMS):
    given = source(essay, glossary=glossary)
    files = render_site(SITE, [given], case_studies=studies, assets=ASSETS)
    assert check_site(files) == []
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def test_a_link_to_a_term_holds_its_meaning():
    shown = render_essay(source("A [flare](term:Flare) *and* [x](<term:jaccard index>).")).before
    assert (
        '<a class="term" href="../glossary.html#term-flare" data-term="Flare" '
        'data-meaning="A branch with a free end.">flare</a>'
    ) in shown
    assert 'href="../glossary.html#term-jaccard-index"' in shown


def test_a_term_of_the_site_replaces_ours():
    shown = render_essay(source("[a](term:node) [b](term:word-form)", glossary=OWN)).before
    assert 'data-meaning="Ours."' in shown
    assert 'data-meaning="As it is &lt;b&gt;spelt&lt;/b&gt;."' in shown


def test_an_unknown_term_names_the_nearest():
    with pytest.raises(PageError, match=r"line 3: there is no term 'flair'; did you mean 'flare'"):
        render_essay(source("a\n\n[a](term:flair)"))


def test_the_page_of_terms_lists_those_of_the_site_and_those_that_are_used():
    two = study("[a](term:flare)", ("photographs",), glossary=OWN)
    page = files_of("[a](term:flare) [b](term:loop)", two, glossary=OWN)["glossary.html"]
    assert re.findall(r'<div id="([^"]*)"', page) == [
        "term-flare", "term-loop", "term-node", "term-word-form",
    ]  # fmt: skip
    assert "As it is &lt;b&gt;spelt&lt;/b&gt;." in page
    used = page.partition('id="term-flare"')[2].partition("</dd>")[0]
    assert sorted(re.findall('href="([^"]*)"', used)) == [
        "case-studies/two/index.html", "photographs/index.html",
    ]  # fmt: skip


def test_without_terms_there_is_no_page_of_them():
    pages = files_of("a")
    assert "glossary.html" not in pages
    assert "glossary.html" not in pages["index.html"]


def test_a_page_can_link_to_a_term_itself():
    assert (
        "glossary.html#term-loop"
        in files_of("[a](term:loop) [b](../glossary.html#term-loop)")["photographs/index.html"]
    )


def test_hostile_terms_are_text():
    own = GlossaryFile({'"><script>x</script>': "</p><script>alert(1)</script>{{ 7 }}"})
    address = next(one for one in terms_of(own) if "script" in one)
    for path, page in files_of(f"[a](term:{address})", glossary=own).items():
        assert "<script>" not in page, path


def test_what_the_viewer_says_too_is_the_same_sentence():
    viewer = VIEWER.read_text("utf-8")
    for address in SHARED:
        assert terms_of(NO_TERMS)[address].meaning in viewer, address


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("a = ", "content/glossary.toml: is no TOML"),
        ("a = 1", "content/glossary.toml, a: write its meaning in words"),
        ("a = ' '", "write its meaning in words"),
        ("'--' = 'b'", "at least one letter or digit"),
        ("Ab = 'c'\n'ab' = 'd'", "content/glossary.toml, ab: is the same term as 'Ab'"),
        ("[a]\nb = 'c'", "content/glossary.toml, a: write its meaning"),
    ],
)
def test_what_is_wrong_with_the_file_is_said(tmp_path, toml, words):
    (tmp_path / "glossary.toml").write_text(toml, "utf-8")
    with pytest.raises(ConfigError, match=re.escape(words)):
        read_glossary_file(tmp_path)


def test_the_file_is_read(tmp_path):
    assert read_glossary_file(tmp_path) == NO_TERMS
    (tmp_path / "glossary.toml").write_text('"a b" = """c\nd"""', "utf-8")
    assert read_glossary_file(tmp_path).terms == {"a b": "c d"}
