"""Lenses that are handed to the Mapper: what they cost, what they are, what can be wrong."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tiny_project import NETWORK, change, pictures, write_project
from topopress.config.load import load_project
from topopress.core.errors import ConfigError, DataError, NetworkError
from topopress.pipeline.bench import Bench
from topopress.pipeline.columns import lens_columns
from topopress.pipeline.inputs import read_inputs
from topopress.stage.listener import Recorder
from topopress.store.store import Store

HEAD = "nn.ReLU(),\n    nn.Flatten(), nn.Linear(24 * 64, 4)]\n"
LENS = '[mapper]\nlens = "l2_norm"\n[mapper.cover]\n'


@pytest.fixture
def project(tmp_path):
    root = write_project(tmp_path)
    change(root, "[mapper.cover]\n", LENS)
    return root


@pytest.fixture
def with_head(project):
    (project / "content/tiny/my_model.py").write_text(NETWORK.replace("nn.ReLU()]\n", HEAD, 1))
    return project


def columns_of(root, lens, metadata=None, classes=()):
    (folder,) = (root / "content").glob("tiny")
    text = (folder / "exploration.toml").read_text()
    (folder / "exploration.toml").write_text(text.replace('"l2_norm"', json.dumps(lens)))
    (source,) = load_project(root).explorations
    recorder = Recorder()
    with Bench(source, Stages(Store(root / ".topopress"), recorder)) as bench:
        inputs = read_inputs(bench)
        if metadata is not None:
            samples = inputs.table.samples
            told = [replace(s, metadata=m) for s, m in zip(samples, metadata, strict=True)]
            inputs = replace(inputs, table=replace(inputs.table, samples=tuple(told)))
        inputs = replace(inputs, network=replace(inputs.network, classes=tuple(classes)))
        columns = lens_columns(bench, inputs)
        values = columns.of_samples()
    (folder / "exploration.toml").write_text(text)
    ran = [line.split()[0] for line in recorder.ran]
    return columns, values, ran


N = len(pictures()[0])


def test_lenses_of_vectors_cost_nothing(project):
    columns, values, ran = columns_of(project, ["l2_norm", "density"])
    assert (values, columns.digests) == ({}, {})
    assert "class-outputs" not in ran


def test_one_forward_pass_for_all_lenses_of_the_head(with_head):
    columns, values, ran = columns_of(with_head, ["confidence", "logit:2"])
    assert ran.count("class-outputs") == 1
    assert {name: v.shape for name, v in values.items()} == {"confidence": (N,), "logit:2": (N,)}
    assert ((values["confidence"] >= 0.25) & (values["confidence"] <= 1)).all()
    rows = np.array([3, 3, 0], np.int32)
    assert columns.of_rows(rows)["logit:2"].tolist() == values["logit:2"][rows].tolist()
    _, by_name, ran = columns_of(with_head, "logit:cat", classes=["ant", "bee", "cat", "dog"])
    assert "class-outputs" not in ran
    assert np.array_equal(by_name["logit:cat"], values["logit:2"])


def test_metadata_are_numbers_or_texts_that_are_numbers(project):
    metadata = [{"age": float(k) if k % 2 else f"{k}.5"} for k in range(N)]
    columns, values, _ = columns_of(project, "metadata:age", metadata)
    assert values["metadata:age"][:4].tolist() == [0.5, 1, 2.5, 3]
    metadata[0] = {"age": 9.0}
    other, _, _ = columns_of(project, "metadata:age", metadata)
    assert other.digests != columns.digests


def test_a_network_without_a_head(project):
    with pytest.raises(NetworkError, match="has no class head"):
        columns_of(project, "confidence")


@pytest.mark.parametrize(
    ("lens", "classes", "said"),
    [
        ("logit:4", (), "mapper.lens: the network has no class 4; its outputs are numbered from 0"),
        ("logit:bea", "abc", "no class 'bea'"),
        ("logit:bee", ("ant", "beer", "c", "d"), "no class 'bee'; did you mean 'beer'?"),
        ("logit:4", "abcd", "no class '4' (allowed: an index below 4 or a class's name)"),
        ("logit:a", ("a", "b", "a", "c"), "2 classes of the network are called 'a'"),
        ("logit:one", (), "no class 'one' (allowed: an index)"),
    ],
)
def test_a_class_that_is_not_there(with_head, lens, classes, said):
    with pytest.raises(ConfigError) as error:
        columns_of(with_head, lens, classes=classes)
    assert said in str(error.value)
    assert "content/tiny/exploration.toml, mapper.lens" in str(error.value)


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ({}, "the column 'age' needs a number for every sample, and says nothing for"),
        ({"age": "old"}, "and says 'old' for"),
        ({"age": "nan"}, "and says 'nan' for"),
    ],
)
def test_a_sample_without_a_number(project, first, said):
    with pytest.raises(DataError, match=said):
        columns_of(project, "metadata:age", [first, *[{"age": 1.0}] * (N - 1)])


def test_a_column_that_is_not_there(project):
    said = r"no column 'agee'; did you mean 'age'\? \(there are: age\)"
    with pytest.raises(DataError, match=said):
        columns_of(project, "metadata:agee", [{"age": 1.0}] * N)


def test_samples_without_metadata(project):
    with pytest.raises(DataError, match=r"no column 'age' \(they have none at all\)"):
        columns_of(project, "metadata:age")
