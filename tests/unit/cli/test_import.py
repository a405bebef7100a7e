"""``topopress import``: what it writes into ``content/``, and that it overwrites nothing."""

import json
import tomllib

import numpy as np
import pytest
from click.testing import CliRunner

from reliability.hostile_graphs import KEPLER
from topopress.cli import main
from topopress.exchange.read import read_graph


def run(*arguments):
    result = CliRunner().invoke(main, ["import", *map(str, arguments)])
    return result.exit_code, result.output


@pytest.fixture
def graph(tmp_path):
    file = tmp_path / "My Graph.v2.json"
    file.write_text(json.dumps(KEPLER))
    return file


def test_a_graph_alone(graph, tmp_path):
    site = tmp_path / "site"
    status, said = run(graph, "--root", site)
    assert status == 0
    assert "KeplerMapper, 3 nodes, 1 edge, rows 0 to 5" in said
    assert f"topopress build --root {site}" in said
    folder = site / "content/my-graph"
    settings = tomllib.loads((folder / "exploration.toml").read_text("utf-8"))
    assert settings == {"title": "My graph", "data": {"kind": "graph", "file": "graph.json"}}
    copied = (folder / "graph.json").read_bytes()
    assert copied == graph.read_bytes()
    assert read_graph(copied, "graph.json").n_nodes == 3
    assert tomllib.loads((site / "content/site.toml").read_text("utf-8"))["title"]
    assert sorted(path.name for path in (site / "content").iterdir()) == ["my-graph", "site.toml"]


def test_vectors_and_metadata_are_copied(graph, tmp_path):
    np.savez(tmp_path / "both.npz", one=np.zeros((6, 2)))
    (tmp_path / "Table.CSV").write_text("id\n" + "a\n" * 6)
    more = ("--vectors", tmp_path / 'both.npz#"o\n\\😀', "--metadata", tmp_path / "Table.CSV")
    assert run(graph, *more, "--name", "mine", "--root", tmp_path)[0] == 0
    folder = tmp_path / "content/mine"
    data = tomllib.loads((folder / "exploration.toml").read_text("utf-8"))["data"]
    assert data["vectors"] == 'vectors.npz#"o\n\\😀'
    assert data["metadata"] == "rows.csv"
    assert (folder / "vectors.npz").read_bytes() == (tmp_path / "both.npz").read_bytes()
    assert (folder / "rows.csv").is_file()


def test_nothing_is_overwritten(graph, tmp_path):
    (tmp_path / "content/my-graph").mkdir(parents=True)
    (tmp_path / "content/site.toml").write_text('title = "Mine"\n')
    status, said = run(graph, "--root", tmp_path)
    assert status == 1
    assert "is there already, and nothing is overwritten; choose another --name" in said
    assert run(graph, "--name", "other", "--root", tmp_path)[0] == 0
    assert 'title = "Other"' in (tmp_path / "content/other/exploration.toml").read_text()
    assert (tmp_path / "content/site.toml").read_text() == 'title = "Mine"\n'


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--name", "con"), "must be a folder's name"),
        (("--name", "../up"), "must be a folder's name"),
        (("--name", "a/b"), "must be a folder's name"),
        (("--vectors", "none.npy"), "none.npy: no such file; name the file that holds the vectors"),
        (("--vectors", "graph.txt"), "must end with one of .npy, .npz, .safetensors, .parquet"),
        (("--metadata", "graph.txt"), "must end with one of .csv, .tsv, .jsonl, .parquet"),
    ],
)
def test_a_mistake_is_one_message_and_nothing_is_written(
    graph, tmp_path, monkeypatch, arguments, says
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "graph.txt").write_text("x")
    status, said = run(graph, *arguments, "--root", tmp_path / "site")
    assert status == 1
    assert says in said
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("name", ["gone.json", "."])
def test_a_graph_is_a_file(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    status, said = run(name)
    assert status == 1
    assert "name the file that holds the graph" in said
    assert list(tmp_path.iterdir()) == []
