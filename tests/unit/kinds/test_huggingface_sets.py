"""Data sets of Hugging Face, from folders that are made here; nothing is downloaded."""

import json
import sys

import datasets
import numpy as np
import pytest
from pydantic import ValidationError

from named_sets import squares
from topopress.core.errors import DataError
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.kinds.images.reading import inputs_digest, open_pictures
from topopress.kinds.table import kind_of
from topopress.kinds.texts.reading import open_texts

COUNT = 12


def settings(**more) -> HuggingFaceData:
    return HuggingFaceData(**{"kind": "huggingface", "name": "set", **more})


@pytest.fixture(autouse=True)
def no_network(monkeypatch, tmp_path):
    def refuse(*_arguments, **_named):
        raise AssertionError("a test asks the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()
    yield
    datasets.enable_progress_bars()


def built() -> datasets.Dataset:
    features = datasets.Features(
        {
            "picture": datasets.Image(),
            "label": datasets.ClassLabel(names=["red", "green", "blue"]),
            "year": datasets.Value("int64"),
            "place": datasets.Value("string"),
            "sentence": datasets.Value("string"),
        }
    )
    columns = {
        "picture": squares(COUNT),
        "label": [k % 3 if k else -1 for k in range(COUNT)],
        "year": [1990 + k for k in range(COUNT)],
        "place": [["north", None][k % 2] for k in range(COUNT)],
        "sentence": [f"This is the sentence number {k}." for k in range(COUNT)],
    }
    return datasets.Dataset.from_dict(columns, features=features)


def saved(folder):
    built().save_to_disk(folder / "set")


def split(folder):
    parts = {"train": built(), "test": built().select(range(5))}
    datasets.DatasetDict(parts).save_to_disk(folder / "set")


def parquet(folder):
    (folder / "set").mkdir()
    built().to_parquet(folder / "set/train.parquet")


def image_folder(folder):
    for k, picture in enumerate(squares(COUNT)):
        place = folder / "set/train" / ("red", "green", "blue")[k % 3]
        place.mkdir(parents=True, exist_ok=True)
        picture.save(place / f"{k:02d}.png")


@pytest.mark.parametrize("write", [saved, split, parquet])
def test_pictures_with_classes_and_columns(tmp_path, write):
    write(tmp_path)
    data = settings(image="picture", columns=("year", "place"))
    survey = open_pictures(data, base=tmp_path).survey(seed=0)
    by_origin = {sample.origin: sample for sample in survey.samples}
    assert len(by_origin) == COUNT
    assert by_origin["set train[4]"].label == "green"
    assert by_origin["set train[0]"].label is None
    assert dict(by_origin["set train[4]"].metadata) == {"year": 1994.0, "place": "north"}
    read = open_pictures(data, base=tmp_path).read(by_origin["set train[4]"])
    assert np.array_equal(read, np.asarray(squares(COUNT)[4]))


def test_a_folder_of_pictures(tmp_path):
    image_folder(tmp_path)
    survey = open_pictures(settings(image="image"), base=tmp_path).survey(seed=0)
    assert (len(survey.samples), survey.labels) == (COUNT, ("blue", "green", "red"))


@pytest.mark.parametrize("write", [saved, split, parquet])
def test_texts_with_classes_and_columns(tmp_path, write):
    write(tmp_path)
    data = settings(text="sentence", columns=("year",), limit=8)
    source = open_texts(data, base=tmp_path)
    survey = source.survey(seed=0)
    assert len(survey.samples) == 8
    assert set(survey.labels) <= {"red", "green", "blue"}
    sample = survey.samples[0]
    number = int(sample.origin.removeprefix("line ")) - 1
    assert open_texts(data, base=tmp_path).text(sample) == f"This is the sentence number {number}."
    assert sample.metadata["year"] == 1990 + number


def test_files_of_lines(tmp_path):
    (tmp_path / "set").mkdir()
    lines = [json.dumps({"text": f"line {k}", "label": "ab"[k % 2]}) for k in range(6)]
    (tmp_path / "set/data.jsonl").write_text("\n".join(lines))
    survey = open_texts(settings(text="text"), base=tmp_path).survey(seed=0)
    assert (len(survey.samples), survey.labels) == (6, ("a", "b"))


def test_the_column_decides_the_kind():
    assert kind_of(settings(image="picture")).name == "images"
    assert kind_of(settings(text="sentence")).name == "texts"
    for wrong in ({}, {"image": "a", "text": "b"}):
        with pytest.raises(ValidationError, match="one of both"):
            settings(**wrong)


def test_equal_copies_have_one_digest(tmp_path):
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        saved(tmp_path / place)
    states = [(tmp_path / place / "set/state.json").read_text() for place in ("a", "b")]
    (tmp_path / "b/set/state.json").write_text(states[1].replace('"_split"', '"_split" '))
    one, other = (inputs_digest(settings(image="picture"), base=tmp_path / p) for p in ("a", "b"))
    assert one == other
    (tmp_path / "b/set/dataset_info.json").write_text("{}")
    assert inputs_digest(settings(image="picture"), base=tmp_path / "b") != one


WRONG = {
    "no split": (
        split,
        {"split": "tests"},
        r"has no split 'tests'; did you mean 'test'",
    ),
    "without splits": (saved, {"split": "test"}, "a saved data set without splits; leave it out"),
    "no column": (
        saved,
        {"image": "pictures"},
        "data.image: 'set' has no column 'pictures'",
    ),
    "no label": (saved, {"label": "labels"}, "data.label: 'set' has no column 'labels'"),
    "no further column": (saved, {"columns": ("day",)}, r"data\.columns\[0\]: 'set' has no column"),
    "other numbers": (saved, {"numbers": ("year",)}, "'year' is not in data.columns"),
    "no pictures": (
        saved,
        {"image": "sentence"},
        "'sentence' of 'set' holds no pictures",
    ),
    "a picture as a column": (saved, {"columns": ("picture",)}, "'picture' holds a"),
    "an empty folder": (lambda folder: (folder / "set").mkdir(), {}, "'set' cannot be read"),
}


@pytest.mark.parametrize("name", WRONG)
def test_messages(tmp_path, name):
    write, given, said = WRONG[name]
    write(tmp_path)
    with pytest.raises(DataError, match=said):
        open_pictures(settings(**{"image": "picture", **given}), base=tmp_path).survey(seed=0)


def test_the_hub_is_not_asked_without_leave(tmp_path):
    data = settings(name="nobody/nothing", text="sentence")
    with pytest.raises(DataError, match=r"neither a folder here nor in the hub's cache.*download"):
        open_texts(data, base=tmp_path).survey(seed=0)


def test_leave_to_download_reaches_the_library(tmp_path, monkeypatch):
    asked = []

    def load(name, config, **named):
        asked.append((name, config, named, datasets.config.HF_HUB_OFFLINE))
        return built()

    before = datasets.config.HF_HUB_OFFLINE
    monkeypatch.setattr(datasets, "load_dataset", load)
    for leave in (True, False):
        data = settings(name="user/set", image="picture", revision="v1", download=leave)
        assert len(open_pictures(data, base=tmp_path).survey(seed=0).samples) == COUNT
    assert [each[3] for each in asked] == [before, True]
    assert asked[0][:3] == ("user/set", None, {"split": "train", "revision": "v1"})
    assert before == datasets.config.HF_HUB_OFFLINE


def test_a_full_commit_needs_no_library(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "datasets", None)
    data = settings(name="user/set", image="picture", revision="0" * 40)
    assert inputs_digest(data, base=tmp_path) != inputs_digest(
        data.model_copy(update={"revision": "1" * 40}), base=tmp_path
    )
    with pytest.raises(DataError, match=r"pip install topopress\[datasets\]"):
        open_pictures(data, base=tmp_path).survey(seed=0)
