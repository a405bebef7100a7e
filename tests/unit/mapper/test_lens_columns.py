"""Lenses that are no function of a layer's vectors: values, costs, and mistakes."""

import numpy as np
import pytest

from tiny_project import NETWORK, change, pictures, write_project
from topopress.build.plan import plan_exploration
from topopress.config.load import load_project
from topopress.core.errors import ConfigError, DataError, NetworkError
from topopress.mapper.stages import NetworkClasses, columns_of, lens_columns
from topopress.network.types import ClassOutputs
from topopress.samples.types import Sample, Survey
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.store.store import Store

HEAD = "nn.ReLU(),\n    nn.Flatten(), nn.Linear(24 * 64, 4)]\n"
N = len(pictures()[0])
WHERE = "content/tiny/exploration.toml, mapper.lens"


def table(metadata=None, labels=None):
    metadata, labels = metadata or [{}] * 8, labels or [None] * 8
    told = enumerate(zip(labels, metadata, strict=True))
    return Survey.of([Sample(f"s{k}", f"o{k}", *_told(each)) for k, each in told])


def _told(each):
    label, metadata = each
    return label, "", (), metadata


def values_of(lens, *, metadata=None, labels=None, classes=(), outputs=None):
    outputs = np.zeros((8, 4), np.float32) if outputs is None else outputs
    found = lens_columns(
        table(metadata, labels),
        NetworkClasses(tuple(classes)),
        ClassOutputs(outputs),
        (lens,),
        False,
        WHERE,
    )
    return found.values[lens]


def built(root, lenses):
    """Return the columns that a build makes, and the stages that ran."""
    change(root, "[mapper.cover]\n", f"[mapper]\nlens = {lenses}\n[mapper.cover]\n")
    (source,) = load_project(root).explorations
    recorder = Recorder()
    with Executor(Store(root / ".topopress"), recorder) as executor:
        plan = plan_exploration(source, executor.store.hash_file)
        columns = plan.columns and executor.record(plan.columns)
    return columns, [line.split()[0] for line in recorder.ran]


@pytest.fixture
def with_head(tmp_path):
    root = write_project(tmp_path)
    (root / "content/tiny/my_model.py").write_text(NETWORK.replace("nn.ReLU()]\n", HEAD, 1))
    return root


def test_lenses_of_vectors_cost_nothing(tmp_path):
    assert built(write_project(tmp_path), '["l2_norm", "density"]') == (None, [])


def test_one_forward_pass_for_all_lenses_of_the_head(with_head):
    columns, ran = built(with_head, '["confidence", "logit:2"]')
    assert ran.count("class-outputs") == 1
    assert {name: v.shape for name, v in columns.values.items()} == {
        "confidence": (N,),
        "logit:2": (N,),
    }
    confidence = columns.values["confidence"]
    assert ((confidence >= 0.25) & (confidence <= 1)).all()
    rows = np.array([3, 3, 0], np.int32)
    assert columns_of(columns, rows)["logit:2"].tolist() == columns.values["logit:2"][rows].tolist()


def test_a_class_by_its_name_is_the_class_by_its_number():
    outputs = np.random.default_rng(0).normal(size=(8, 4)).astype(np.float32)
    by_name = values_of("logit:cat", classes=["ant", "bee", "cat", "dog"], outputs=outputs)
    assert np.array_equal(by_name, values_of("logit:2", outputs=outputs))


def test_figures_of_the_outputs():
    outputs = np.log(np.array([[1, 1, 2], [6, 2, 2]] * 4, np.float32))
    given = {"classes": ("ant", "Bee", "sea_cow"), "outputs": outputs, "labels": ["bee"] * 8}
    assert values_of("probability:Bee", **given)[:2] == pytest.approx([0.25, 0.2])
    assert values_of("probability:2", **given)[:2] == pytest.approx([0.5, 0.2])
    assert values_of("error", **given)[:2] == pytest.approx([0.75, 0.8])
    assert values_of("loss", **given)[:2] == pytest.approx([np.log(4), np.log(5)])
    assert values_of("entropy", **given)[0] == pytest.approx(1.5 * np.log(2) / np.log(3))
    mixed = {**given, "labels": ["Sea cow", "ant"] * 4}
    assert values_of("error", **mixed)[:2] == pytest.approx([0.5, 0.4])


