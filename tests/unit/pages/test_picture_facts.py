"""What pages say of optimised pictures, and of those that a budget left out."""

import dataclasses

import pytest

from topopress.config.visuals import FeatureVisualisation
from topopress.kinds.images.words import OBJECTIVE_TERMS, image_words
from topopress.pages.essay.fact_tables import LAYER_FACTS
from topopress.pages.site.render import render_site
from topopress.pages.types.layer import layer_facts
from unit.pages import synthetic


def source_with(**changes):
    """Return an exploration in whose first layer other pictures were made."""
    first, *others = synthetic.source().bundle.views
    visuals = first.visuals.model_copy(update=changes)
    views = [dataclasses.replace(first, visuals=visuals), *others]
    bundle = synthetic.bundle(views, name="photographs", title="Crops of photographs")
    return synthetic.source(bundle=bundle)


def pages_of(source):
    files = render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)
    paths = ("photographs/layers/block3.html", "photographs/method.html")
    return [files[path].decode() for path in paths]


@pytest.mark.parametrize("fact", ["own_pictures", "picture_cosine"])
def test_where_nothing_was_drawn_no_share_is_said(fact):
    source = source_with(top1_share=None, cosine=None)
    assert LAYER_FACTS[fact].text(source.bundle.views[0], source) == "–"


def test_the_pages_of_a_layer_without_pictures_have_an_en_dash():
    source = source_with(top1_share=None, cosine=None)
    facts = layer_facts(source.bundle.views[0], source)
    assert {fact.term: fact.value for fact in facts}["Own pictures"] == "–"
    assert "<td>–</td></tr>" in pages_of(source)[1]


def test_layer_and_method_page_say_what_the_budget_left_out_of_each_kind():
    visuals = {
        "nodes": synthetic.pictures_of("distinct", 2, 9),
        "arms": synthetic.pictures_of("contrast", 1, 6),
        "rows": synthetic.pictures_of("inversion", 0, 1200),
    }
    layer, method = pages_of(source_with(**visuals))
    assert "2 of 9, the largest and most stable first" in layer
    for term, drawn in [("Arms of bifurcations", "1 of 6"), ("Single activations", "0 of 1,200")]:
        assert f"{term} with a picture</bdi></dt><dd><bdi>{drawn}</bdi></dd>" in layer
    words = "pictures of 2 of 9 nodes, 1 of 6 arms of bifurcations and 0 of 1,200 single activ"
    assert f"<bdi>block3</bdi>: visuals.budget allowed {words}" in method


def test_where_nothing_was_left_out_nothing_is_said_of_a_budget():
    complete = synthetic.pictures_of("distinct", 3, 3)
    layer, method = pages_of(source_with(nodes=complete, arms=None, rows=complete))
    assert "with a picture" not in layer
    assert "<bdi>block3</bdi>: visuals.budget" not in method


@pytest.mark.parametrize("objective", ["distinct", "direction", "whitened"])
def test_the_method_page_says_what_was_aimed_at(objective):
    visual = FeatureVisualisation(objective=objective)
    method = pages_of(source_drawn_by(visual))[1]
    assert f"in the direction of {OBJECTIVE_TERMS[objective]} [3]" in method
    assert f"dot product with {OBJECTIVE_TERMS[objective]}, times" in method


def test_without_pictures_the_method_page_defines_none():
    method = pages_of(source_drawn_by(FeatureVisualisation(enabled=False)))[1]
    assert "Feature visualisation</bdi></dt><dd><bdi>none</bdi></dd>" in method
    assert "Own pictures</dt>" not in method


def source_drawn_by(visual):
    settings = synthetic.settings()
    visuals = settings.visuals.model_copy(update={"feature_visualisation": visual})
    changed = settings.model_copy(update={"visuals": visuals})
    words = image_words(changed, synthetic.provenance().network, ())
    return synthetic.source(settings=changed, words=words)
