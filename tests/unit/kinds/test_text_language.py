"""The chunk of what nodes of texts are in words, and the same in tables and as facts."""

from dataclasses import replace

import numpy as np

from topopress.bundle.exploration import NodeColumn
from topopress.bundle.packing import read_header
from topopress.kinds.texts.language_stages import (
    language_look,
    prediction_arrays,
    term_arrays,
    term_column,
)
from topopress.kinds.texts.predictions.nodes import nothing
from topopress.kinds.texts.predictions.types import NodePredictions
from topopress.kinds.texts.terms.types import ClassTerms, NodeTerms
from topopress.pages.essay.facts import Facts
from topopress.pages.tables.nodes import node_table
from unit.pages import synthetic


def class_terms(source, name, terms, *, within) -> ClassTerms:
    """Return two nodes: the first has all of the terms, with z of 5, 4 ...; the second none."""
    n = len(terms)
    return ClassTerms(
        name=name,
        source=source,
        terms=tuple(sorted(terms)),
        units=np.array([6, 4]),
        rest=np.array([14, 16]),
        chance=np.array([1.5, 1.25]),
        within=np.array([within, np.nan]),
        offsets=np.array([0, n, n]),
        term=np.array([sorted(terms).index(term) for term in terms], np.int32),
        z=5.0 - np.arange(n),
        here=np.arange(n) + 2,
        elsewhere=np.arange(n),
    )


def classes():
    """Return three classes of terms; only "cave" is beyond the forms among the words nearby."""
    return (
        class_terms("context", "", ["cave", "bat"], within=4.5),
        class_terms("label", "", ["animal"], within=3.0),
        class_terms("column", "form", ["bat", "bats", "batty", "battery"], within=np.nan),
    )


def test_arrays_are_in_the_order_of_nodes_and_of_classes():
    arrays = term_arrays(classes(), ["animal", "bat", "bats", "battery", "batty", "cave"])
    assert arrays["units"].tolist() == [6, 6, 6, 4, 4, 4]
    assert arrays["rest"].tolist() == [14, 14, 14, 16, 16, 16]
    assert arrays["chance"].tolist() == [1.5, 1.5, 1.5, 1.25, 1.25, 1.25]
    assert arrays["within"].tolist() == [4.5, 3, -1, -1, -1, -1]
    assert arrays["offsets"].tolist() == [0, 2, 3, 7, 7, 7, 7]
    assert arrays["term"].tolist() == [5, 1, 0, 1, 2, 4, 3]
    assert arrays["z"].tolist() == [5, 4, 5, 5, 4, 3, 2]
    assert arrays["here"].tolist() == [2, 3, 2, 2, 3, 4, 5]
    assert arrays["elsewhere"].tolist() == [0, 1, 0, 0, 1, 2, 3]


def test_a_layers_chunk_has_each_term_once():
    look = language_look("hidden-1", NodeTerms(classes(), 99), None, None, "form")
    assert list(look.files) == [look.path]
    assert look.path.startswith("data/hidden-1-language.")
    header = read_header(look.files[look.path])
    assert header["terms"] == ["animal", "bat", "bats", "battery", "batty", "cave"]
    assert header["classes"][2] == {"source": "column", "name": "form"}
    assert (header["draws"], header["group"]) == (99, "form")
    assert (header["predictions"], header["tokens"]) == ([], [])


def predictions(source, tokens, token) -> NodePredictions:
    """Return the predictions of two nodes."""
    token = np.array(token, np.int32)
    share = np.arange(token.size).reshape(token.shape) / 10
    two = np.array([0.5, 0.25])
    rows, within = np.array([6, 4]), np.array([0.125, np.nan])
    return NodePredictions(
        source, "masked", 19, tokens, token, share, share / 2, rows, two, two / 2, within
    )


def test_predictions_follow_one_another_by_kind_and_by_node():
    state = predictions("state", ("a", "c"), [[1, 0], [0, 1]])
    place = predictions("place", ("b", "c"), [[0], [1]])
    arrays = prediction_arrays([state, place], ["a", "b", "c"])
    assert arrays["predicted"].tolist() == [2, 0, 0, 2, 1, 2]
    assert arrays["predicted_share"].tolist() == [0, 0.1, 0.2, 0.3, 0, 0.1]
    assert arrays["prediction_rows"].tolist() == [6, 4, 6, 4]
    assert arrays["prediction_distance"].tolist() == [0.5, 0.25, 0.5, 0.25]
    assert arrays["prediction_within"].tolist() == [0.125, -1, 0.125, -1]
    nothing_made = nothing("state", "masked")
    look = language_look("hidden-1", NodeTerms(classes(), 99), nothing_made, place, "form")
    header = read_header(look.files[look.path])
    assert header["predictions"] == [{"source": "place", "head": "masked", "draws": 19, "shown": 1}]
    assert header["tokens"] == ["b", "c"]


def test_tables_list_what_is_beyond_the_forms_and_few_of_it():
    column = term_column(classes())
    assert column == NodeColumn(
        "terms",
        "Set apart by",
        ("“cave” (near it), “animal” (label), “bat”, “bats”, “batty” (form)", ""),
    )


def test_a_column_of_the_kind_is_in_tables_and_a_fact():
    given = synthetic.source("Words.")
    view = given.bundle.views[-1]
    column = NodeColumn("terms", "Set apart by", ("a, b", *[""] * (len(view.node_ids) - 1)))
    table = node_table(replace(view, columns=(column,)), given.bundle.manifest, explorer="")
    assert table.columns[-1].title == "Set apart by"
    said = {row.link.text: row.figures[-1] for row in table.rows}
    assert (said[view.node_ids[0]], said[view.node_ids[1]]) == ("a, b", "–")
    views = (*given.bundle.views[:-1], replace(view, columns=(column,)))
    facts = Facts(replace(given, bundle=replace(given.bundle, views=views)))
    assert [facts[f"block10.{node}.terms"] for node in view.node_ids[:2]] == ["a, b", "–"]
    assert Facts(given)["block10.i0c0.terms"] == "–"  # a kind that says nothing
