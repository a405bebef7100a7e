"""The examples of docs/import.md: what each makes of a tool's graph is read."""

import re
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from topopress.exchange.read import read_graph
from topopress.exchange.write import VERSION

GUIDE = (Path(__file__).resolve().parents[3] / "docs/import.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### (.+?)\n(.*?)(?=^#)", GUIDE, flags=re.DOTALL | re.MULTILINE))


def example(section: str, language: str = "python") -> str:
    return re.search(rf"```{language}\n(.*?)```", SECTIONS[section], flags=re.DOTALL)[1]


class Tool:
    """Stands for a mapper, a pipeline or an algorithm that returns a graph."""

    def __init__(self, graph) -> None:
        self.graph = graph

    def __call__(self, *_):
        return self

    def map(self, *_):
        return self.graph

    def fit_transform(self, *_):
        return self.graph

    def to_networkx(self):
        return self.graph


def of_networkx(key: str, rows) -> nx.Graph:
    made = nx.Graph()
    for name, held in enumerate(rows):
        made.add_node(np.int64(name), **{key: held, "size": len(held)})
    made.add_edge(0, 1, weight=np.int64(1))
    return made


KEPLER = {
    "nodes": {"a": [0, 1], "b": [1]},
    "links": {"a": ["b"]},
    "meta_data": {"scaler": object()},
}
GIOTTO = of_networkx("node_elements", [np.array([0, 1]), np.array([1])])
TDA_MAPPER = of_networkx("ids", [[0, np.int64(1)], [1]])
NAMES = {
    "KeplerMapper": {"mapper": Tool(KEPLER)},
    "giotto-tda": {"pipeline": Tool(Tool(GIOTTO))},
    "tda-mapper": {"MapperAlgorithm": Tool(TDA_MAPPER), "cover": None, "clustering": None},
}


@pytest.mark.parametrize("tool", NAMES)
def test_an_example_makes_a_file_that_is_read(tool, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(example(tool), NAMES[tool] | {"lens": None, "data": None})
    graph = read_graph(Path("graph.json").read_bytes(), "graph.json")
    assert graph.said["format"] == tool
    assert graph.members.tolist() == [0, 1, 1]
    assert graph.edges.tolist() == [[0, 1]]


def test_the_example_of_our_own_json_is_read():
    graph = read_graph(example("Our own JSON", "json").encode(), "example.json")
    assert graph.nodes == ("i0c0", "i1c0")
    assert np.isnan(graph.lens[3])
    assert f'"version": {VERSION}' in GUIDE
