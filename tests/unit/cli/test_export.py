"""``topopress export`` and ``topopress figures``: files for other tools, from a finished build."""

import csv
import io
import json
import shutil
import sys

import kmapper
import networkx as nx
import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from topopress.build.export import export, export_figures
from topopress.build.row_tables import TABLE_FILES
from topopress.cli import main
from topopress.exchange.files import GRAPH_FILES
from topopress.exchange.read import read_graph
from topopress.pages.essay.fact_tables import LAYER_FACTS
from topopress.pages.tables.layer_figures import LAYER_FIGURES
from topopress.stage.listener import Recorder

LAYERS = ("1", "3")


def run(*arguments):
    result = CliRunner().invoke(main, list(map(str, arguments)))
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def root(built, tmp_path_factory):
    return shutil.copytree(built, tmp_path_factory.mktemp("export") / "project")


@pytest.fixture(scope="module")
def graphs(root):
    """The exported graphs of layer 1 as what other tools read, by format."""
    for form in GRAPH_FILES:
        assert run("export", "tiny", "--graph", form, "--root", root)[0] == 0
    files = {form: root / f"export/tiny/1{each.ending}" for form, each in GRAPH_FILES.items()}
    return {form: file.read_bytes() for form, file in files.items()}


@pytest.fixture(scope="module")
def rows(root):
    """The exported rows of layer 1, as lines of texts."""
    assert run("export", "tiny", "--rows", "csv", "--root", root)[0] == 0
    text = (root / "export/tiny/1.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_options_list_the_formats_that_there_are():
    options = {option.name: option for option in main.commands["export"].params}
    assert set(options["graph"].type.choices) == set(GRAPH_FILES)
    assert set(options["rows"].type.choices) == set(TABLE_FILES)


def test_there_is_a_file_for_each_layer_and_nothing_is_computed(root, graphs):
    ran = Recorder()
    files = export(root, "tiny", graph="json", listener=ran)
    assert ran.ran == []
    assert files == tuple(root / f"export/tiny/{layer}.json" for layer in LAYERS)
    assert files[0].read_bytes() == graphs["json"]


def test_every_format_has_the_same_graph(graphs):
    own = read_graph(graphs["json"], "1.json")
    data = nx.node_link_graph(json.loads(graphs["networkx"]), edges="edges")
    assert tuple(data) == own.nodes
    for form in ("networkx", "kmapper"):
        other = read_graph(graphs[form], form)
        assert np.array_equal(other.members, own.members)
        assert np.array_equal(other.edges, own.edges)
        assert other.row_names == own.row_names
    drawn = nx.read_graphml(io.BytesIO(graphs["graphml"]))
    assert tuple(drawn) == own.nodes
    assert drawn.number_of_edges() == own.n_edges > 0
    assert drawn.nodes["i0c0"]["purity"] == own.node_values["purity"][0]
    assert {"lens", "purity", "cohesion", "resamples"} <= set(own.node_values)
    assert list(own.edge_values) == ["resamples"]
    assert own.said["lens"] == "l2_norm"
    assert own.said["eps"] > 0


def test_kmapper_draws_what_is_exported(graphs, tmp_path):
    page = tmp_path / "page.html"
    made = json.loads(graphs["kmapper"])
    kmapper.KeplerMapper(verbose=0).visualize(made, path_html=str(page))
    assert page.stat().st_size > 10_000


def test_an_exported_graph_can_be_imported(root, graphs, tmp_path):
    for form, each in GRAPH_FILES.items():
        file = root / f"export/tiny/1{each.ending}"
        status, said = run("import", file, "--name", form, "--root", tmp_path)
        assert (status, "GraphML; export" in said) == (
            (1, True) if form == "graphml" else (0, False)
        )


def test_rows_say_where_they_are(rows, graphs):
    own = read_graph(graphs["json"], "1.json")
    assert len(rows) == own.n_rows == 60
    assert [row["id"] for row in rows] == list(own.row_names)
    assert {row["label"] for row in rows} == {"plain", "striped", "graded"}
    assert list(rows[0])[:6] == ["row", "id", "origin", "label", "y", "x"]
    for node, name in enumerate(own.nodes):
        held = [int(row["row"]) for row in rows if name in row["nodes"].split()]
        assert held == own.members_of(node).tolist()
    assert [float(row["lens"]) for row in rows] == own.lens.tolist()
    assert all(
        np.isfinite([float(row["scatter_x"]), float(row["scatter_y"])]).all() for row in rows
    )


def test_parquet_has_the_same_rows(root, rows):
    assert run("export", "tiny", "--rows", "parquet", "--layer", "1", "--root", root)[0] == 0
    table = pq.read_table(root / "export/tiny/1.parquet").to_pylist()
    assert [row["id"] for row in table] == [row["id"] for row in rows]
    assert [" ".join(row["nodes"]) for row in table] == [row["nodes"] for row in rows]
    assert [row["lens"] for row in table] == [float(row["lens"]) for row in rows]


def test_parquet_without_pyarrow_is_one_message(root, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    status, said = run("export", "tiny", "--rows", "parquet", "--root", root)
    assert status == 1
    assert "pip install 'topopress[parquet]'" in said


def test_figures_are_the_facts_of_essays(root):
    status, said = run("figures", "tiny", "--root", root)
    assert status == 0
    assert f"wrote {root / 'figures/tiny.json'}" in said
    layers = json.loads((root / "figures/tiny.json").read_text("utf-8"))["layers"]
    assert tuple(layers) == LAYERS
    page = (root / "public/tiny/layers/1.html").read_text("utf-8")
    for facts in layers.values():
        assert list(facts) == list(LAYER_FACTS)
        assert facts["purity_within"] is facts["balls"] is None
        assert "–" not in facts.values()
        assert 0 < facts["coverage"] <= 1
        assert facts["n_intervals"] == 4
    for figure in LAYER_FIGURES:
        value = layers["1"][figure.fact]
        if figure.title and value is not None and figure.fact != "eps":
            assert figure.write(value) in page


def test_files_are_the_same_bytes_and_name_no_place(root, graphs, rows):
    files = sorted(f for f in (root / "export").rglob("*") if f.is_file())
    before = [file.read_bytes() for file in files]
    for option, forms in (("--graph", GRAPH_FILES), ("--rows", ("csv",))):
        for form in forms:
            assert run("export", "tiny", option, form, "--root", root)[0] == 0
    assert [file.read_bytes() for file in files] == before
    figures = export_figures(root, "tiny", listener=Recorder()).read_bytes()
    for content in [*before, figures]:
        assert str(root).encode() not in content


def test_one_file_needs_one_layer(root, tmp_path):
    out = ("--out", tmp_path / "a.json", "--root", root)
    status, said = run("export", "tiny", "--graph", "json", *out)
    assert status == 1
    assert "choose a layer with --layer (1, 3)" in said
    assert run("export", "tiny", "--graph", "json", "--layer", "3", *out)[0] == 0
    assert read_graph((tmp_path / "a.json").read_bytes(), "a.json").n_nodes
    status, said = run("export", "tiny", "--graph", "json", "--layer", "33", *out)
    assert (status, "did you mean '3'" in said) == (1, True)


@pytest.mark.parametrize(
    "command", [("export", "--graph", "kmapper", "--layer", "1"), ("figures",)]
)
def test_a_file_that_is_not_ours_is_not_replaced(root, tmp_path, command):
    thesis = tmp_path / "thesis.json"
    thesis.write_text("{}")
    status, said = run(command[0], "tiny", *command[1:], "--root", root, "--out", thesis)
    assert status == 1
    assert f"not made by `topopress {command[0]}`" in said
    below = thesis / "below.json"
    status, said = run(command[0], "tiny", *command[1:], "--root", root, "--out", below)
    assert status == 1
    assert "nothing was written; name another file with --out" in said
    assert thesis.read_text() == "{}"


def test_without_a_format_the_usage_is_shown(root):
    assert run("export", "tiny", "--root", root)[0] == 2