@pytest.mark.parametrize("lens", ["error", "loss"])
@pytest.mark.parametrize(
    ("labels", "classes", "said"),
    [
        ([None] * 8, "ab", "8 of 8 samples have none, first 'o0'; label them, leave them out"),
        (["a", "b", None, *"abaaa"], "ab", "1 of 8 samples have none, first 'o2'"),
        (["cat"] * 8, ("cats", "dog"), "'cat' is none; did you mean 'cats'?; network.classes"),
        (["a"] * 8, "aba", "'a' is the name of 2 of them"),
        ([*"cdef"] * 2, "ab", "'c' is none, 'd' is none, 'e' is none, and 1 more labels"),
        (["a"] * 8, (), "'a' is none; network.classes names the outputs"),
    ],
)
def test_labels_that_an_error_cannot_be_computed_of(lens, labels, classes, said):
    with pytest.raises(DataError) as error:
        values_of(lens, labels=labels, classes=classes)
    assert f"{WHERE}: the lens '{lens}' " in str(error.value)
    assert said in str(error.value)


def test_metadata_are_numbers():
    metadata = [{"age": k / 2} for k in range(8)]
    assert values_of("metadata:age", metadata=metadata)[:4].tolist() == [0, 0.5, 1, 1.5]


@pytest.mark.parametrize("text", ["007", "1.50", "1e3", "12345678901234567890"])
def test_a_column_of_texts_names_the_setting(text):
    said = r"the column 'zip' is text.*set data\.numbers = \['zip'\]"
    with pytest.raises(DataError, match=said):
        values_of("metadata:zip", metadata=[{"zip": text}] * 8)


def test_a_network_without_a_head(tmp_path):
    with pytest.raises(NetworkError, match="has no class head"):
        built(write_project(tmp_path), '"confidence"')


@pytest.mark.parametrize(
    ("lens", "classes", "said"),
    [
        ("logit:4", (), "mapper.lens: the network has no class 4; its outputs are numbered from 0"),
        ("logit:bea", "abc", "no class 'bea'"),
        ("logit:bee", ("ant", "beer", "c", "d"), "no class 'bee'; did you mean 'beer'?"),
        ("logit:4", "abcd", "no class '4' (allowed: an index below 4 or a class's name)"),
        ("logit:a", ("a", "b", "a", "c"), "2 classes of the network are called 'a'"),
        ("probability:a", ("a", "b", "a", "c"), "of one instead: probability:0, probability:2"),
        ("probability:4", (), "the network has no class 4; its outputs are numbered from 0 to 3"),
        ("logit:one", (), "no class 'one' (allowed: an index)"),
    ],
)
def test_a_class_that_is_not_there(lens, classes, said):
    with pytest.raises(ConfigError) as error:
        values_of(lens, classes=classes)
    assert said in str(error.value)
    assert WHERE in str(error.value)


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ({}, "the column 'age' needs a number for every sample, and says nothing for"),
        ({"age": ""}, "and says nothing for"),
        ({"age": "old"}, "and says 'old' for"),
        ({"age": "nan"}, "and says 'nan' for"),
    ],
)
def test_a_sample_without_a_number(first, said):
    with pytest.raises(DataError, match=said):
        values_of("metadata:age", metadata=[first, *[{"age": 1.0}] * 7])


def test_a_column_that_is_not_there():
    said = r"no column 'agee'; did you mean 'age'\? \(there are: age\)"
    with pytest.raises(DataError, match=said):
        values_of("metadata:agee", metadata=[{"age": 1.0}] * 8)


def test_samples_without_metadata():
    with pytest.raises(DataError, match=r"no column 'age' \(they have none at all\)"):
        values_of("metadata:age")
