"""What a network with named classes predicts for each sample is published, unless switched off."""

import json
import re
from pathlib import Path

import pytest

from tiny_project import SETTINGS, write_project
from topopress.build.site import build_site
from topopress.core.errors import DataError
from topopress.stage.listener import Recorder

HEAD = """
import torch
from torch import nn


class Contrast(nn.Module):
    def forward(self, maps):
        flat = maps.flatten(2)
        found = (flat.std(2) / flat.mean(2).clamp(min=1e-3)).mean(1)
        return torch.stack([0 * found + 1.35, found, 0 * found], 1)


def load():
    layers = [nn.Conv2d(3, 12, 5, stride=2, padding=2), nn.ReLU(),
              nn.Conv2d(12, 24, 3, stride=2, padding=1), nn.ReLU(), Contrast()]
    return nn.Sequential(*layers), {"crop": 32}
"""
ESSAY = """# Tiny

In [this node](view:layer=3&node=i0c0&colour=correctness) the network is sure to
{{ 3.i0c0.confidence }}, and right for {{ 3.i0c0.correctness }}.
[Predictions](view:layer=3&column=prediction&pies=1), [share](view:layer=3&colour=share:plain).

::: explorer
"""


def write(root: Path, more: str = "", classes: str = "Plain\nstriped\ngraded\n") -> Path:
    settings = SETTINGS.replace("layers = [", f'classes = "classes.txt"\n{more}layers = [')
    settings = settings.replace("size = 16\nsteps = 2", "enabled = false")
    settings += "[mapper.stability]\nresamples = 2\n"
    folder = write_project(root, settings) / "content/tiny"
    (folder / "my_model.py").write_text(HEAD)
    (folder / "classes.txt").write_text(classes)
    return folder


def manifest(root: Path) -> dict:
    page = (root / "public/tiny/index.html").read_text("utf-8")
    return json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)[1])


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("predictions")
    write(root)
    build_site(root, listener=Recorder(), durable=False)
    return root


def test_predictions_are_a_column_and_their_figures_are_numbers(root):
    found = manifest(root)
    assert [column["name"] for column in found["columns"]] == ["prediction"]
    assert set(found["columns"][0]["labels"]) <= {"Plain", "striped", "graded"}
    assert [one["name"] for one in found["numbers"]] == ["confidence", "correctness", "uncertainty"]
    assert (root / "public/tiny" / found["numbers_chunk"]).is_file()


def test_essays_state_and_show_them(root):
    essay = root / "content/tiny/index.md"
    essay.write_text(ESSAY)
    recorder = Recorder()
    build_site(root, listener=recorder, durable=False)
    assert recorder.ran == []
    page = (root / "public/tiny/index.html").read_text("utf-8")
    assert re.search(r"is sure to\s+\d+\s*%, and right for \d+\s*%", page.replace("&nbsp;", " "))
    assert "colour=share:plain" in page


def test_they_can_be_switched_off(tmp_path):
    write(tmp_path, "predictions = false\n")
    recorder = Recorder()
    build_site(tmp_path, listener=recorder, durable=False)
    assert not any(line.startswith(("class_outputs", "predictions")) for line in recorder.ran)
    assert manifest(tmp_path)["numbers"] == []


def test_the_error_can_be_the_lens(tmp_path):
    folder = write(tmp_path)
    settings = folder / "exploration.toml"
    settings.write_text(
        settings.read_text().replace("[mapper.cover]", '[mapper]\nlens = "error"\n[mapper.cover]')
    )
    (folder / "classes.txt").write_text("Plain\nstriped\nother\n")
    recorder = Recorder()
    with pytest.raises(DataError, match=r"'error' needs labels that are names.*'graded' is none"):
        build_site(tmp_path, listener=recorder, durable=False)
    assert not any(line.startswith(("activations", "class-outputs")) for line in recorder.ran)
    (folder / "classes.txt").write_text("Plain\nstriped\ngraded\n")
    build_site(tmp_path, listener=recorder, durable=False)
    assert manifest(tmp_path)["lens"] == "error"
