"""Graphs of other tools are published with all that their files support, and with nothing else."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from graph_fixture import MEMBERS, N, kepler, node_link, write_graph
from topopress.build.site import build_site
from topopress.cli import main
from topopress.core.errors import TopopressError
from topopress.exchange.read import read_graph
from topopress.stage.listener import Recorder

EVERYTHING = 'metadata = "rows.csv"\nrow = "patient"\nvectors = "rows.npy"\n'


def built(root: Path, *args: object) -> Path:
    """Build a project with the graph, and return the folder of its exploration on the site."""
    write_graph(root, *args)
    build_site(root, listener=Recorder(), durable=False)
    return root / "public/given"


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Path:
    """KeplerMapper's graph alone."""
    return built(tmp_path_factory.mktemp("bare"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A graph with a lens and a number of each node, with a table and with vectors."""
    return built(tmp_path_factory.mktemp("whole"), node_link(), EVERYTHING)


def manifest_of(site: Path) -> dict:
    page = (site / "index.html").read_text()
    return json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)[1])


def text_of(site: Path, name: str) -> str:
    page = (site / name).read_text().partition("<main")[2]
    plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", plain)


def test_a_bare_graph_is_drawn_with_what_its_file_says(bare):
    manifest = manifest_of(bare)
    (layer,) = manifest["layers"]
    assert (manifest["given"], manifest["lens"], manifest["node_value"]) == (True, None, None)
    assert (layer["n_nodes"], layer["n_edges"], layer["n_rows"]) == (5, 4, 58)
    assert (layer["metric"], layer["n_intervals"], layer["intervals"]) == (None, [], [4])
    assert (layer["channels"], layer["family"], layer["stability"]) == (0, None, None)
    assert layer["unjudged"].startswith("Stability was not judged: another tool made the graph")
    assert "There are 58 rows in 5 nodes." in text_of(bare, "index.html")
    page = text_of(bare, "layers/graph.html")
    assert "i2c0 2 20 3 cube2_cluster0" in page  # element, members, neighbours, name in the file
    assert "Stability was not judged: another tool made the graph" in page


def test_pages_say_nothing_of_what_a_bare_graph_does_not_have(bare):
    text = " ".join(text_of(bare, f"{n}.html") for n in ("index", "method", "layers/graph"))
    absent = (
        r"(?i)centroid|cosine|cohesion|scatter|channel|min_samples|resamples|null model|purity|"
        r"\blens\b(?!: l2norm)|activation|network|TopoAct|\blabels?\b"
    )
    assert re.findall(absent, text.partition("References")[0]) == []


def test_the_method_page_says_what_the_file_says(bare):
    text = text_of(bare, "method.html")
    assert "clusterer: DBSCAN(); format: KeplerMapper; intervals: 4" in text
    assert "12 of each node at most, drawn at random" in text


def test_with_lens_value_table_and_vectors_all_that_needs_no_other_graph_is_there(whole):
    manifest = manifest_of(whole)
    (layer,) = manifest["layers"]
    assert (manifest["lens"], manifest["node_value"]) == ("age", "score")
    assert (manifest["labels"], layer["channels"], layer["n_rows"]) == (["sick", "well"], 3, N)
    assert layer["intervals"] == []  # node-link data name no elements of a cover
    assert layer["quality"]["dominant_share"] is None
    assert (layer["lens_min"], layer["lens_max"]) == pytest.approx((0.95, 4.85))
    assert "because its file does not say the intervals" in layer["unjudged"]
    text = text_of(whole, "layers/graph.html")
    head = "Node Members Mean age Purity Cohesion Majority label score Neighbours Name in the file"
    assert head in text
    assert re.search(r"i0c3 20 3\.45 .* 0\.750 3 n3 ", text)
    assert "60 patients in 5 nodes" in text


def test_the_method_page_names_the_files(bare, whole):
    made = "graph.json, a graph that another tool has made"
    assert f"{made} " in text_of(bare, "method.html")
    assert f"{made}, with rows.csv and rows.npy" in text_of(whole, "method.html")


def test_nodes_without_a_cover_element_are_numbered_in_the_order_of_the_file(whole):
    text = text_of(whole, "layers/graph.html")
    assert all(f"i0c{k} " in text for k in range(5))


def test_an_edge_of_nodes_without_common_rows_is_drawn_and_said(tmp_path):
    links = {"cube0_cluster0": ["cube3_cluster0"], "cube1_cluster0": ["cube2_cluster0"]}
    site = built(tmp_path, kepler(links=links))
    assert "Edges without shared rows 1 of 2; their Jaccard index is 0" in text_of(
        site, "method.html"
    )


def test_another_number_of_the_nodes_can_be_named(tmp_path):
    graph = node_link(lens=False)
    for node in graph["nodes"]:
        node["age"] = node["score"] * 2
    site = built(tmp_path, graph, 'value = "score"')
    assert manifest_of(site)["node_value"] == "score"
    assert "Its area shows how many, its colour score." in text_of(site, "layers/graph.html")


MISTAKES = [
    ({}, 'metadata = "short.csv"', "", "'cube3_cluster0' has row 57, counted from 0"),
    ({}, 'vectors = "short.npy"', "", "'short.npy' has 10 rows; they must be those"),
    ({}, 'metadata = "rows.csv"\nvectors = "long.npy"', "", "rows.csv' has 60 entries, and"),
    ({"nodes": {}}, "", "", "has no nodes"),
    ({}, 'value = "colour"', "", "data.value: the nodes of the graph have no number 'colour'"),
    ({}, "", '[mapper]\nlens = "l2_norm"', "mapper.lens: has no effect"),
    ({}, "", '[projection]\nkind = "tsne"', "projection: has no effect"),
    ({}, 'metadata = "none.csv"', "", "none.csv"),
    ({}, 'label = "label"', "", "name the table in metadata"),
]


@pytest.mark.parametrize(("changes", "data", "more", "message"), MISTAKES)
def test_a_mistake_is_one_error_before_any_work(tmp_path, changes, data, more, message):
    folder = write_graph(tmp_path, kepler(**changes), data, more)
    (folder / "short.csv").write_text("id\n" + "\n".join(f"r{k}" for k in range(15)) + "\n")
    np.save(folder / "short.npy", np.ones((10, 3), np.float32))
    np.save(folder / "long.npy", np.ones((70, 3), np.float32))
    with pytest.raises(TopopressError) as found:
        build_site(tmp_path, listener=Recorder(), durable=False)
    assert message in str(found.value)
    assert not (tmp_path / "public").exists()


def test_a_table_in_another_order_than_the_named_rows_is_refused(tmp_path):
    graph = node_link()
    graph["graph"]["row_names"] = [f"p{k:02d}" for k in reversed(range(N))]
    write_graph(tmp_path, graph, 'metadata = "rows.csv"')
    with pytest.raises(TopopressError, match="in the order of the graph's rows"):
        build_site(tmp_path, listener=Recorder(), durable=False)


@pytest.mark.parametrize("command", ["tune", "sweep"])
def test_settings_cannot_be_compared(tmp_path, command):
    write_graph(tmp_path)
    out = str(tmp_path / "page.html")
    result = CliRunner().invoke(main, [command, "given", "--root", str(tmp_path), "--out", out])
    assert result.exit_code == 1
    assert "another tool made the graph" in result.output


def test_a_graph_can_be_exported_again(tmp_path):
    write_graph(tmp_path, node_link(lens=False))
    out = tmp_path / "again.json"
    for form in (("--graph", "json"), ("--rows", "csv")):
        file = out if form[0] == "--graph" else tmp_path / "rows.csv"
        result = CliRunner().invoke(
            main, ["export", "given", "--root", str(tmp_path), "--out", str(file), *form]
        )
        assert result.exit_code == 0, result.output
    graph = read_graph(out.read_bytes(), "again.json")
    assert [graph.members_of(k).tolist() for k in range(5)] == [*map(list, MEMBERS.values())]
    assert (graph.n_edges, graph.n_rows, len(graph.lens)) == (4, N, 0)
    assert (tmp_path / "rows.csv").read_text().startswith("row,id,origin,label,nodes")


def test_a_layer_that_is_not_there_is_said_of_a_key_that_is(tmp_path):
    write_graph(tmp_path)
    ask = ["export", "given", "--root", str(tmp_path), "--graph", "json", "--layer", "x"]
    said = CliRunner().invoke(main, ask).output
    assert "exploration.toml, data: has no layer 'x'; the layers are graph" in said


def test_rows_without_vectors_can_be_texts(tmp_path):
    folder = write_graph(tmp_path, kepler(), 'metadata = "rows.csv"\ntext = "said"')
    lines = [f"p{k},Patient {k} [{('slept', 'woke')[k < 30]}] early." for k in range(N)]
    (folder / "rows.csv").write_text("\n".join(["id,said", *lines]) + "\n")
    build_site(tmp_path, listener=Recorder(), durable=False)
    manifest = manifest_of(tmp_path / "public/given")
    assert (manifest["kind"], manifest["n_samples"]) == ("texts", N)
    assert manifest["layers"][0]["look"] is not None
