"""Facts, views and figures of every exploration, in the essays of explorations and case studies."""

import pytest

from topopress.core.errors import PageError
from topopress.pages.essay.article_names import ArticleNames
from topopress.pages.essay.articles import read_built, read_planned
from topopress.pages.essay.facts import Facts
from topopress.pages.essay.needs import needs_of
from unit.pages import synthetic
from unit.pages.synthetic import study
from unit.pages.test_citations import FILE

PHOTOGRAPHS = synthetic.source("")
WORDS = synthetic.source("", name="words", seed=4)
BOTH = {"photographs": Facts(PHOTOGRAPHS), "words": Facts(WORDS)}


def names(article, left_out=None):
    return ArticleNames(article, BOTH, left_out or {"old": "it is a draft"})


@pytest.mark.parametrize(
    ("article", "fact", "exploration"),
    [
        (PHOTOGRAPHS, "block10.nodes", "photographs"),
        (PHOTOGRAPHS, "nodes", "photographs"),
        (PHOTOGRAPHS, "photographs.block10.nodes", "photographs"),
        (PHOTOGRAPHS, "words.block10.nodes", "words"),
        (PHOTOGRAPHS, "words.nodes", "words"),
        (study(), "words.block10.i0c0.members", "words"),
        (study(explorations=("words",)), "block10.nodes", "words"),
        (study(explorations=("words",)), "words.block10.nodes", "words"),
    ],
)
def test_a_fact_is_of_the_exploration_that_is_named_or_meant(article, fact, exploration):
    known = names(article)
    found, within = known.located(fact)
    assert found == exploration
    assert known[fact] == BOTH[exploration][within]


@pytest.mark.parametrize(
    ("article", "fact", "why"),
    [
        (study(), "nodes", "is of no exploration: write EXPLORATION.nodes, with one of photogr"),
        (study(), "word.block10.nodes", "there is no exploration 'word'; did you mean 'words'?"),
        (study(), "old.nodes", "the exploration 'old' is not published: it is a draft"),
        (study(), "words.blok10.nodes", "there is no layer 'blok10'; did you mean 'block10'?"),
        (study(), "words.block10.nods", "unknown fact 'nods'; did you mean 'nodes'?"),
        (
            study(explorations=("words",)),
            "photographs.nodes",
            "does not draw on 'photographs'",
        ),
        (study(explorations=()), "words.nodes", "does not draw on 'words'; add it to the setting"),
        (PHOTOGRAPHS, "blok10.nodes", "there is no layer 'blok10'; did you mean 'block10'?"),
        (PHOTOGRAPHS, "old.nodes", "the exploration 'old' is not published: it is a draft"),
    ],
)
def test_a_fact_that_is_not_there_says_why(article, fact, why):
    with pytest.raises(LookupError) as raised:
        _ = names(article)[fact]
    assert why in str(raised.value)


def test_a_view_knows_its_exploration_and_its_address_on_the_page():
    node = WORDS.bundle.views[2].node_ids[1]
    view = names(study()).view("exploration=words&layer=block10&node=@s1")
    assert (view.exploration, view.state) == ("words", {"layer": "block10", "node": node})
    assert view.address == f"words/index.html#layer=block10&node={node}"
    assert view.href == f"../../words/index.html#layer=block10&node={node}"
    elsewhere = names(PHOTOGRAPHS).view_of({"layer": "block3", "exploration": "words"})
    assert elsewhere.href == "../words/index.html#layer=block3"
    assert names(PHOTOGRAPHS).view("layer=block3").href == "#layer=block3"
    assert names(PHOTOGRAPHS).view("exploration=photographs&layer=block3").href == "#layer=block3"


def test_an_address_keeps_what_looks_like_a_way_up():
    view = names(study()).view("exploration=words&layer=block10&word=../x/y")
    assert view.href.endswith("#layer=block10&word=../x/y")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("layer=block10", "a view needs an exploration, as in view:exploration=NAME&layer=LAYER"),
        ("exploration=word&layer=block10", "there is no exploration 'word'; did you mean 'words'?"),
        ("exploration=words", "a view needs a layer"),
        ("exploration=words&layer=block3&beside=word/block3", "there is no exploration 'word'"),
        ("exploration=words&layer=block3&beside=photographs/x~1:2:3", "there is no layer 'x'"),
        ("exploration=words&layer=block10&node=i99c9", "layer 'block10' has no node 'i99c9'"),
        ("exploration=words&exploration=words&layer=block10", "'exploration' is there twice"),
    ],
)
def test_a_view_that_is_not_there_says_why(address, why):
    with pytest.raises(LookupError) as raised:
        names(study()).view(address)
    assert why in str(raised.value)


def test_before_a_build_only_results_are_unknown():
    settings = {"photographs": PHOTOGRAPHS.settings, "words": WORDS.settings}
    essay = "{{ words.block10.i7c7.members }} [a](view:exploration=words&layer=block10&node=i7c7)"
    assert read_planned([study(essay)], settings, {})["case-studies/two"].report() == []
    wrong = "a\n\n{{ words.blok10.nodes }}\n\n[a](view:exploration=word&layer=1)\n\n::: explorer"
    report = read_planned([study(wrong)], settings, {})["case-studies/two"].report()
    assert [line.partition(": ")[0] for line in report] == [
        f"content/case-studies/two/index.md, line {line}" for line in (3, 5, 7)
    ]
    assert "a case study has no explorer of its own" in report[2]


def test_pictures_are_asked_of_their_exploration_each_once():
    essay = "![a](node:exploration=words&layer=block10&node=i0c0)\n\n"
    channel = "![](channel:exploration=photographs&layer=block3&channel=7)\n\n"
    asked = needs_of(read_built([PHOTOGRAPHS, WORDS], [study(essay + channel + essay)]))
    assert {name: len(requests) for name, requests in asked.items()} == {
        "words": 1,
        "photographs": 1,
    }


def test_evidence_can_be_of_any_exploration():
    essay = 'So [@supports:who]{evidence="words.block10.purity"}.'
    context = read_built([PHOTOGRAPHS, WORDS], [study(essay, references=FILE)])
    (one,) = context["case-studies/two"].citations
    assert one.evidence.value == BOTH["words"]["block10.purity"]
    assert one.evidence.view.address == "words/index.html#layer=block10"


def test_an_essay_of_an_exploration_shows_facts_views_and_pictures_of_another():
    essay = (
        "{{ words.nodes }} [a](view:exploration=words&layer=block10)\n\n"
        "![It.](node:exploration=words&layer=block10&node=i0c0)"
    )
    made = synthetic.source(essay)
    asked = needs_of(read_built([made, WORDS]))["words"]
    shown = synthetic.source("", name="words", seed=4, pictures=synthetic.made_of(asked))
    html = synthetic.render_essay(made, shown).before
    assert BOTH["words"]["nodes"] in html
    assert 'href="../words/index.html#layer=block10"' in html
    assert 'href="../words/index.html#layer=block10&amp;node=i0c0"' in html


def test_a_picture_that_is_not_made_is_named():
    essay = "![It.](node:exploration=words&layer=block10&node=i0c0)"
    with pytest.raises(PageError, match=r"index\.md, line 1: node:exploration=words"):
        synthetic.render_essay(synthetic.source(essay), WORDS)
