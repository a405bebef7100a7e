"""Writers of graphs: what other tools read of them, and that equal graphs give equal bytes."""

import io
import json
from xml.etree import ElementTree as ET

import kmapper
import networkx as nx
import numpy as np
import pytest

from graphs import made_graph
from topopress.exchange.convert import given_graph
from topopress.exchange.graphml import to_graphml
from topopress.exchange.overlap import jaccard_of, shared_rows
from topopress.exchange.types import GivenGraph
from topopress.exchange.write import to_json, to_kmapper, to_networkx, to_node_link
from topopress.mapper.types import Interval

MADE = made_graph(
    [[0, 1, 2], [1, 2, 3], [3, 4], [0, 4, 5]],
    node_interval=np.array([0, 0, 2, 4], np.int32),
    node_cluster=np.array([0, 1, 0, 0], np.int32),
    lens=np.array([0.0, 0.1, 0.2, 2.5, 2.5, 4.5, 0.9]),
    intervals=tuple(Interval(k, ((k, k + 0.95),)) for k in range(5)),
)
GRAPH = given_graph(MADE, said={"lens": "l2_norm", "intervals": 5, "overlap": 0.25})


def plain(**changed):
    """Return a graph as a file may have it, with strange names and unknown values."""
    fields = {
        "nodes": ('a "b" & <c>', "ä\u202f図", "z\x01"),
        "member_offsets": np.array([0, 2, 3, 5]),
        "members": np.array([0, 2, 1, 0, 4], np.int32),
        "edges": np.array([[0, 1], [0, 2]], np.int32),
        "n_rows": 6,
        "row_names": tuple("uvwxyz"),
        "node_values": {"mean": np.array([0.5, np.nan, -1e300])},
        "edge_values": {"weight": np.array([np.nan, 3.0])},
    }
    return GivenGraph(**(fields | changed))


def test_shared_rows_are_counted_for_the_edges_that_there_are(monkeypatch):
    assert np.array_equal(shared_rows(GRAPH), MADE.shared)
    assert np.array_equal(jaccard_of(GRAPH, MADE.shared), MADE.jaccard)
    assert shared_rows(plain()).tolist() == [0, 1]
    monkeypatch.setattr("topopress.exchange.overlap._AT_ONCE", 1)
    assert np.array_equal(shared_rows(GRAPH), MADE.shared)
    none = plain(edges=np.empty((0, 2), np.int32), edge_values={})
    assert len(shared_rows(none)) == len(jaccard_of(none, shared_rows(none))) == 0


def test_a_graph_of_ours_keeps_the_names_of_the_pages():
    assert GRAPH.nodes == ("i0c0", "i0c1", "i2c0", "i4c0")
    assert GRAPH.n_rows == 7
    with pytest.raises(ValueError, match="2 names for 7 rows"):
        given_graph(MADE, ["a", "b"])


def test_kmapper_numbers_the_cover_without_its_empty_elements():
    """Elements 1 and 3 hold no row; kmapper counts the others 0, 1, 2."""
    made = to_kmapper(GRAPH)
    assert list(made["nodes"]) == [
        "cube0_cluster0", "cube0_cluster1", "cube1_cluster0", "cube2_cluster0",
    ]  # fmt: skip
    assert made["links"] == {
        "cube0_cluster0": ["cube0_cluster1", "cube2_cluster0"],
        "cube0_cluster1": ["cube1_cluster0"],
        "cube1_cluster0": ["cube2_cluster0"],
    }
    assert made["meta_data"] == {"projection": "l2_norm", "n_cubes": 5, "perc_overlap": 0.25}
    assert len(made["simplices"]) == 4 + 4
    assert json.loads(json.dumps(made)) == made


def test_kmapper_names_without_a_cover_are_those_of_the_graph():
    assert list(to_kmapper(plain())["nodes"]) == list(plain().nodes)
    assert to_kmapper(plain())["row_names"] == list("uvwxyz")


@pytest.mark.parametrize("graph", [GRAPH, plain()], ids=["own", "given"])
def test_kmapper_draws_the_dictionary(graph, tmp_path):
    made = to_kmapper(graph)
    page = tmp_path / "page.html"
    kmapper.KeplerMapper(verbose=0).visualize(made, path_html=str(page))
    assert page.stat().st_size > 10_000
    assert kmapper.adapter.to_nx(made).number_of_edges() == graph.n_edges


def test_networkx_reads_node_link_data_with_all_attributes():
    data = json.loads(json.dumps(to_node_link(plain())))
    read = nx.node_link_graph(data, edges="edges")
    assert nx.utils.graphs_equal(read, to_networkx(plain()))
    first, second, _ = plain().nodes
    assert read.nodes[first] == {"members": [0, 2], "size": 2, "mean": 0.5}
    assert read.nodes[second] == {"members": [1], "size": 1}
    assert read.edges[first, plain().nodes[2]] == {"shared": 1, "jaccard": 1 / 3, "weight": 3.0}
    assert read.graph == {"n_rows": 6, "row_names": list("uvwxyz")}


def test_networkx_reads_graphml():
    read = nx.read_graphml(io.BytesIO(to_graphml(GRAPH)))
    assert read.graph["lens"] == "l2_norm"
    assert read.graph["n_rows"] == 7
    assert dict(read.nodes(data="members"))["i0c1"] == "1 2 3"
    assert read.edges["i0c0", "i0c1"] == {"shared": 2, "jaccard": 0.5}
    assert {name: node["interval"] for name, node in read.nodes(data=True)}["i4c0"] == 4


def test_graphml_of_strange_names_is_xml():
    content = to_graphml(plain())
    ET.fromstring(content)
    names = list(nx.read_graphml(io.BytesIO(content)))
    assert names == ['a "b" & <c>', "ä\u202f図", "z\ufffd"]


def test_json_has_everything():
    document = json.loads(to_json(plain()))
    assert (document["format"], document["version"]) == ("topopress-graph", 1)
    assert document["nodes"][0]["values"] == {"mean": 0.5}
    assert "values" not in document["nodes"][1]
    assert document["edges"][1]["values"] == {"weight": 3.0}
    assert document["row_names"] == list("uvwxyz")


@pytest.mark.parametrize("write", [to_json, to_graphml, lambda g: json.dumps(to_node_link(g))])
def test_equal_graphs_give_equal_bytes(write):
    other = given_graph(MADE, said=dict(reversed(GRAPH.said.items())))
    assert write(other) == write(GRAPH)
