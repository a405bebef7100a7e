"""Essays can link to every view the viewer can show, in the viewer's own words."""

from dataclasses import replace

import pytest

from topopress.bundle.schema import LabelColumn, NumberColumn
from topopress.bundle.view_state import parts_of_classes
from topopress.pages.essay.facts import Facts
from topopress.pages.essay.views import fragment, parse_view
from unit.pages.synthetic import source

WHOLE = (
    "layer=block10&node=i0c0&colour=cohesion&weight=stability&edges=0.25&pictures=1&label=cat&points=label"
    "&at=3.2,-1,2.5"
)


def test_a_former_word_becomes_the_word_of_today():
    state = parse_view("layer=block10&colour=tightness", Facts(source()))
    assert state == {"layer": "block10", "colour": "cohesion"}


@pytest.mark.parametrize("name", ["layer3.8", "層1", "Mixed 4c", "encoder/0"])
def test_a_layer_is_found_by_its_name_too(name):
    named = source()
    views = [
        replace(v, layer=v.layer.model_copy(update={"name": name})) for v in named.bundle.views
    ]
    facts = Facts(replace(named, bundle=replace(named.bundle, views=tuple(views[:1]))))
    found = views[0].layer.id
    assert parse_view(f"layer={name}&edges=0.5", facts) == {"layer": found, "edges": "0.5"}
    assert facts.layer(name) is facts.layer(found)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "layer=block10&origin=cat.png",
        "layer=block10&beside=block3,other/head~1:-2:3",
        "layer=block10&beside=all%20layers",
        "layer=block10&points=graph",
        "layer=block10&path=i0c0,i1c0&second=label:cat&compare=1",
        "layer=block10&near=i0c0,2",
        "layer=block10&layout=projection&pinned=i0c0:1.5,-2;i1c0:0,3&size=constant&names=off"
        "&minimap=off&callouts=i0c0,i1c0",
        "layer=block10&colour=stability&structure=flare-i1c0.2",
    ],
)
def test_every_part_can_be_stated(text):
    assert fragment(parse_view(text, Facts(source()))) == "#" + text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("layer=block10&pictures=yes", "must be one of 0, 1"),
        ("layer=block10&points=lens", "must be one of graph, label"),
        ("layer=block10&projection=mds", "must be one of pca, tsne, umap"),
        ("layer=block10&projection=tsne", "no scatter 'tsne'. Scatters: pca; the setting"),
        ("layer=block10&at=1,2", "copy the address"),
        ("layer=block10&path=i0c0,i77c0", "no node 'i77c0'"),
        ("layer=block10&callouts=i0c0,i77c0", "no node 'i77c0'"),
        ("layer=block10&pinned=i77c0:1,2", "no node 'i77c0'"),
        ("layer=block10&pinned=i0c0:1", "copy the address"),
        ("layer=block10&component=i0c0@block99", "no layer 'block99'"),
        ("layer=block10&structure=loop-i9c9", "3 structures are listed on layers/block10.html"),
        ("layer=block10&structure=flare-i1c1", "did you mean 'flare-i1c0'"),
    ],
)
def test_a_part_with_a_wrong_value_is_refused(text, message):
    with pytest.raises(LookupError, match=message):
        parse_view(text, Facts(source()))


def test_further_columns_and_their_values_must_be_there():
    given = source()
    columns = [LabelColumn(name="upos", labels=["NOUN", "VERB"])]
    manifest = given.bundle.manifest.model_copy(update={"columns": columns})
    facts = Facts(replace(given, bundle=replace(given.bundle, manifest=manifest)))
    state = {"layer": "block10", "value": "upos:VERB", "column": "upos", "order": "column:upos"}
    assert parse_view("layer=block10&column=upos&value=upos:VERB&order=column:upos", facts) == state
    assert fragment(state) == "#layer=block10&value=upos:VERB&column=upos&order=column:upos"
    with pytest.raises(LookupError, match="no column of labels 'upo'; did you mean 'upos'"):
        parse_view("layer=block10&column=upo", facts)
    with pytest.raises(LookupError, match="no value 'upos:ADJ'"):
        parse_view("layer=block10&value=upos:ADJ", facts)
    with pytest.raises(LookupError, match="no further columns"):
        parse_view("layer=block10&column=upos", Facts(given))


def test_classes_name_labels_that_are_there():
    facts = Facts(source())
    state = parse_view(r"layer=block10&classes=cat,origin:a\,b.png", facts)
    assert state["classes"] == r"cat,origin:a\,b.png"
    assert parts_of_classes(state["classes"]) == [("label", "cat"), ("origin", "a,b.png")]
    with pytest.raises(LookupError, match="nothing"):
        parse_view("layer=block10&classes=cat,nothing", facts)


def test_nodes_of_a_graph_that_the_viewer_makes_are_not_looked_up():
    text = "layer=block10&node=i99c0&structure=loop-i98c0&cover=25x0.3&level=0.4"
    assert fragment(parse_view(text, Facts(source()))) == f"#{text}"


@pytest.mark.parametrize("part", ["cover=25", "cover=25x", "level=0", "level=wide", "level=inf"])
def test_a_place_in_the_family_is_read(part):
    with pytest.raises(LookupError, match="must be"):
        parse_view(f"layer=block10&{part}", Facts(source()))


def coloured() -> Facts:
    given = source()
    numbers = [
        NumberColumn(name="age", source="table"),
        NumberColumn(name="confidence", source="network"),
    ]
    columns = [LabelColumn(name="upos", labels=["NOUN", "VERB"])]
    changed = {"columns": columns, "numbers": numbers}
    manifest = given.bundle.manifest.model_copy(update=changed)
    return Facts(replace(given, bundle=replace(given.bundle, manifest=manifest)))


@pytest.mark.parametrize(
    "text",
    [
        "layer=block10&colour=share:cat",
        "layer=block10&colour=share:upos:NOUN",
        "layer=block10&colour=number:age",
        "layer=block10&colour=label&pies=1&palette=cat:ff00aa,VERB:00ff00",
    ],
)
def test_colours_can_name_labels_and_numbers(text):
    assert fragment(parse_view(text, coloured())) == "#" + text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour=share:cta", "no label 'cta'; did you mean 'cat'"),
        ("colour=share:upos:ADJ", "no value 'upos:ADJ'"),
        ("colour=number:confidence", "no column of numbers 'confidence'.*Columns: age"),
        ("colour=share:", "must be one of .*share:NAME, number:NAME"),
        ("palette=cat:red", "write LABEL:rrggbb"),
        ("palette=cow:ff0000", "no label 'cow'"),
        ("pies=yes", "must be one of 0, 1"),
    ],
)
def test_a_colour_that_names_what_is_not_there_is_refused(text, message):
    with pytest.raises(LookupError, match=message):
        parse_view(f"layer=block10&{text}", coloured())


def test_a_second_selection_is_checked_and_named():
    facts = Facts(source())
    sample = next(f"@s{k}" for k in range(5) if len(facts.layer("block10").nodes_of(k)))
    text = f"layer=block10&node=i0c0&second=node:{sample}&compare=1"
    assert parse_view(text, facts)["second"] == f"node:{facts.node_name('block10', sample)}"
    with pytest.raises(LookupError, match="no label 'cta'"):
        parse_view("layer=block10&second=label:cta", facts)
    with pytest.raises(LookupError, match="no node"):
        parse_view("layer=block10&second=node:i99c9", facts)
