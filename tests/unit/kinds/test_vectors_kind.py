"""A kind of bare vectors is published through the places of a kind alone."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

TESTS = Path(__file__).resolve().parents[2]
SETTINGS = """
title = "Measurements"
[data]
kind = "vectors"
file = "vectors.npy"
table = "table.csv"
[mapper.cover]
n_intervals = 4
[mapper.clusterer]
min_samples = 3
[mapper.stability]
resamples = 2
"""
BUILD = """
from topopress import kinds
kinds.KINDS += ("toy_kinds.vectors",)
from topopress.cli import main
main()
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("measured")
    folder = root / "content/measured"
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "Site"\nauthors = ["A. Author"]\n')
    (folder / "exploration.toml").write_text(SETTINGS)
    (folder / "index.md").write_text("There are {{ samples }} measurements.\n\n::: explorer\n")
    rng = np.random.default_rng(0)
    blobs = np.concatenate([rng.normal(k, 0.1, (40, 6)) + k for k in range(3)])
    np.save(folder / "vectors.npy", blobs.astype(np.float32))
    lines = [f"m{k:03d},{'abc'[k // 40]}" for k in range(120)]
    (folder / "table.csv").write_text("\n".join(["id,label", *lines]) + "\n")
    return root


def run(root: Path) -> str:
    script = BUILD.replace("main()", f"main(['build', '--root', {str(root)!r}, '--explain'])")
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_vectors_become_a_site(project):
    run(project)
    site = project / "public/measured"
    page = (site / "index.html").read_text()
    manifest = json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)[1])
    assert (manifest["kind"], manifest["labels"]) == ("vectors", ["a", "b", "c"])
    (layer,) = manifest["layers"]
    assert (layer["channels"], layer["map_size"], layer["look"]) == (6, None, None)
    assert layer["n_nodes"] >= 3
    assert "There are 120 measurements." in page
    for name in ("index.html", "method.html", "layers/vectors.html"):
        text = re.sub(r"<script.*?</script>|<[^>]+>", " ", (site / name).read_text(), flags=re.S)
        body = text.partition("Skip")[2] or text
        assert re.findall(r"(?i)\bimages?\b|\bcrops?\b|pixel|feature visuali", body) == []
    assert not list(site.rglob("*.webp"))


def test_a_second_build_runs_nothing(project):
    run(project)
    assert " 0 stages ran" in run(project)
