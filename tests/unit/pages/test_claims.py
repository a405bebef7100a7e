"""Claims: what they say, when they stop a build, and the page that lists them all."""

import json
import re
from pathlib import Path

import pytest

from topopress.config.references import ReferencesFile
from topopress.core.errors import PageError
from topopress.pages.essay.articles import read_planned
from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from unit.pages import synthetic
from unit.pages.test_citations import FILE

FORKS = '::: claim #claim:forks if="block10.stable_bifurcations >= 1"\nIt *forks*.\n:::\n'
ESSAY = f"""\
It forks [@supports:who]{{evidence="claim:forks"}}, and has {{{{ block10.nodes }}}} nodes.

## Forks

{FORKS}
::: explorer

## Loops

::: claim #claim:no-loops kind=negative if="block10.stable_loops + 0 < block10.purity_members"
There is no <b>loop</b> that is stable.
:::
"""


def claim(condition, sentence="It is so.", more="", name="one"):
    return f'::: claim #claim:{name} if="{condition}"{more}\n{sentence}\n:::\n'


def failure(markdown):
    with pytest.raises(PageError) as raised:
        synthetic.render_essay(synthetic.source(markdown))
    return str(raised.value)


def claims_in(markdown):
    return synthetic.render_essay(synthetic.source(markdown)).claims


def test_a_claim_that_holds_is_shown_with_its_figures():
    html = synthetic.render_essay(synthetic.source(FORKS)).before
    assert '<section class="claim is-finding" id="claim-forks"' in html
    assert "<p>It <em>forks</em>.</p>" in html
    assert '<a class="view-link" href="#layer=block10">' in html
    assert "<b>1</b>" in html
    assert "0.25 by chance" in html
    assert "Checked when this page was built: <code>block10.stable_bifurcations &gt;= 1" in html


def test_a_claim_that_fails_stops_the_build_and_says_what_the_figures_are():
    said = failure("\n\n" + claim("block10.purity_members >= 70 % and block10.nodes > 3"))
    assert said == (
        "content/photographs/index.md, line 3: claim 'one': does not hold: block10.purity_members "
        ">= 70 % and block10.nodes > 3; now block10.purity_members is 0.613 (61\xa0%) and "
        "block10.nodes is 15"
    )


@pytest.mark.parametrize(
    ("markdown", "why"),
    [
        (claim("block10.nods > 1"), "claim 'one': unknown fact 'nods'; did you mean 'nodes'?"),
        (claim("block1.nodes > 1"), "there is no layer 'block1'"),
        (claim("block10.nodes > = 1"), "fails at '= 1' (character 17)"),
        (claim("1 < 2"), "names no fact"),
        (claim("block10.purity_within > 0"), "'block10.purity_within' is unknown here"),
        (claim("block10.name > 3"), "'block10' is a text"),
        (claim("block10.nodes > 1", more=" kind=bad"), "kind=bad. It is finding or negative"),
        (claim("block10.nodes > 1", more=" expected=no"), "unknown attribute 'expected'"),
        (claim("block10.nodes > 1", sentence=""), "claim 'one' says nothing"),
        (
            claim("block10.nodes > 1") * 2,
            "line 4: a second label 'claim:one'; the first is in line 1",
        ),
        ('::: claim if="block10.nodes > 1"\na\n:::', "a claim needs a name"),
        ("::: claim #claim:one\na\n:::", "if is missing"),
        ('::: claim #fig:one if="block10.nodes > 1"\na\n:::', "its label starts with 'claim:'"),
    ],
)
def test_mistakes_name_file_and_line(markdown, why):
    said = failure(markdown)
    assert why in said
    assert "content/photographs/index.md, line " in said


def test_all_mistakes_are_told_at_once():
    assert failure(claim("1 <") + claim("block10.nodes > 99", name="two")).startswith("2 mistakes")


@pytest.mark.parametrize(
    ("condition", "why"),
    [("block10.nods > 1", "unknown fact 'nods'"), ("block10.nodes", "a comparison is wanted"),
     ("block1.nodes > 1", "there is no layer 'block1'"), ("block10.nodes > 99", "")],
)  # fmt: skip
def test_before_a_build_only_what_needs_no_results_is_known(condition, why):
    planned = {"photographs": synthetic.settings()}
    (context,) = read_planned([synthetic.source(claim(condition))], planned, {}).values()
    assert why in "\n".join(context.report())
    assert bool(context.report()) == bool(why)


def test_nodes_structures_and_texts_can_be_claimed():
    condition = (
        "block10.bifurcation-i0c0.verdict = 'stable' and block10.i0c0.members > 0"
        " and block10.flare-i1c0.2.rows = 12"
    )
    (one,) = claims_in(claim(condition))
    assert [each.value for each in one.figures][0::2] == ["stable", 12]
    assert one.figures[0].beside == ()


