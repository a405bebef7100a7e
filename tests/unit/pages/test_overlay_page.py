"""The page of new data over graphs: tables, sentences, and JSON, from planted figures."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from topopress.config.schema import Exploration
from topopress.diagnosis.overlay.types import (
    Confusion,
    Counted,
    LabelSpread,
    LayerOverlay,
    LeftRow,
    LeftSample,
    LeftSamples,
    NodeShare,
    Repeated,
)
from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from topopress.pages.sources import OverlaySource
from topopress.samples.types import Sample
from unit.pages import synthetic

SAMPLES = tuple(Sample(f"s{k}", f"new/{k}.png", "tabby_cat", "0" * 64) for k in range(3))


def layer_of(name, nowhere, *, labels=("tabby_cat", "dog <b>")):
    """Return what three rows say over a graph of two nodes."""
    many = tuple(f"class {k}" for k in range(40))
    return LayerOverlay(
        layer=name,
        sample=np.arange(3, dtype=np.int32),
        row=np.array([0, 0, 1], np.int32),
        node=np.array([0, 1, 1], np.int32),
        node_ids=("i0c0", "i1c0"),
        answer=("Tabby cat", "dog", ""),
        nowhere=nowhere,
        own_nowhere=Counted(2, 100),
        spreads=(
            LabelSpread("", 3, 1, 2, 1.5, 100, 2.5),
            *(LabelSpread(label, 2, 1, 1, None, 50, 1.25) for label in labels),
        ),
        shares=(
            NodeShare("i1c0", 2, 0.75, "dog", "tabby_cat"),
            NodeShare("i0c0", 1, 2.25, "", ""),
        ),
        confusion=Confusion(
            labels=labels,
            answers=("Tabby cat", "dog", *many),
            counts=((1, 7, *[0] * 40, 0, 1), (0, 3, *range(40), 2, 0)),
            right=Counted(4, 100),
            own_right=Counted(90, 100),
        ),
        left=(LeftRow(2, 2, "far", 1.5),),
    )


@pytest.fixture(scope="module")
def source():
    made = synthetic.source()
    first, *others = (view.layer.name for view in made.bundle.views)
    overlay = OverlaySource(
        layers=(
            layer_of(first, Counted(40, 100)),
            *(layer_of(name, Counted(2, 100)) for name in others),
        ),
        left=LeftSamples(
            left=(LeftSample(2, (first,), 1.5), LeftSample(0, (first,), None)),
            repeated=(Repeated(1, 0),),
            sample=np.array([2], np.int32),
        ),
        samples=SAMPLES,
        own=SAMPLES,
        faces=None,
    )
    written = made.settings.model_dump(exclude_unset=True)
    settings = Exploration.model_validate(
        {**written, "overlay": {"data": written["data"], "listed": 1}}
    )
    return replace(made, overlay=overlay, settings=settings)


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
    assert first["confusion"]["nowhere"] == [1, 0]


def test_a_site_without_new_data_has_no_such_page():
    files = render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)
    assert not any("overlay" in name for name in files)
