"""Reports of networks from settings to pages: own answers, probes, blocks that an author names."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tiny_language_models import write_model
from tiny_project import SETTINGS, change, write_project
from topopress.build.site import build_site
from topopress.core.errors import ConfigError, NetworkError
from topopress.stage.listener import Recorder

NETWORK = """
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, scale):
        super().__init__()
        self.conv, self.scale = nn.Conv2d(12, 12, 3, padding=1), scale

    def forward(self, x):
        return torch.relu(x + self.scale * self.conv(x))


class Head(nn.Module):
    def forward(self, maps):
        contrast = maps.flatten(2).std(2).mean(1)
        blue = maps[:, 0].mean((1, 2))
        return torch.stack([1 - contrast, contrast, blue], 1)


def load():
    blocks = [Block(0.5), Block(0.0), Block(0.5)]
    stem = nn.Conv2d(3, 12, 5, stride=4, padding=2)
    return nn.Sequential(stem, *blocks, Head()), {"crop": 32}
"""


def write(root: Path, report: str, more: str = 'classes = "classes.txt"\n') -> Path:
    settings = SETTINGS.replace('layers = ["1", "3"]', f'{more}layers = ["0", "1", "3"]')
    settings = settings.replace("size = 16\nsteps = 2", "enabled = false")
    settings = settings.replace('title = "Tiny"', f'title = "Tiny"\n{report}')
    settings += "[mapper.stability]\nresamples = 2\n"
    folder = write_project(root, settings) / "content/tiny"
    (folder / "my_model.py").write_text(NETWORK)
    (folder / "classes.txt").write_text("plain\nstriped\ngraded\n")
    return root


def build(root: Path) -> Recorder:
    listener = Recorder()
    build_site(root, listener=listener, durable=False)
    return listener


def report_of(root: Path, name: str = "tiny") -> dict:
    return json.loads((root / f"public/{name}/report.json").read_text())


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    root = write(tmp_path_factory.mktemp("report"), "report = true")
    build(root)
    return root


def test_the_report_has_measures_and_tests(root):
    report = report_of(root)
    assert report["n_samples"] == 60
    assert report["n_tested"] == 60
    assert report["n_fitted"] == 20
    assert not report["by_probe"]
    assert [one["name"] for one in report["layers"]] == ["0", "1", "3"]
    assert report["layers"][0]["probe"] > 0.9, "the classes differ in colour"
    assert [one["name"] for one in report["blocks"]] == ["1", "2", "3"]
    assert report["blocks"][1]["skip"]["value"] == 0, "its branch is multiplied by 0"
    assert report["blocks"][1]["changed"] == 0
    assert report["layers"][1]["stable"] is not None
    assert (root / "public/tiny/report.html").is_file()


def test_a_second_build_runs_nothing(root):
    assert build(root).ran == []


def test_blocks_that_an_author_names(tmp_path):
    root = write(tmp_path, "report = { blocks = ['3', '1.conv'], tests = 30 }")
    build(root)
    report = report_of(root)
    assert [one["name"] for one in report["blocks"]] == ["1.conv", "3"]
    change(root, "1.conv", "9")
    with pytest.raises(NetworkError, match=r"exploration.toml, report.blocks: .*no module '9'"):
        build(root)


def test_without_classes_a_probe_answers(tmp_path):
    root = write(tmp_path, "report = true", more="predictions = false\n")
    build(root)
    report = report_of(root)
    assert report["by_probe"]
    assert report["own"] is None
    assert "no_head" in report["untested"]
    assert report["blocks"][1]["skip"]["value"] == 0


def test_two_networks_are_compared(tmp_path):
    root = write(tmp_path, "report = true")
    other = root / "content/other"
    shutil.copytree(root / "content/tiny", other)
    settings = (other / "exploration.toml").read_text()
    settings = settings.replace("report = true", 'report = { tests = 0 }\ncompare = ["tiny"]')
    (other / "exploration.toml").write_text(settings.replace("[data]", "seed = 1\n[data]"))
    build(root)
    found = json.loads((root / "public/other/compare-tiny.json").read_text())
    assert found["n_samples"] == 60
    assert found["first"] == found["second"] == ["0", "1", "3"]
    assert found["agreement"] is not None
    joint = found["joint"]
    assert (joint["n_fitted"], joint["n_shown"]) == (30, 30)
    assert 0 < joint["explained"] <= 1
    assert sum(joint["first"]) > 0
    page = (root / "public/other/compare-tiny.html").read_text()
    assert "What only one network tells apart" in page
    assert report_of(root, "other")["n_tested"] == 0
    assert build(root).ran == []


def test_what_cannot_be_compared_is_one_error(tmp_path):
    root = write(tmp_path, "compare = ['tinny', 'tiny', 'still']")
    still = root / "content/still"
    shutil.copytree(root / "content/tiny", still)
    settings = (still / "exploration.toml").read_text()
    (still / "exploration.toml").write_text(re.sub("compare = .*", "", settings))
    with pytest.raises(ConfigError) as error:
        build(root)
    said = str(error.value)
    assert "compare[0]: there is no exploration 'tinny'; did you mean 'tiny'?" in said
    assert "compare[1]: this is the exploration itself" in said
    assert "compare[2]: 'still' keeps no vector of each sample; write `report = true`" in said


def test_a_network_of_texts_is_tested_by_a_probe(tmp_path):
    folder = tmp_path / "content/texts"
    folder.mkdir(parents=True)
    (tmp_path / "content/site.toml").write_text('title = "Site"\n')
    write_model(folder / "model")
    lines = ["text\tlabel"]
    lines += [f"the river rose {k} times\twater" for k in range(40)]
    lines += [f"a bank lends money {k} times\tmoney" for k in range(40)]
    (folder / "texts.tsv").write_text("\n".join(lines) + "\n")
    (folder / "exploration.toml").write_text(
        'title = "Texts"\nreport = true\n[data]\nkind = "texts"\nfile = "texts.tsv"\n'
        '[network]\nname = "transformers:model"\nlayers = ["hidden.0", "hidden.1", "hidden.2"]\n'
        "[mapper.cover]\nn_intervals = 4\n[mapper.stability]\nresamples = 0\n"
    )
    build(tmp_path)
    report = report_of(tmp_path, "texts")
    assert report["by_probe"]
    assert [one["name"] for one in report["blocks"]] == ["encoder.layer.0", "encoder.layer.1"]
    assert all(one["skip"] and one["linear"] for one in report["blocks"])
    assert report["layers"][0]["probe"] > 0.9


def test_rows_without_vectors_have_no_report(tmp_path):
    folder = tmp_path / "content/given"
    folder.mkdir(parents=True)
    (tmp_path / "content/site.toml").write_text('title = "Site"\n')
    graph = {"nodes": {"a": list(range(30)), "b": list(range(20, 50))}, "links": {"a": ["b"]}}
    (folder / "graph.json").write_text(json.dumps(graph))
    (folder / "exploration.toml").write_text(
        'title = "Given"\nreport = true\n[data]\nkind = "graph"\nfile = "graph.json"\n'
    )
    with pytest.raises(ConfigError, match="report: a report is made of vectors"):
        build(tmp_path)
