"""The joint graph on the page that compares two networks."""

import json
import re
from dataclasses import replace

import pytest

from report_fixture import made_comparison
from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from unit.pages import synthetic


@pytest.fixture(scope="module")
def source():
    return replace(synthetic.source(), comparisons={"other": made_comparison()})


@pytest.fixture(scope="module")
def files(source):
    return render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)


def text_of(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def test_the_graph_is_drawn_with_a_legend_and_a_table(files):
    page = files["photographs/compare-other.html"]
    drawing = page.decode().partition('aria-labelledby="joint-graph-title"')[2].split("</svg>")[0]
    titles = re.findall(r"<title>([^<]*)</title>", drawing)
    assert titles[1] == "i0c0: 40 of Crops of photographs, 0 of other, 90\u00a0% astronaut"
    assert drawing.count("<circle") == 3
    text = text_of(page)
    assert "only other" in text
    assert "only Crops of photographs" in text
    assert "301" in text
    assert "explains 78 % of the variance" in text
    assert "The lens is the L2 norm" in text
    assert "The alignment is poor" not in text
    assert check_site(files) == []


def test_what_one_network_tells_apart_is_said_with_links(files):
    page = files["photographs/compare-other.html"]
    text = text_of(page)
    assert "Told apart by Crops of photographs alone" in text
    assert "40 samples (90 % tench): 62 % (± 6 %) of the nearest samples in other are far" in text
    assert "The far ones are mostly church." in text
    assert b'href="index.html#layer=block10&amp;sample=s2"' in page


def test_the_data_have_the_graph_with_ids(files):
    joint = json.loads(files["photographs/compare-other.json"])["joint"]
    assert joint["first"] == [40, 1, 20]
    assert joint["groups"][0]["samples"] == ["s0", "s1"]
    assert joint["groups"][0]["told"]
    assert joint["explained"] == 0.78


def test_a_poor_alignment_and_silence_are_said(source):
    found = made_comparison()
    groups = tuple(replace(one, told=False) for one in found.joint.groups)
    poor = replace(found, joint=replace(found.joint, explained=0.2, replaced=False, groups=groups))
    for joint, said in (
        (poor, "The alignment is poor"),
        (poor, "No rule holds: nothing is known that one"),
        (replace(found, joint=None), "Two networks"),
    ):
        made = replace(source, comparisons={"other": joint})
        pages = render_site(synthetic.SITE, [made], assets=synthetic.ASSETS)
        page = pages["photographs/compare-other.html"]
        assert said in text_of(page)
        assert (b'id="joint"' in page) == (joint.joint is not None)
