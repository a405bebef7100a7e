"""The page of the report on a network: every rule has a sentence with all of its figures."""

import html
import json
import re
from dataclasses import replace
from typing import get_args

import pytest

from report_fixture import OF_TWO, PARTINGS, UNTESTED, VERDICTS, made_comparison, made_report
from topopress.diagnosis.verdicts.types import Rule
from topopress.pages.essay.facts import Facts
from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from topopress.pages.strip import strip
from topopress.pages.tables.verdict_sentences import TITLES, points, sentence, share
from topopress.pages.types.report import _UNTESTED
from unit.pages import synthetic


@pytest.fixture(scope="module")
def source():
    made = synthetic.source()
    layers = tuple(view.layer.name for view in made.bundle.views)
    compared = {"other": made_comparison()}
    return replace(made, report=made_report(layers), comparisons=compared)


@pytest.fixture(scope="module")
def files(source):
    return render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)


def text_of(page: bytes) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", "", page.decode()))


def test_every_rule_has_a_sentence_and_an_example():
    assert (
        {one.rule for one in (*VERDICTS, *PARTINGS, *OF_TWO)} == set(get_args(Rule)) == set(TITLES)
    )
    assert set(UNTESTED) == set(_UNTESTED)


@pytest.mark.parametrize("verdict", (*VERDICTS, *PARTINGS, *OF_TWO), ids=lambda one: one.rule)
def test_a_sentence_names_what_it_is_about_and_leaves_nothing_open(verdict):
    said = sentence(verdict)
    assert "{" not in said
    assert said.endswith(".")
    best = {verdict.of.get("best")} if verdict.rule not in ("reset", "says_less") else set()
    assert all(name in said for name in verdict.of.values() if name not in best)


def test_essays_state_figures_of_the_report(source):
    facts = Facts(source)
    report = source.report
    place, probed = next((k, one) for k, one in enumerate(report.layers) if one.probe is not None)
    layer = source.bundle.views[place].layer.id
    assert facts[f"{layer}.probe"] == share(probed.probe)
    assert facts.raw(f"{layer}.probe") == probed.probe
    block = next(one for one in report.blocks if one.skip is not None)
    assert facts[f"without.{block.name}.skipped"] == points(block.skip.value)
    assert facts.raw(f"without.{block.name}.skipped_at_most") == block.skip.at_most
    with pytest.raises(LookupError, match="the report has no block 'blocks'"):
        facts["without.blocks.skipped"]
    with pytest.raises(LookupError, match=r"unknown fact 'skiped'.*did you mean 'skipped'"):
        facts[f"without.{block.name}.skiped"]


def test_without_a_report_its_facts_are_unknown(source):
    facts = Facts(replace(source, report=None))
    assert facts[f"{source.bundle.views[0].layer.id}.probe"] == "–"
    with pytest.raises(LookupError, match="report = true"):
        facts["without.blocks.1.skipped"]


def test_figures_are_points_shares_and_numbers():
    nothing = next(one for one in VERDICTS if one.rule == "adds_nothing")
    assert "costs at most 0.6 points of accuracy (measured: −0.1)" in sentence(nothing)
    reset = next(one for one in VERDICTS if one.rule == "reset")
    assert "answers 50.0\u00a0% of the samples right" in sentence(reset)
    assert "a linear probe of block4 91.0\u00a0%" in sentence(reset)


def test_the_page_says_all_and_links_to_the_layers(files):
    page = files["photographs/report.html"]
    text = text_of(page).replace("&#34;", '"')
    for one in (*VERDICTS, *PARTINGS):
        assert sentence(one) in text
    assert b'href="index.html#layer=' in page
    assert b'<a href="report.html" aria-current="true">' in page
    assert b'<a href="report.html">' in files["photographs/index.html"]
    assert check_site(files) == []


def test_the_data_has_the_sentences(files):
    data = json.loads(files["photographs/report.json"])
    assert [one["rule"] for one in data["verdicts"]] == [one.rule for one in VERDICTS]
    assert data["verdicts"][0]["sentence"] == sentence(VERDICTS[0])
    assert data["layers"][0]["probe"] is None
    assert data["blocks"][0]["skip"] == {"error": 0.002, "n_rows": 1000, "value": 0.2}


def test_a_comparison_has_all_matrices_and_what_chance_gives(files):
    page = files["photographs/compare-other.html"]
    text = text_of(page)
    for one in OF_TWO:
        assert sentence(one) in text
    assert page.count(b"<table") == 5 * 3 + 1 + 3
    assert page.count(b'name="measure"') == 5
    assert "(the zero line): 0.04" in text
    assert "Two halves of the samples differ by 0.01" in text
    assert b'<a href="compare-other.html">' in files["photographs/report.html"]
    data = json.loads(files["photographs/compare-other.json"])
    assert [len(one["values"]) for one in data["matrices"]] == [5] * 5


