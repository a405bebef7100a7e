"""Which rows belong together and where they are, and what a build makes of it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from topopress.core.errors import DataError
from topopress.kinds.row_groups import RowPlaces, row_groups
from topopress.samples.types import Sample, Survey

TESTS = Path(__file__).resolve().parents[2]
SETTINGS = """
title = "Measurements"
[data]
kind = "vectors"
file = "vectors.npy"
table = "table.csv"
[mapper]
lens = "component:1"
cover = { n_intervals = 4 }
clusterer = { min_samples = 3, metric = "euclidean", eps_quantile = 0.8 }
stability = { resamples = 2 }
"""
EXPLAIN = {"build": ["--explain"], "check": [], "tune": ["measured"]}
RUN = """
import sys
from topopress import kinds
kinds.KINDS += ("toy_kinds.vectors",)
from topopress.cli import main
main(sys.argv[1:])
"""


def table(*columns):
    """Return samples with the given metadata, in the order of their ids."""
    return Survey.of([Sample(f"s{k}", "file", None, "", (), m) for k, m in enumerate(columns)])


def whole(*sample):
    return RowPlaces(np.array(sample, np.int32), "whole", np.empty((len(sample), 0), np.int32))


def test_rows_of_samples_with_the_same_value_are_a_group():
    samples = table({"form": "bat"}, {"form": "bank"}, {"form": ""}, {"form": "bat"}, {})
    found = row_groups(whole(0, 1, 1, 2, 3, 4), samples, "form", "here")
    assert found.group.tolist() == [1, 0, 0, -1, 1, -1]
    assert found.group.dtype == np.int32
    assert found.position.shape == (0,)


def test_numbers_are_groups_too():
    samples = table({"year": 1999.0}, {"year": 2001.0}, {"year": 1999.0})
    assert row_groups(whole(0, 1, 2), samples, "year", "here").group.tolist() == [0, 1, 0]


def test_the_place_of_a_span_is_its_first_token():
    rows = RowPlaces(np.array([0, 0, 1], np.int32), "span", np.array([[1, 2], [2, 5], [7, 8]]))
    found = row_groups(rows, table({}, {}), None, "here")
    assert found.position.tolist() == [1.0, 2.0, 7.0]
    assert found.group.tolist() == [-1, -1, -1]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "they have none at all"),
        ({"form": "a", "lemma": "b"}, "there are: form, lemma"),
    ],
)
def test_a_column_that_no_sample_has(columns, said):
    with pytest.raises(
        DataError, match=f"here: the samples' metadata has no column 'from'.*{said}"
    ):
        row_groups(whole(0), table(columns), "from", "here")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Vectors whose label shows only within each batch, which differ much more."""
    root = tmp_path_factory.mktemp("measured")
    folder = root / "content/measured"
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "Site"\nauthors = ["A. Author"]\n')
    (folder / "index.md").write_text("Text.\n\n::: explorer\n")
    rng = np.random.default_rng(0)
    label, batch = np.arange(120) % 2, np.arange(120) // 40
    vectors = rng.normal(0, 0.3, (120, 6)) + rng.normal(0, 30, (3, 6))[batch]
    vectors[:, 0] += 4 * label
    np.save(folder / "vectors.npy", vectors.astype(np.float32))
    lines = [f"m{k:03d},{'ab'[label[k]]},{'xyz'[batch[k]]}" for k in range(120)]
    (folder / "table.csv").write_text("\n".join(["id,label,batch", *lines]) + "\n")
    return root


def run(root, preparation, command="build", status=0, settings=SETTINGS):
    written = settings + (f"[mapper.preparation]\n{preparation}\n" if preparation else "")
    (root / "content/measured/exploration.toml").write_text(written)
    done = subprocess.run(
        [sys.executable, "-c", RUN, command, "--root", str(root), *EXPLAIN[command]],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def layer_of(root):
    page = (root / "public/measured/index.html").read_text()
    manifest = json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)[1])
    return manifest["layers"][0]


def test_the_mean_of_each_batch_is_taken_away(project):
    run(project, "")
    assert layer_of(project)["lens_max"] - layer_of(project)["lens_min"] > 20
    assert "Rows without" not in (project / "public/measured/method.html").read_text()
    run(project, 'kind = "form"\ngroup = "batch"')
    layer = layer_of(project)
    assert layer["lens_max"] - layer["lens_min"] < 8
    assert layer["quality"]["purity"] > 0.95
    assert "the mean of their group" in (project / "public/measured/method.html").read_text()


def test_a_lens_can_be_of_rows_as_they_are(project):
    lenses = SETTINGS.replace('"component:1"', '["component:1", "raw:component:1"]')
    run(project, 'kind = "form"\ngroup = "batch"', settings=lenses)
    page = (project / "public/measured/method.html").read_text()
    assert "raw:component:1" in page
    assert layer_of(project)["lens_max"] - layer_of(project)["lens_min"] < 8
    text = run(project, 'kind = "form"\ngroup = "batch"', settings=lenses)
    assert " 0 stages ran" in text


def test_groups_alone_are_looked_beyond(project):
    text = run(project, 'group = "batch"')
    assert "nothing beyond the groups of the rows" in text or "no structure" in text


@pytest.mark.parametrize(
    ("preparation", "said"),
    [
        ("position = true", "have no place in a sequence"),
        ('kind = "form"', "set mapper.preparation.group to a column of the samples' metadata"),
        ('kind = "form"\ngroup = "bach"', "no column 'bach'; did you mean 'batch'"),
        ('group = "bach"', "no column 'bach'; did you mean 'batch'"),
        ('kind = "from"', "should be 'none', 'centre' or 'form', got 'from'"),
    ],
)
def test_a_mistake_is_told_before_any_work(project, preparation, said):
    text = run(project, preparation, status=1)
    assert said in text
    assert "mapper.preparation" in text
    assert "exploration.toml" in text
    assert "Traceback" not in text
