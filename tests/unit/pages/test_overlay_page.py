"""The page of new data over graphs: tables, sentences, and JSON, from planted figures."""

import json
import re

import pytest

from overlay_fixture import overlaid
from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from unit.pages import synthetic


@pytest.fixture(scope="module")
def source():
    return overlaid()


@pytest.fixture(scope="module")
def files(source):
    return render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)


@pytest.fixture(scope="module")
def page(files):
    return files["photographs/overlay.html"].decode()


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_page_is_valid_and_reached_from_the_others(files, page):
    check_site(files)
    assert 'href="overlay.html"' in files["photographs/index.html"].decode()
    assert "<b>" not in page
    assert "style=" not in page


def test_only_what_is_apart_is_said(page, source):
    layers = len(source.overlay.layers)
    said = text_of(page)
    assert said.count("of the new rows are in no node, and 2 % of the graph’s own") == 1
    assert "Look at this: 40 % of the new rows" in said
    assert said.count("the label is the majority label of their nodes") == layers
    assert "Look at this: 1 of them has the same content as a sample of the graphs." in said


def test_tables_have_the_figures(page):
    said = text_of(page)
    assert "40 % (31 % to 50 %)" in said
    table = page.split("-confusion")[2].split("</table>")[0]
    # The label with most others first; twelve answers, then others, without label, in no node.
    lines = re.findall(r"<tr>(.*?)</tr>", table, re.S)
    assert len(re.findall("<th", lines[0])) == 1 + 12 + 3
    assert "dog" in lines[1] and "tabby_cat" in lines[2]
    figures = re.findall(r"<td><bdi>([\d,]+)</bdi>", lines[1])
    assert sum(int(one) for one in figures) == 3 + sum(range(40)) + 2
    assert 'href="index.html#layer=' in page


def test_samples_that_fit_nowhere_are_listed_as_far_as_asked_for(page, source):
    said = text_of(page)
    layer, n = source.overlay.layers[0].layer, len(source.overlay.layers)
    assert f"In no node in 1 of {n} layers: {layer}." in said
    assert "The nearest member is at 1.5 times the radius." in said
    assert "new/2.png" in said
    assert "new/0.png" not in said


def test_the_least_robust_nodes_are_first(page):
    table = page.split('-robustness">')[1].split("</table>")[0]
    lines = re.findall(r"<tr>(.*?)</tr>", table, re.S)[1:]
    assert [re.search(r">(i\dc0)<", line)[1] for line in lines] == ["i1c0", "i0c0"]
    assert re.findall(r"<td><bdi>(.*?)</bdi>", lines[0]) == [
        "8", "25\u00a0%", "38\u00a0%", "13\u00a0%", "50\u00a0%",
    ]  # fmt: skip
    assert "blurred" in page.split('-changes">')[1].split("</table>")[0]
    assert "Robustness of a node" in page


def test_json_has_every_row(files, source):
    written = json.loads(files["photographs/overlay.json"])
    first = written["layers"][0]
    assert first["rows"] == [
        {"id": "s0", "nodes": ["i0c0", "i1c0"], "answer": "Tabby cat"},
        {"id": "s1", "nodes": ["i1c0"], "answer": "dog"},
        {"id": "s2", "nodes": [], "answer": None},
    ]
    assert [one["id"] for one in written["nowhere"]] == ["s2", "s0"]
    assert written["copies"][0]["of"]["id"] == "s0"
    assert first["edited"]["changes"][0]["in_neighbour"] == 3
    assert first["confusion"]["nowhere"] == [1, 0]


def test_a_site_without_new_data_has_no_such_page():
    files = render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)
    assert not any("overlay" in name for name in files)
