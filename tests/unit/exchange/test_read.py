"""What is read of each tool's file, from files as the tools write them."""

import json

import kmapper
import networkx as nx
import numpy as np
import pytest
from sklearn.cluster import DBSCAN
from sklearn.datasets import load_digits

from reliability.hostile_graphs import GIOTTO, INTERACTIVE, KEPLER, NODE_LINK, OWN, TOPOACT
from topopress.core.errors import DataError
from topopress.exchange.read import read_graph
from topopress.exchange.write import to_kmapper


def read(document):
    return read_graph(json.dumps(document).encode(), "graph.json")


def lists_of(graph):
    return [graph.members_of(node).tolist() for node in range(graph.n_nodes)]


@pytest.fixture(scope="module")
def digits():
    """The graph that KeplerMapper makes of scikit-learn's digits."""
    data = load_digits().data
    mapper = kmapper.KeplerMapper(verbose=0)
    lens = mapper.fit_transform(data, projection="l2norm")
    cover, clusterer = kmapper.Cover(10, 0.3), DBSCAN(eps=25, min_samples=5)
    return mapper.map(lens, data, cover=cover, clusterer=clusterer)


def test_a_graph_of_kmapper_is_read_and_written_as_it_was(digits):
    graph = read(digits)
    assert graph.n_nodes > 50
    assert graph.n_edges > 50
    assert lists_of(graph) == list(digits["nodes"].values())
    assert graph.said["lens"] == "l2norm"
    assert graph.said["intervals"] == 10
    assert graph.said["clusterer"].startswith("DBSCAN(")
    assert graph.interval[-1] == int(graph.nodes[-1][4:].split("_")[0])
    written = to_kmapper(graph)
    assert {key: written[key] for key in digits} == digits | {"meta_nodes": {}}


def test_numbers_of_numpy_may_be_written_as_texts(digits):
    strange = digits | {"nodes": {k: np.array(v) for k, v in digits["nodes"].items()}}
    as_lists = json.dumps(strange, default=lambda array: [str(one) for one in array])
    graph = read_graph(as_lists.encode(), "graph.json")
    assert lists_of(graph) == list(digits["nodes"].values())
    assert graph.row_names == ()


def test_nodes_that_kmapper_merged_count_by_their_first_name(digits):
    document = {"nodes": {"cube2_cluster0-cube3_cluster1": [1]}, "links": {}}
    assert read(document).interval.tolist() == [2]
    assert len(read({"nodes": {"cube2_cluster0": [1], "b": [2]}, "links": {}}).interval) == 0


def test_members_that_are_texts_are_names_of_rows():
    graph = read({"nodes": {"a": ["cat", "dog"], "b": ["ant", "cat"]}, "links": {"b": ["a"]}})
    assert graph.row_names == ("cat", "dog", "ant")
    assert lists_of(graph) == [[0, 1], [0, 2]]
    assert graph.edges.tolist() == [[0, 1]]


def test_names_of_rows_are_looked_up_where_the_file_lists_them():
    document = KEPLER | {"row_names": ["x", "y"], "nodes": {"a": ["y"]}, "links": {}}
    assert lists_of(read(document)) == [[1]]
    with pytest.raises(DataError, match="is 'z', which row_names does not list"):
        read(document | {"nodes": {"a": ["z"]}})


@pytest.mark.parametrize("key", ["links", "edges"])
def test_tda_mapper_through_networkx(key):
    made = nx.Graph()
    made.add_node(0, size=3, ids=[0, 1, 2])
    made.add_node(np.int64(4), size=2, ids=[2, 3])
    made.add_edge(0, np.int64(4))
    text = json.dumps(nx.node_link_data(made, edges=key), default=int)
    graph = read_graph(text.encode(), "graph.json")
    assert graph.nodes == ("0", "4")
    assert lists_of(graph) == [[0, 1, 2], [2, 3]]
    assert graph.edges.tolist() == [[0, 1]]
    assert graph.said["format"] == "tda-mapper"
    assert graph.node_values == {}


def test_giotto_through_networkx():
    graph = read(GIOTTO)
    assert graph.interval.tolist() == [0, 1]
    assert graph.edge_values["weight"].tolist() == [1]
    assert graph.said["format"] == "giotto-tda"
    assert list(graph.node_values) == ["partial_cluster_label"]


def test_giotto_before_its_version_0_4():
    """It kept what it knew of the nodes in one attribute of the graph."""
    known = {"node_id": [0, 1], "node_elements": [[0, 1], [1, 2]], "pullback_set_label": [0, 3]}
    document = {
        "graph": {"node_metadata": known},
        "nodes": [{"id": 0}, {"id": 1}],
        "links": [{"source": 0, "target": 1, "weight": 1}],
    }
    graph = read(document)
    assert lists_of(graph) == [[0, 1], [1, 2]]
    assert graph.interval.tolist() == [0, 3]


def test_giotto_contracts_nodes_and_leaves_loops_and_edges_twice():
    edges = [(0, 0, 2), (0, 1, 1), (1, 0, 4)]
    stated = [{"source": a, "target": b, "weight": w} for a, b, w in edges]
    graph = read(GIOTTO | {"edges": stated})
    assert graph.edges.tolist() == [[0, 1]]
    assert graph.edge_values["weight"].tolist() == [4]


def test_topoact():
    graph = read(TOPOACT)
    assert graph.node_values["l2NormAvg"].tolist() == [1.5, 2.5]
    assert graph.edge_values["intersection"].tolist() == [1]
    assert graph.said == {"format": "TopoAct", "left out": "top_classes"}
    assert graph.n_rows == 8


def test_mapper_interactive():
    graph = read(INTERACTIVE)
    assert lists_of(graph) == [[0, 1], [1]]
    assert graph.said["format"] == "Mapper Interactive"
    assert graph.node_values["lens"][0] == 0.5
    assert np.isnan(graph.node_values["lens"][1])


def test_what_mapper_interactive_answers_its_page():
    """Nodes are texts there, and their ends of links are numbers."""
    nodes = [{"id": str(k), "size": 1, "avgs": {"x": k}, "vertices": [k]} for k in (1, 2)]
    answer = {"mapper": {"nodes": nodes, "links": [{"source": 1, "target": 2}]}}
    graph = read(answer | {"connected_components": [[0, 1]]})
    assert graph.nodes == ("1", "2")
    assert graph.edges.tolist() == [[0, 1]]
    assert graph.node_values["x"].tolist() == [1, 2]


def test_our_own_json():
    graph = read(OWN)
    assert graph.row_names == ("a", "b", "c", "d")
    assert graph.lens[1] == 0.5
    assert np.isnan(graph.lens[2])
    assert graph.node_values["mean"][0] == 0.5
    assert graph.edge_values["weight"].tolist() == [2.0]
    assert graph.said == {"lens": "l2_norm"}


def test_the_number_of_rows_may_be_stated():
    assert read(NODE_LINK).n_rows == 7
    assert read(NODE_LINK | {"graph": {}}).n_rows == 4


def test_what_is_no_number_is_unknown():
    text = json.dumps(TOPOACT).replace("1.5", "NaN").replace("2.5", "-1e999")
    assert read_graph(text.encode(), "graph.json").node_values == {}


def test_the_suffix_says_nothing(digits):
    assert read_graph(json.dumps(KEPLER).encode(), "graph.graphml").n_nodes == 3
