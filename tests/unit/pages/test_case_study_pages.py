"""The pages of case studies, and what home, tags, series and references say of them."""

import datetime as dt
import json
import re

import pytest

from topopress.core.errors import PageError
from topopress.pages.site.check import check_site
from unit.pages import synthetic
from unit.pages.synthetic import case_study_site, study
from unit.pages.test_citations import FILE

ESSAY = """\
In {{ photographs.block3.name }} {{ photographs.block3.purity }} [@supports:who]{evidence="words.block10.purity"}.

## The middle

[A node](view:exploration=words&layer=block6&node=i0c0), a
[layer](../../photographs/layers/block3.html), an [essay](../../words/index.html#a-part), the
[method](../../words/method.html), [another](../second/index.html#its-end), [home](../../index.html#case-studies),
[tags](../../tags.html#tag-colour), [works](../../references.html#ref-who), [data](data.csv).

![The largest node.](node:exploration=words&layer=block6&node=i0c0)

![A drawing.](drawing.png)
"""  # noqa: E501 - as an author writes
FILES = {"data.csv": b"a,b", "drawing.png": synthetic.png(3, 2)}


def explorations():
    tagged = {"tags": ("colour", "photographs"), "series": "Inside", "order": 1}
    settings = synthetic.settings().model_copy(update=tagged)
    words = synthetic.settings("Words in context")
    return (
        synthetic.source(settings=settings),
        synthetic.source("a\n\n## A part\n\nb", name="words", seed=4, settings=words),
    )


@pytest.fixture(scope="module")
def files():
    first = study(
        ESSAY,
        slug="first",
        title="Where a network keeps <its> colours",
        date=dt.date(2026, 11, 30),
        authors=("Ada Example",),
        tags=("colour", "C++"),
        series="Inside",
        references=FILE,
        attachments=FILES,
    )
    second = study("## Its end", ("words",), slug="second", title="A second part",
                   series="Inside", order=2)  # fmt: skip
    return case_study_site([first, second], *explorations())


def page(files, path="case-studies/first/index.html"):
    return files[path].decode()


def test_the_site_is_sound(files):
    assert check_site(files) == []


def test_the_page_shows_facts_views_and_pictures_of_its_explorations(files):
    html = page(files)
    assert "<h1><bdi>Where a network keeps &lt;its&gt; colours</bdi></h1>" in html
    assert "<p>In block3 64" in html
    assert 'href="../../words/index.html#layer=block6&amp;node=i0c0"' in html
    assert 'href="../../words/index.html"><bdi>Words in context</bdi></a>' in html
    (picture,) = re.findall(r'src="(figures/block6-i0c0\.\w+\.webp)"', html)
    assert files[f"case-studies/first/{picture}"].startswith(b"RIFF")
    assert files["case-studies/first/data.csv"] == b"a,b"
    assert "topo-manifest" not in html
    assert "viewer." not in html


def test_it_can_be_cited_and_is_data(files):
    html = page(files)
    assert "(2026): “Where a network keeps &lt;its&gt; colours”" in html
    assert "https://example.org/photographs/case-studies/first/index.html" in html
    assert "@misc{example2026first," in html
    assert (
        '<meta name="citation_title" content="Where a network keeps &lt;its&gt; colours">' in html
    )
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])
    assert data["headline"] == "Where a network keeps <its> colours"
    assert "World Health Organization" in html


def test_its_citations_are_on_the_page_of_references(files):
    html = page(files, "references.html")
    assert 'href="case-studies/first/index.html#cite-1"' in html
    assert 'href="words/index.html#layer=block10"' in html
    assert "The middle" not in html


def test_the_home_page_has_cards_of_both_kinds(files):
    html = page(files, "index.html")
    assert html.index('id="case-studies"') < html.index('id="explorations"')
    assert html.count('<article class="card">') == 4
    card = html.partition("<h3>")[2].partition("</article>")[0]
    assert "Ada Example, 30 November 2026" in card
    assert "Crops of photographs and Words in context" in card
    assert 'href="tags.html#tag-colour"' in card