def test_a_claim_is_evidence_wherever_it_stands():
    (one,) = synthetic.render_essay(synthetic.source(ESSAY, references=FILE)).citations
    assert one.evidence.id == "claim-forks"
    assert one.evidence.says == "It forks."
    assert one.before + one.after == "It forks , and has 15 nodes."
    with pytest.raises(PageError, match="no label 'claim:fork'; did you mean 'claim:forks'"):
        synthetic.render_essay(
            synthetic.source(ESSAY.replace('"claim:forks', '"claim:fork'), references=FILE)
        )


def test_figures_and_claims_are_referred_to_and_are_evidence():
    markdown = (
        f'See @claim:forks and [@supports:who]{{evidence="fig:hub"}}.\n\n{FORKS}\n'
        "![The *largest* node.](node:layer=block10&node=i0c0){#fig:hub}\n"
    )
    essay = synthetic.render_essay(synthetic.source(markdown, references=FILE))
    assert '<a class="cross-reference" href="#claim-forks">Claim 1</a>' in essay.before
    assert "Figure 1, “The largest node.”, the node is in" in essay.before
    (one,) = essay.citations
    assert (one.evidence.id, one.evidence.view.href) == ("fig-hub", "#layer=block10&node=i0c0")


@pytest.fixture(scope="module")
def site():
    source = synthetic.source(ESSAY, references=FILE)
    return render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)


def test_the_page_of_claims_lists_them_all(site):
    page = site["claims.html"].decode()
    assert "2 claims, of which 1 is a negative result" in page
    assert 'href="photographs/index.html#claim-no-loops"' in page
    assert 'href="photographs/index.html#layer=block10"' in page
    assert "There is no &lt;b&gt;loop&lt;/b&gt; that is stable." in page
    assert "Crops of photographs · Loops" in page
    assert 'href="../claims.html"' in site["photographs/index.html"].decode()
    assert check_site(site) == []


def test_the_claims_are_data_too(site):
    forks, loops = json.loads(site["claims.json"])
    assert forks["address"] == "photographs/index.html#claim-forks"
    assert forks["holds"] is True
    assert (loops["kind"], loops["section"]) == ("negative", "Loops")
    assert loops["figures"][1] == {
        "fact": "block10.purity_members",
        "value": 0.613,
        "shown": "61\xa0%",
        "chance": "21\xa0% by chance",
        "stability": None,
        "view": "photographs/index.html#layer=block10",
    }


def test_references_show_the_claim_as_evidence(site):
    page = re.sub(r"\s+", " ", site["references.html"].decode())
    assert (
        'Evidence: <a href="photographs/index.html#claim-forks">Claim 1, “It forks.” '
        "(block10.stable_bifurcations is 1, 0.25 by chance)</a>" in page
    )


def test_without_claims_there_is_no_such_page():
    site = render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)
    assert not [path for path in site if "claims" in path]


def test_a_claim_is_told_beside_other_mistakes_of_citations():
    file = ReferencesFile("content/references.bib", "")
    with pytest.raises(PageError, match="2 mistakes"):
        synthetic.render_essay(
            synthetic.source(claim("block10.nodes > 99") + "\n[@who]", references=file)
        )


GUIDE = (Path(__file__).parents[3] / "docs/claims.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
FORK = BLOCKS[0][1]


@pytest.mark.parametrize("block", [text for kind, text in BLOCKS if kind == "markdown"])
def test_the_examples_of_the_guide(block):
    markdown = block if "claim:forks" not in block or block == FORK else f"{block}\n{FORK}"
    if "claim:many" in block:
        assert failure(block) == next(text for kind, text in BLOCKS if kind == "error").strip()
    else:
        assert synthetic.render_essay(synthetic.source(markdown, references=FILE)).before


def test_a_case_study_claims_of_several_explorations():
    condition = "photographs.block10.nodes + 2 < words.block10.nodes * 9"
    study = synthetic.study(claim(condition) + claim("words.block3.nodes > 1", name="two"))
    sources = [synthetic.source(""), synthetic.source("", name="words", seed=4)]
    site = render_site(synthetic.SITE, sources, case_studies=[study], assets=synthetic.ASSETS)
    one, other = json.loads(site["claims.json"])
    assert one["address"] == "case-studies/two/index.html#claim-one"
    assert [each["view"] for each in one["figures"]] == [
        "photographs/index.html#layer=block10",
        "words/index.html#layer=block10",
    ]
    assert other["figures"][0]["value"] > 1
