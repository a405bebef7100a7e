"""Citations: their syntax, their works, their evidence, and the page that lists them all."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topopress.config.references import ReferencesFile
from topopress.core.errors import PageError
from topopress.pages.citations.export import bibtex_of, csl_json
from topopress.pages.citations.intents import CLASSES, INTENTS
from topopress.pages.citations.styles import plain, short_names
from topopress.pages.citations.works import library_of
from topopress.pages.site.render import render_site
from unit.pages import synthetic

BIB = """\
@article{rathore2021, author = {Rathore, Archit and Chalapathi, Nithin and Wang, Bei},
  title = {TopoAct}, journal = {Computer Graphics Forum}, volume = 40, number = 1, year = 2021,
  doi = {10.1111/cgf.14195}}
@misc{who, author = {{World Health Organization}}, title = {A report}, year = 2020,
  url = {https://example.org/report}}
@book{lee:2003, author = {van Lee, Ann-Marie}, title = {Why?}, year = 2003}
"""
FILE = ReferencesFile("content/references.bib", BIB)


def essay_of(markdown, file=FILE):
    return synthetic.render_essay(synthetic.source(markdown, references=file))


def html_of(markdown, file=FILE):
    essay = essay_of(markdown, file)
    return essay.before + essay.after


def words_of(html):
    return re.sub(r"<[^>]+>", "", html).strip()


def failure(markdown, file=FILE):
    with pytest.raises(PageError) as raised:
        essay_of(markdown, file)
    return str(raised.value)


@pytest.mark.parametrize(
    ("markdown", "numeric", "by_year"),
    [
        ("As [@who].", "As [1].", "As (World Health Organization 2020)."),
        ("A [@who, p. 3; @lee:2003].", "A [1, p. 3, 2].",
         "A (World Health Organization 2020, p. 3; van Lee 2003)."),
        ("See [see @rathore2021].", "See [see 1].", "See (see Rathore et al. 2021)."),
        ("Lee [-@lee:2003, p. 3, fig. 2] and [see -@who].", "Lee [1, p. 3, fig. 2] and [see 2].",
         "Lee (2003, p. 3, fig. 2) and (see 2020)."),
        ("@rathore2021 say so.", "Rathore et al. [1] say so.", "Rathore et al. (2021) say so."),
        ("It is by @lee:2003.", "It is by van Lee [1].", "It is by van Lee (2003)."),
        ("Mail to a@who.org or \\@who.", "Mail to a@who.org or @who.", ""),
        ("`[@who]` and [text](https://x.org/@who)", "[@who] and text", ""),
        ("A [@extends:lee:2003].", "A [1].", "A (van Lee 2003)."),
    ],
)  # fmt: skip
def test_what_readers_see(markdown, numeric, by_year):
    assert words_of(html_of(markdown)) == numeric
    if by_year:
        assert words_of(html_of(markdown, replace(FILE, style="author-year"))) == by_year


def test_works_are_numbered_in_the_order_of_the_essay():
    assert words_of(html_of("[@who] [@lee:2003] [@who; @rathore2021]")) == "[1] [2] [1, 3]"


@pytest.mark.parametrize(
    ("markdown", "why"),
    [
        ("a\nb [@whom]", "line 2: content/references.bib has no work 'whom'; did you mean 'who'?"),
        ("@rathore2020 is", "has no work 'rathore2020'; did you mean 'rathore2021'?"),
        (
            "[@suports:who]",
            "'suports' is no intent of a citation; did you mean 'supports'? Intents:",
        ),
        ("[@supports:whom]", "has no work 'whom'"),
        ("[@who; lee]", "'lee' cites no work"),
        ("[@supports:who]{evidence=block3.purity}", "write {evidence="),
        ('[@supports:who]{evidence="block3.purty"}', "unknown fact 'purty'"),
        ('[@supports:who]{evidence="view:layer=block99"}', "there is no layer 'block99'"),
        ('[@who]{evidence="block3.purity"}', "evidence stands behind a citation that supports"),
    ],
)
def test_mistakes_name_file_and_line(markdown, why):
    said = failure(markdown)
    assert why in said
    assert "content/photographs/index.md, line " in said


def test_without_a_file_of_works_the_message_says_which_is_missing():
    assert "no file content/references.bib" in failure("[@who]", None)
    assert words_of(html_of("a \\@who", None)) == "a @who"


def test_a_broken_entry_costs_itself_alone():
    file = ReferencesFile(
        "content/references.bib",
        f"@book{{cut, title = {{no end\n{BIB}"
        "@book{who, title = {twice}}\n@book{bare, year = 1}",
    )
    library = library_of(file)
    assert list(library.works) == ["rathore2021", "who", "lee:2003"]
    assert [notice.partition(":")[0] for notice in library.left_out] == [
        "content/references.bib, line 9",
        "content/references.bib, line 1",
        "content/references.bib, line 8",
    ]
    assert (
        "the entry 'bare' cannot be used: content/references.bib, line 9: 'bare' needs a title"
        in (failure("[@bare]", file))
    )


def test_what_readers_look_for_and_an_entry_lacks_is_told():
    assert library_of(FILE).lacking == (
        "content/references.bib, line 6: 'lee:2003' has no DOI or url",
    )


def test_csl_json_says_the_same():
    works = library_of(FILE).works
    read = ReferencesFile("content/references.json", csl_json(works.values()).decode())
    again = library_of(read).works
    assert [plain(one) for one in again.values()] == [plain(one) for one in works.values()]
    assert [one.url for one in again.values()] == [one.url for one in works.values()]


def test_bibtex_that_is_written_says_the_same():
    works = library_of(FILE).works
    again = library_of(ReferencesFile("x.bib", bibtex_of(works.values()).decode())).works
    assert [plain(one) for one in again.values()] == [plain(one) for one in works.values()]


@pytest.mark.parametrize("text", ["{", "[1, {}]", '{"id": 1}', '[{"id": "a b", "title": "x"}]'])
def test_broken_csl_json_is_named(text):
    library = library_of(ReferencesFile("content/references.json", text))
    assert not library.works
    assert all(notice.startswith("content/references.json") for notice in library.left_out)
    assert library.left_out


def test_entries_of_csl_json_are_named_by_their_lines():
    text = (
        '[\n {"id": "a",\n  "title": "[1, {}]"},\n\n {"id": "b"}, 3,\n {"id": "a", "title": "A"}]'
    )
    library = library_of(ReferencesFile("content/references.json", text))
    assert library.left_out == (
        "content/references.json, line 5: 'b' needs a title",
        "content/references.json, line 5: is no object",
        "content/references.json, line 6: a second entry with the key 'a'",
    )
    assert library.lacking[0].startswith("content/references.json, line 2: 'a' has no authors")


def test_names():
    works = library_of(FILE).works
    assert plain(works["lee:2003"]) == "A.-M. van Lee: Why? 2003."
    assert short_names(works["who"]) == "World Health Organization"
    assert works["rathore2021"].url == "https://doi.org/10.1111/cgf.14195"


def test_signs_of_latex_in_texts_and_addresses():
    text = (
        "@misc{x, title = {50% of A & B \\& \\'{e}}, url = {https://x.org/~a?b=1&c=\\_d%20e#f}}"
        "@misc{y, title = {Y}, doi = {10.1000/a_b\\_c}, url = {\\url{https://y.org/}}}"
    )
    works = library_of(ReferencesFile("x.bib", text)).works
    assert works["x"].title == "50% of A & B & é"
    assert works["x"].url == "https://x.org/~a?b=1&c=_d%20e#f"
    assert works["y"].url == "https://doi.org/10.1000/a_b_c"
    written = bibtex_of(works.values()).decode()
    again = library_of(ReferencesFile("x.bib", written)).works
    assert [(one.title, one.url) for one in again.values()] == [
        (one.title, one.url) for one in works.values()
    ]


def test_each_intent_belongs_to_a_class():
    assert {one.of for one in INTENTS.values()} == set(CLASSES)
    assert len(INTENTS) >= 10


def test_evidence_has_its_value_and_what_chance_gives():
    essay = essay_of('Nodes are pure [@supports:who]{evidence="block10.purity"}. More.')
    (one,) = essay.citations
    assert re.fullmatch(r"\d+\xa0%", one.evidence.value)
    assert one.evidence.chance.endswith("by chance")
    assert one.evidence.view.href == "#layer=block10"
    assert (one.before, one.after) == ("Nodes are pure ", ".")
    assert "This page supports it: block10.purity is" in essay.before


@pytest.mark.parametrize(
    ("markdown", "before", "after"),
    [
        ("One. Two [@who] *three*. Four.", "Two ", " three."),
        ("A (Smith et al. 2020, p. 3) [@who]? No.", "A (Smith et al. 2020, p. 3) ", "?"),
        ("In [@lee:2003, p. 3] and H. Lee [@who].", "In [lee:2003] and H. Lee ", "."),
        ("- a list\n- item [@who]", "item ", ""),
    ],
)
def test_the_sentence_of_a_citation(markdown, before, after):
    one = next(one for one in essay_of(markdown).citations if one.work.key == "who")
    assert (one.before, one.after) == (before, after)


def test_without_evidence_a_claim_is_asserted():
    essay = essay_of("[@contrasts:who] [@who]")
    assert [one.asserted for one in essay.citations] == [True, False]
    assert "Asserted: no evidence is named" in essay.before


@pytest.fixture(scope="module")
def site():
    essay = (
        "## Start\n\nFirst [@who]. It holds [@supports:who]{evidence=\"block10.i0c0.members\"} "
        "<b>too</b>.\n\n::: explorer\n\n## End\n\nNot [@disputes:rathore2021, p. 3]."
    )  # fmt: skip
    source = synthetic.source(essay, references=FILE)
    return render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)


def test_the_page_of_references_lists_each_citation_with_its_sentence(site):
    page = site["references.html"].decode()
    assert "2 works, 3 citations" in page
    assert 'href="photographs/index.html#cite-2"' in page
    assert "supported <b>1</b>" in page
    assert "&lt;b&gt;too&lt;/b&gt;" in page
    assert "Asserted: no evidence is named" in page
    assert "Crops of photographs: End" in page
    assert "block10.i0c0.members is" in page
    assert "lee:2003" not in page


def test_the_essay_ends_with_its_works(site):
    page = site["photographs/index.html"].decode()
    assert '<li id="work-1"><bdi>World Health Organization</bdi>' in page
    assert 'href="../references.html"' in page


def test_the_works_are_data_too(site):
    assert [one["id"] for one in json.loads(site["references.csl.json"])] == ["rathore2021", "who"]
    assert b"@article{rathore2021" in site["references.bib"]
    page = site["photographs/index.html"].decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    document = json.loads(found[1])
    assert document["cito:disputes"] == [{"@id": "https://doi.org/10.1111/cgf.14195"}]
    assert document["cito:supports"] == document["cito:cites"]
    assert '<meta name="citation_reference" content="citation_title=A report;' in page


def test_without_citations_there_is_no_such_page():
    site = render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)
    assert not [path for path in site if "references" in path]
    assert b"References</a>" not in site["index.html"]


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_entry_stops_a_build(title, author):
    text = f"@article{{k, title = {{{title}}}, author = {{{author}}}, year = 2020}}\n{BIB}"
    library_of(ReferencesFile("content/references.bib", text))


@settings(deadline=None)
@given(st.text(alphabet='@[]{}";:,. abwho\\-', max_size=40))
def test_no_citation_runs_into_an_error_of_ours(text):
    try:
        html_of(f"x {text} y")
    except PageError as error:
        assert "content/photographs/index.md, line" in str(error)
