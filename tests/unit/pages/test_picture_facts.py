"""What pages say of optimised pictures, and of those that a budget left out."""

import dataclasses

import pytest

from topopress.pages.exploration_page import layer_facts
from topopress.pages.facts import LAYER_FACTS
from topopress.pages.render import render_site
from unit.pages import synthetic


def source_with(**changes):
    """Return an exploration in whose first layer other pictures were made."""
    first, *others = synthetic.source().bundle.views
    visuals = first.layer.visuals.model_copy(update=changes)
    layer = first.layer.model_copy(update={"visuals": visuals})
    views = [dataclasses.replace(first, layer=layer), *others]
    bundle = synthetic.bundle(views, name="photographs", title="Crops of photographs")
    return synthetic.source(bundle=bundle)


def pages_of(source):
    files = render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)
    paths = ("photographs/layers/block3.html", "photographs/method.html")
    return [files[path].decode() for path in paths]


@pytest.mark.parametrize("fact", ["own_pictures", "picture_cosine"])
def test_where_nothing_was_drawn_no_share_is_said(fact):
    (view, *_) = source_with(own_share=None, cosine=None).bundle.views
    assert LAYER_FACTS[fact](view) == "–"


def test_the_pages_of_a_layer_without_pictures_have_an_en_dash():
    source = source_with(own_share=None, cosine=None)
    facts = layer_facts(source.bundle.views[0].layer, source.settings.mapper.clusterer)
    assert {fact.term: fact.value for fact in facts}["Pictures that are of their own node"] == "–"
    assert "<td>–</td></tr>" in pages_of(source)[1]
