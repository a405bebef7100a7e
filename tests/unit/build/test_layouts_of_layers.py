"""A site from maps with channels last or not square, tokens and vectors, with pictures."""

import json

import pytest

from tiny_project import write_project
from topopress.build.site import build_site
from topopress.stage.listener import Recorder

NETWORK = """
import torch
from torch import nn


class Tokens(nn.Module):
    def __init__(self):
        super().__init__()
        self.token = nn.Parameter(torch.randn(1, 1, 24))

    def forward(self, x):
        return torch.cat([self.token.expand(len(x), -1, -1), x.flatten(1, 2)], 1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.wide = nn.Conv2d(3, 24, (4, 8), stride=(4, 8))
        self.last = nn.LayerNorm(24)
        self.tokens = Tokens()
        self.block = nn.TransformerEncoderLayer(24, 2, 48, dropout=0.0, batch_first=True)
        self.head = nn.Linear(24, 4)

    def forward(self, x):
        x = self.last(self.wide(x).permute(0, 2, 3, 1))
        return self.head(self.block(self.tokens(x))[:, 0])


def load():
    return Net(), {"crop": 32}
"""
SETTINGS = """
title = "Tiny"
[data]
kind = "npz"
file = "pictures.npz"
[network]
name = "file:my_model.py:load"
layers = ["wide", "last", "tokens", "block@0", "head"]
[activations]
per_sample = 2
[mapper]
cover = {n_intervals = 3, overlap = 0.3}
clusterer = {kind = "dbscan", min_samples = 3}
[mapper.stability]
resamples = 0
[visuals]
exemplars = 1
spread_exemplars = 1
label_exemplars = 0
feature_visualisation = {size = 16, steps = 2}
[visuals.budget]
pictures = 5
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = write_project(tmp_path_factory.mktemp("layouts"), SETTINGS)
    (root / "content/tiny/my_model.py").write_text(NETWORK)
    build_site(root, listener=Recorder(), durable=False)
    return root / "public/tiny"


def test_each_layer_has_its_shape_and_its_rows(site):
    page = (site / "index.html").read_text("utf-8")
    manifest = json.loads(page.split('id="topo-manifest">')[1].split("</script>")[0])
    found = {layer["name"]: (layer["map_size"], layer["n_rows"]) for layer in manifest["layers"]}
    maps = {name: ([8, 4], 120) for name in ("wide", "last", "tokens")}
    assert found == {**maps, "block@0": (None, 60), "head": (None, 60)}
    assert all(layer["look"] for layer in manifest["layers"])


def test_the_method_page_says_which_layers_have_no_map(site):
    method = (site / "method.html").read_text("utf-8")
    assert "block@0, head: such a layer gives one activation vector for a whole image" in method
    assert "8 × 4" in method