def test_a_card_shows_the_first_graph_that_the_text_names():
    one = case_study_site([study("[a](view:exploration=words&layer=block3)")], *explorations())
    other = case_study_site([study("[a](view:exploration=words&layer=block6)")], *explorations())
    none = case_study_site([study("a")], *explorations())
    drawn = [re.search(r'card-graph.*?</svg>', page(each, "index.html"), re.DOTALL)[0]
             for each in (one, other, none)]  # fmt: skip
    assert len(set(drawn)) == 3
    nothing = page(case_study_site([study("a", ())], *explorations()), "index.html")
    assert nothing.count("card-picture") == 2


def test_navigation_shows_what_there_is(files):
    def links(path, of=files):
        nav = page(of, path).partition('<nav class="site-nav"')[2].partition("</nav>")[0]
        return re.findall(r"<bdi>(.*?)</bdi>", nav)

    assert links("case-studies/first/index.html") == [
        "Case studies", "Explorations", "Tags", "References",
    ]  # fmt: skip
    assert links("index.html") == links("case-studies/first/index.html")
    assert links("words/index.html")[2:4] == ["Essay and explorer", "Method"]
    plain = case_study_site([], synthetic.source())
    assert links("photographs/method.html", plain) == [
        "Explorations", "Essay and explorer", "Method",
    ]  # fmt: skip
    assert "tags.html" not in plain
    assert links("index.html", plain) == []


def test_the_page_of_tags_lists_both_kinds(files):
    html = page(files, "tags.html")
    assert re.findall(r'<h2 id="(.*?)"', html) == ["tag-c", "tag-colour", "tag-photographs"]
    colour = html.partition('<h2 id="tag-colour"')[2].partition("</section>")[0]
    assert re.findall(r'href="(.*?)"', colour) == [
        "case-studies/first/index.html", "photographs/index.html",
    ]  # fmt: skip
    assert "Case study, 30 November 2026" in colour


def test_a_part_of_a_series_leads_to_the_parts_beside_it(files):
    def series(path):
        return page(files, path).partition('<nav class="series"')[2].partition("</nav>")[0]

    first, second, third = map(
        series,
        (
            "case-studies/first/index.html",
            "photographs/index.html",
            "case-studies/second/index.html",
        ),
    )
    assert "Part 1 of 3" in first
    assert 'rel="prev"' not in first
    assert 'rel="next" href="../../photographs/index.html"' in first
    assert 'rel="prev" href="../case-studies/first/index.html"' in second
    assert 'rel="next" href="../case-studies/second/index.html"' in second
    assert 'rel="next"' not in third
    assert series("words/index.html") == ""


@pytest.mark.parametrize(
    ("essay", "why"),
    [
        ("{{ words.block10.i9c9.members }}", "layer 'block10' has no node 'i9c9'"),
        ("[a](view:exploration=words&layer=block10&node=i9c9)", "has no node 'i9c9'"),
        ("![a](channel:exploration=words&layer=block10&channel=999)", "there is no channel 999"),
        ("[a](nope.csv)", "there is no file 'nope.csv'"),
        ("::: explorer", "a case study has no explorer of its own"),
        ("# Another title", "The page's title is that of the settings, 'Two networks'"),
    ],
)
def test_what_does_not_hold_names_file_and_line(essay, why):
    with pytest.raises(PageError) as raised:
        case_study_site([study(f"a\n\n{essay}")], *explorations())
    assert str(raised.value).startswith("content/case-studies/two/index.md, line 3: ")
    assert why in str(raised.value)


def test_hostile_settings_are_shown_as_text():
    hostile = '"><script>alert(1)</script>\u202e{{ x }}'
    made = study("a", title=hostile, summary=hostile, authors=(f"A {hostile}",), tags=(hostile,),
                 series=hostile, date=dt.date(2026, 1, 1))  # fmt: skip
    again = study("a", title=hostile, slug="other", series=hostile)
    files = case_study_site([made, again], *explorations())
    assert check_site(files) == []
    assert not any(b"<script>alert" in content for content in files.values())
    assert "&lt;script&gt;" in page(files, "tags.html")