def cells(page: bytes) -> str:
    """Return all texts of a page with bars between them."""
    return re.sub(r"(\s*<[^>]+>\s*)+", "|", page.decode())


def links(page: bytes, text: str) -> list[str]:
    """Return the addresses of the links with a text."""
    found = re.findall(rf'<a class="view-link" href="([^"]+)">{re.escape(text)}</a>', page.decode())
    return [html.unescape(one) for one in found]


def test_what_becomes_of_nodes_links_to_both_graphs(files):
    page = files["photographs/report.html"]
    text = cells(page)
    assert "|block3 → block6|3,000|15\u00a0%|28, 31|1 (0)|1 (0)|1 (25)|0.62 (0.11)|" in text
    assert (
        "|block3|i2c0|Splits|42 rows, 60\u00a0% cat|s0, s1|20|2|i0c0|22 rows, 90\u00a0% cat|s0|"
        in text
    )
    assert "|i1c0, i2c0, i3c0 and 2 more|20 rows|s1, s2|" in text
    split, parts = links(page, "i2c0"), links(page, "i0c0")
    assert split[0] == (
        "index.html#layer=block3&node=i2c0&second=nodes:i0c0,i1c0,i2c0,i3c0,i4c0,i5c0%40block6"
        "&beside=block6"
    )
    assert parts[0] == "index.html#layer=block3&node=i2c0&second=nodes:i0c0%40block6&beside=block6"
    merged = "index.html#layer=block6&node=i2c0&second=nodes:i0c0%40block3&beside=block3"
    assert merged in parts, "a node of the later layer is selected"


def test_neighbours_that_changed_are_told_by_class_and_by_sample(files):
    page = files["photographs/report.html"]
    text = cells(page)
    assert "|cat|300|30\u00a0%|30\u00a0%|rocket|250|55\u00a0%|55\u00a0%|" in text
    assert "|s0|block3 → block6|cat|10\u00a0%|90\u00a0%|20\u00a0%|" in text
    assert b'href="index.html#layer=block3&amp;sample=s0&amp;beside=block6"' in page


def test_the_flow_between_networks_links_to_both_explorations(source):
    other = synthetic.source(name="other")
    last = other.bundle.views[-1].layer.name
    found = made_comparison()
    flow = replace(found.flow, second=last)
    first = replace(source, comparisons={"other": replace(found, flow=flow)})
    pages = render_site(synthetic.SITE, [first, other], assets=synthetic.ASSETS)
    page = pages["photographs/compare-other.html"]
    assert "index.html#layer=block10&node=i2c0&beside=other/block10" in links(page, "i2c0")
    assert "../other/index.html#layer=block10&nodes=i0c0" not in links(page, "i0c0")
    assert "../other/index.html#layer=block10&node=i0c0&beside=photographs/block10" in links(
        page, "i0c0"
    )
    assert check_site(pages) == []


def test_the_data_of_a_flow_has_ids_of_samples(files):
    for name in ("report", "compare-other"):
        data = json.loads(files[f"photographs/{name}.json"])
        flow = data["flows"][0] if name == "report" else data["flow"]
        near = data["neighbourhoods"][0] if name == "report" else data["neighbourhoods"]
        assert flow["changes"][0]["parts"][1]["samples"] == ["s1", "s2"]
        assert flow["found"] == {"splits": 1, "merges": 1, "dissolves": 1}
        assert [one["sample"] for one in near["samples"]] == ["s0", "s4"]


def test_one_layer_has_no_flow(source):
    single = replace(source.report, flows=(), neighbourhoods=(), layers=source.report.layers[:1])
    page = render_site(synthetic.SITE, [replace(source, report=single)], assets=synthetic.ASSETS)
    assert b'id="flow"' not in page["photographs/report.html"]


def test_silence_is_said(source):
    quiet = replace(source, report=replace(source.report, verdicts=(), partings=(), blocks=()))
    page = render_site(synthetic.SITE, [quiet], assets=synthetic.ASSETS)["photographs/report.html"]
    assert "No rule holds" in text_of(page)
    assert b'id="blocks"' not in page


def test_without_a_report_there_is_no_page():
    files = render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)
    assert not [path for path in files if "report" in path]


def test_the_strip_draws_what_is_known(source):
    drawn = strip(source.report.layers, [], "")
    n_layers = len(source.report.layers)
    assert drawn.panels[0].title == "Accuracy"
    assert len(drawn.names) == n_layers
    missing = [n_layers - len(panel.bars) for panel in drawn.panels[1:]]
    assert missing == [1, 0, 1, 1, 0], "dimension, rank, purity, stable nodes, dead units"
    assert len(drawn.panels[0].dots) == n_layers - 1
    unlabelled = tuple(replace(one, probe=None, purity=None) for one in source.report.layers)
    bare = strip(unlabelled, [], "")
    assert "Accuracy" not in [panel.title for panel in bare.panels]
