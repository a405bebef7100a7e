"""Purity beside chance as tables with small drawings."""

from topopress.analysis.nodes.types import LabelPurity
from topopress.pages.tables.layer_figures import LAYER_FIGURES
from topopress.pages.tables.purity_tables import purity_tables
from unit.pages import synthetic

GROUPED = LabelPurity("word", 0.5, 0.2, 0.9, 0.6, 0.75)


def layers(*purities):
    source = synthetic.source()
    return [
        layer.model_copy(update={"purities": list(purities)})
        for layer in source.bundle.manifest.layers
    ]


def test_a_table_for_each_column_with_a_row_for_each_layer():
    plain = LabelPurity(None, 0.5, 0.25, None, None, -0.004)
    labels, words = purity_tables(layers(plain, GROUPED))
    assert (labels.column, labels.grouped, words.column, words.grouped) == ("", False, "word", True)
    assert [row.link.text for row in words.rows] == ["block3", "block6", "block10"]
    (row, *_), (word, *_) = labels.rows, words.rows
    assert (row.nodes.at, row.nodes.chance_at, row.groups) == ("66.0", "36.0", None)
    assert word.groups is not None
    assert (word.groups.purity, word.groups.chance, word.excess) == (
        "90\u00a0%",
        "60\u00a0%",
        "75\u00a0%",
    )


def test_no_labels_no_tables():
    assert purity_tables(layers()) == ()


def test_the_facts_of_a_layer_are_those_of_the_labels():
    source = synthetic.source()
    view = source.bundle.views[0]
    facts = {one.fact: one.text(view, source) for one in LAYER_FIGURES}
    assert facts["purity_members"] == "61\u00a0%"
    assert (facts["purity_chance"], facts["purity_excess"]) == ("21\u00a0%", "51\u00a0%")
    assert facts["purity_within"] == facts["purity_chance_within"] == "–"
