"""A site whose cover follows class probabilities: what its pages and its data say."""

import json
import re
from html import unescape

import pytest
from click.testing import CliRunner

from tiny_project import SETTINGS, change, write_project
from topopress.cli import main
from topopress.exchange.read import read_graph
from topopress.kinds.graphs.said_settings import settings_of

HEAD = """
import torch
from torch import nn


class Contrast(nn.Module):
    def forward(self, maps):
        flat = maps.flatten(2)
        found = 40 * flat.std(2).mean(1)
        return torch.stack([0 * found + 8, found, 0 * found], 1)


def load():
    layers = [nn.Conv2d(3, 12, 5, stride=2, padding=2), nn.ReLU(),
              nn.Conv2d(12, 24, 3, stride=2, padding=1), nn.ReLU(), Contrast()]
    return nn.Sequential(*layers), {"crop": 32}
"""
COVER = """
[mapper]
lens = "confidence"
[mapper.cover]
kind = "split"
rows = 8
least_rows = 3
neighbours = 4
[mapper.stability]
resamples = 4
[visuals.feature_visualisation]
enabled = false
"""


def run(*arguments, code=0):
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def page_text(path):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", path.read_text("utf-8"))).split())


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("splits")
    settings, _, _ = SETTINGS.partition("[mapper.cover]")
    write_project(root, settings.replace('["1", "3"]', '["3"]') + COVER)
    (root / "content/tiny/my_model.py").write_text(HEAD)
    run("build", "--root", str(root))
    return root


@pytest.fixture(scope="module")
def layer(root):
    page = (root / "public/tiny/index.html").read_text("utf-8")
    manifest = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    return json.loads(manifest[1])["layers"][0]


def test_the_manifest_says_that_no_number_of_elements_is_set(layer):
    assert layer["n_intervals"] == []
    assert layer["intervals"] == [layer["n_nodes"]]
    assert layer["n_nodes"] > 2
    assert (layer["ball_radius"], layer["eps"], layer["family"]) == (None, None, None)
    assert layer["quality"]["dominant_share"] is None
    assert layer["quality"]["coverage"] == 1
    assert layer["notices"] == []
    assert layer["stability"] is not None


def test_the_method_page_defines_parts_and_no_intervals(root):
    text = page_text(root / "public/tiny/method.html")
    for said in (
        "Parts of the rows, by recursive splitting along the class probabilities",
        "Cover parts split along class probabilities while they have more than 8 rows",
        "All rows of one part.",
        "no evidence that the layer separates anything",
        "nearest rows are sought among those that were drawn",
        "a fifth less or a quarter more neighbours",
    ):
        assert said in text, said
    before, _, _ = text.partition("Build it again")
    assert not re.findall(r"\bintervals?\b|\beps\b|Dominant share|core row", before)


def test_tables_name_parts(root, layer):
    html = (root / f"public/tiny/layers/{layer['id']}.html").read_text("utf-8")
    heads = re.findall(r'<th scope="col"[^>]*>(?:<[^>]*>)?([^<]*)', html)
    assert "Part" in heads
    assert "Interval" not in heads
    assert "A node is a set of similar" in html


def test_exported_graphs_say_how_they_were_made(root):
    for form in ("json", "graphml"):
        out = root / f"graph.{form}"
        run("export", "tiny", "--graph", form, "--root", str(root), "--out", str(out))
        assert "split along class probabilities" in out.read_text("utf-8")


def test_an_exported_graph_is_read_as_one_that_cannot_be_made_again(layer, root):
    file = root / "graph.json"
    given = read_graph(file.read_bytes(), file.name)
    assert len(given.nodes) == layer["n_nodes"]
    assert isinstance(settings_of(given.said, has_lens=True), str)


def test_there_is_nothing_to_tune_or_to_sweep(root):
    for command in ("tune", "sweep"):
        said = run(command, "tiny", "--root", str(root), code=1)
        assert "mapper.cover:" in said
        assert f"nothing to {command}" in said


def test_a_network_without_a_head_is_refused_before_anything_is_computed(tmp_path):
    settings, _, _ = SETTINGS.partition("[mapper.cover]")
    write_project(tmp_path, settings + COVER)
    change(tmp_path, 'lens = "confidence"', 'lens = "l2_norm"')
    said = run("build", "--root", str(tmp_path), code=1)
    assert "mapper.cover: a cover of kind 'split' follows the class probabilities" in said
