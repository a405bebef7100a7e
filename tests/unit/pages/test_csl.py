"""Citations in styles of CSL: what they say, and that no text of a work becomes markup."""

from dataclasses import replace
from pathlib import Path

import pytest

from topopress.config.references import ReferencesFile, read_references_file
from topopress.core.errors import ConfigError
from topopress.pages.citations.entries import essay_entries
from topopress.pages.citations.works import library_of
from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from unit.pages import synthetic
from unit.pages.test_citations import BIB, html_of, words_of

pytest.importorskip("citeproc")
STYLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<macro name="who"><names variable="author"><name form="short" and="text"/>
<substitute><text variable="title"/></substitute></names></macro>
<macro name="year"><date variable="issued"><date-part name="year"/></date></macro>
<citation><layout prefix="(" suffix=")" delimiter=" / ">{cited}</layout></citation>
<bibliography>{sort}<layout suffix="."><group delimiter=", "><text macro="who"/>
<text variable="title" font-style="italic"/><text macro="year"/><text term="accessed"/></group>
</layout></bibliography></style>
"""
BY_YEAR = STYLE.format(
    cited='<group delimiter=", "><text macro="who"/><text macro="year"/></group>',
    sort='<sort><key macro="year"/></sort>',
)
BY_NUMBER = STYLE.format(cited='<text variable="citation-number"/>', sort="")


def file(csl=BY_YEAR, text=BIB, **more):
    return ReferencesFile("content/references.bib", text, "file:t.csl", csl, **more)


@pytest.mark.parametrize(
    ("markdown", "by_year", "by_number"),
    [
        ("As [@who].", "As (World Health Organization, 2020).", "As (1)."),
        ("A [@rathore2021, p. 3; @lee:2003].",
         "A (Rathore, Chalapathi, and Wang, 2021, p. 3 / van Lee, 2003).", "A (1, p. 3 / 2)."),
        ("@lee:2003 says so.", "van Lee (2003) says so.", "van Lee (1) says so."),
        ("[@lee:2003] [@who] [@lee:2003]",
         "(van Lee, 2003) (World Health Organization, 2020) (van Lee, 2003)", "(1) (2) (1)"),
    ],
)  # fmt: skip
def test_what_readers_see(markdown, by_year, by_number):
    assert words_of(html_of(markdown, file())) == by_year
    assert words_of(html_of(markdown, file(BY_NUMBER))) == by_number


def test_the_list_is_in_the_order_and_the_language_of_the_style():
    works = list(library_of(file()).works.values())
    entries = essay_entries(works, file())
    assert [one.id for one in entries] == ["work-3", "work-2", "work-1"]
    assert entries[0].html == "van Lee, <i>Why?</i>, 2003, accessed."
    link = '<a href="https://example.org/report" rel="noopener noreferrer">'
    assert link in entries[1].html
    (first, *_) = essay_entries(works, file(language="de-CH"))
    assert "zugegriffen" in first.html


def test_texts_of_works_are_shown_as_texts():
    text = (
        "@article{x, title = {<script>alert(1)</script> <b>b</b> & “q” &lt;i&gt;}, year = 2020, "
        'author = {{<img src=x onerror="alert(1)">}}, url = {https://example.org/?a=1&b=2}}'
    )
    (entry,) = essay_entries([*library_of(file(text=text)).works.values()], file(text=text))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;b&lt;/b&gt; &amp; " in entry.html
    assert "&amp;lt;i&amp;gt;" in entry.html
    assert "<script" not in entry.html
    assert "<img" not in entry.html
    assert "<script" not in html_of("[@x]", file(text=text))


def test_a_site_in_a_style_is_whole():
    source = synthetic.source("[@who] [@supports:rathore2021]", references=file())
    site = render_site(
        synthetic.SITE.model_copy(update={"citation_style": "file:t.csl"}),
        [source],
        assets=synthetic.ASSETS,
    )
    assert check_site(site) == []
    assert "World Health Organization, <i>A report</i>, 2020" in site["references.html"].decode()
    assert 'class="works-cited by-author"' in site["photographs/index.html"].decode()


def test_the_style_that_comes_with_citeproc_is_read():
    from citeproc import STYLES_PATH

    text = (Path(STYLES_PATH) / "harvard-cite-them-right.csl").read_text("utf-8")
    assert words_of(html_of("[@lee:2003]", file(text))) == "(van Lee, 2003)"


@pytest.fixture
def content(tmp_path):
    (tmp_path / "references.bib").write_text(BIB)
    return tmp_path


def test_a_style_is_read_from_below_content(content):
    (content / "styles").mkdir()
    (content / "styles/t.csl").write_text(BY_YEAR)
    found = read_references_file(content, "file:styles/t.csl", "de")
    assert found == replace(file(), style="file:styles/t.csl", language="de")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "there is no file content/t.csl"),
        ("<style", "content/t.csl: is no XML"),
        ("<style/>", "is no CSL style"),
        (f"<!DOCTYPE x [<!ENTITY a SYSTEM '/etc/passwd'>]>{BY_YEAR}", "has a DOCTYPE"),
        (BY_YEAR.replace("in-text", "note"), "is a style of footnotes"),
        (BY_YEAR.replace("bibliography", "other"), "has no bibliography"),
        (BY_YEAR.replace("<info>", '<info><link rel="independent-parent" href="http://x/apa"/>'),
         "is only the name of another style; take http://x/apa"),
    ],
)  # fmt: skip
def test_a_style_that_cannot_be_used_is_one_error(content, text, why):
    if text is not None:
        (content / "t.csl").write_text(text)
    with pytest.raises(ConfigError, match=why):
        read_references_file(content, "file:t.csl")


def test_without_the_extra_the_error_names_it(content, monkeypatch):
    monkeypatch.setattr("topopress.config.references.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"pip install 'topopress\[csl\]'"):
        read_references_file(content, "file:t.csl")


@pytest.mark.parametrize(
    "style",
    ["file:/etc/x.csl", "file:../x.csl", "file:a/../../x.csl", "apa", "file:x.xml", "numerc"],
)
def test_a_style_is_ours_or_a_file_below_content(style):
    with pytest.raises(ValueError, match=r"must be numeric, author-year or file:NAME\.csl"):
        type(synthetic.SITE)(title="T", citation_style=style)
