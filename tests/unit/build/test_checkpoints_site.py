"""Networks at several checkpoints, from settings to pages: what is computed, shown and refused."""

import json
import re
from pathlib import Path

import pytest
import torch
from torch import nn

from tiny_project import ESSAY, SETTINGS, change, write_project
from topopress.build.site import build_site
from topopress.core.errors import NetworkError
from topopress.network.randomness import private_rng
from topopress.stage.listener import Recorder

NETWORK = """
from torch import nn


class Head(nn.Module):
    def forward(self, maps):
        return maps.mean((2, 3))


def load():
    layers = [nn.Conv2d(3, 12, 5, stride=2, padding=2), nn.ReLU(),
              nn.Conv2d(12, 3, 3, stride=2, padding=1), nn.ReLU(), Head()]
    return nn.Sequential(*layers), {"crop": 32}
"""
CHECKPOINTS = """classes = "classes.txt"
checkpoints = ["start.pth", { file = "middle.pth", name = "epoch 1" }]
"""
END = '{ file = "end.pth", name = "epoch 2" }'
LINK = "\n[At the end](#layer=3-epoch-1), [its page](training.html#told).\n"


def weights(seed: int, channels: int = 12) -> dict[str, torch.Tensor]:
    with private_rng(seed):
        layers = nn.Sequential(nn.Conv2d(3, channels, 5), nn.ReLU(), nn.Conv2d(channels, 3, 3))
    return layers.state_dict()


def write(root: Path) -> Path:
    settings = SETTINGS.replace("[mapper.cover]", f"{CHECKPOINTS}[mapper.cover]")
    settings = settings.replace("size = 16\nsteps = 2", "enabled = false")
    settings = settings.replace(
        "min_samples", 'metric = "euclidean"\neps_quantile = 0.5\nmin_samples'
    )
    settings += "[mapper.stability]\nresamples = 2\n"
    folder = write_project(root, settings, ESSAY + LINK) / "content/tiny"
    (folder / "my_model.py").write_text(NETWORK)
    (folder / "classes.txt").write_text("plain\nstriped\ngraded\n")
    for seed, name in enumerate(("start", "middle", "end")):
        torch.save(weights(seed), folder / f"{name}.pth")
    return root


def build(root: Path) -> Recorder:
    listener = Recorder()
    build_site(root, listener=listener, durable=False)
    return listener


def story(root: Path) -> dict:
    return json.loads((root / "public/tiny/training.json").read_text())


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    root = write(tmp_path_factory.mktemp("checkpoints"))
    build(root)
    return root


def test_each_layer_has_a_graph_at_each_checkpoint(root):
    page = (root / "public/tiny/index.html").read_text()
    manifest = json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page)[1])
    names = ["1@start", "1@epoch 1", "3@start", "3@epoch 1"]
    assert [layer["name"] for layer in manifest["layers"]] == names
    assert manifest["start"] == "3-epoch-1"
    assert len({layer["n_rows"] for layer in manifest["layers"]}) == 1
    one, other = (layer["n_intervals"] for layer in manifest["layers"][2:])
    assert one == other
    assert page.count('class="layer-track"') == 2
    assert re.search(r'<script src="\.\./assets/checkpoints\.[0-9a-f]+\.js"', page)
    assert (root / "public/tiny/layers/1-start.html").is_file()


def test_the_story_has_figures_and_chance(root):
    told = story(root)
    assert told["checkpoints"] == ["start", "epoch 1"]
    assert len(told["own"]) == 2
    assert [layer["layer"] for layer in told["layers"]] == ["1", "3"]
    steps = told["layers"][0]["steps"]
    assert [one["layer"] for one in steps] == ["1@start", "1@epoch 1"]
    assert steps[0]["figures"]["probe"] > 0.9, "the classes differ in colour"
    assert steps[0]["figures"]["control"] < 0.7
    assert {"islands", "by_chance", "nodes", "parts"} <= steps[0].keys()
    (flow,) = told["layers"][1]["flows"]
    assert (flow["first"], flow["second"]) == ("3@start", "3@epoch 1")


def test_a_second_build_runs_nothing(root):
    assert build(root).ran == []


def test_a_further_checkpoint_computes_nothing_of_the_others_again(root):
    change(root, 'name = "epoch 1" }]', f'name = "epoch 1" }}, {END}]')
    ran = build(root).ran
    heavy = ("activations", "class-outputs", "own-network", "mapper", "layout-after")
    items = [one for one in ran if one.startswith(heavy)]
    assert len(items) >= len(heavy)
    assert all("epoch 2" in item for item in items), items
    assert len(story(root)["checkpoints"]) == 3


@pytest.fixture
def changed(tmp_path) -> Path:
    return write(tmp_path)


def test_weights_that_do_not_fit_are_named_with_their_checkpoint(changed):
    torch.save(weights(1, channels=10), changed / "content/tiny/middle.pth")
    said = r"exploration.toml, network.checkpoints\[1\]: .*middle.pth does not fit.*0.weight"
    with pytest.raises(NetworkError, match=said):
        build(changed)
    assert not (changed / "public").exists()


def test_the_same_weights_twice_are_refused(changed):
    folder = changed / "content/tiny"
    (folder / "middle.pth").write_bytes((folder / "start.pth").read_bytes())
    said = r"network.checkpoints\[1\]: 'middle.pth' has the same weights as 'start.pth'"
    with pytest.raises(NetworkError, match=said):
        build(changed)
