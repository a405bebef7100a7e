"""Data sets of torchvision, on files in their layouts that are made here; nothing is downloaded."""

import numpy as np
import pytest

from named_sets import write_archive, write_eurosat, write_mnist
from topopress.core.errors import DataError
from topopress.kinds.images.reading import inputs_digest, open_pictures
from topopress.kinds.images.settings import Torchvision


def settings(**more) -> Torchvision:
    return Torchvision(**{"kind": "torchvision", "folder": "sets", "name": "MNIST", **more})


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_arguments, **_named):
        raise AssertionError("a test asks the network")

    monkeypatch.setattr("socket.socket.connect", refuse)


def test_grey_pictures_and_their_classes(tmp_path):
    pictures = write_mnist(tmp_path / "sets")
    source = open_pictures(settings(), base=tmp_path)
    survey = source.survey(seed=0)
    by_origin = {sample.origin: sample for sample in survey.samples}
    assert len(by_origin) == 40
    assert by_origin["MNIST[3]"].label == "3 - three"
    assert str(survey.found) == "40 pictures in MNIST: 40 used, 0 skipped"
    source.require_channels(1)
    source.require_channels(3)
    read = open_pictures(settings(), base=tmp_path).read(by_origin["MNIST[7]"], 1)
    assert np.array_equal(read[:, :, 0], pictures[7])


def test_the_other_part(tmp_path):
    write_mnist(tmp_path / "sets")
    survey = open_pictures(settings(train=False), base=tmp_path).survey(seed=0)
    assert len(survey.samples) == 10
    assert {sample.origin for sample in survey.samples} == {f"MNIST test[{k}]" for k in range(10)}


def test_a_limit_is_drawn_by_the_seed(tmp_path):
    write_mnist(tmp_path / "sets")
    one, other, again = (
        open_pictures(settings(limit=9), base=tmp_path).survey(seed=seed) for seed in (0, 1, 0)
    )
    origins = [{sample.origin for sample in each.samples} for each in (one, other, again)]
    assert origins[0] == origins[2] != origins[1]
    assert "9 used, 0 skipped, 31 not drawn" in str(one.found)


def test_pictures_in_colour_and_a_damaged_one(tmp_path):
    write_eurosat(tmp_path / "sets", 40)
    (tmp_path / "sets/eurosat/2750/Forest/0.jpg").write_bytes(b"no picture")
    survey = open_pictures(settings(name="EuroSAT"), base=tmp_path).survey(seed=0)
    assert [len(survey.samples), len(survey.skipped)] == [39, 1]
    assert set(survey.labels) == {"Forest", "River"}
    assert "UnidentifiedImageError" in survey.skipped[0].reason


def test_the_digest_is_of_contents_and_not_of_archives(tmp_path):
    for place in ("a", "b"):
        write_mnist(tmp_path / place / "sets")
    write_archive(tmp_path / "b/sets/MNIST/raw/train-images.tar.gz")
    one, other = (inputs_digest(settings(), base=tmp_path / place) for place in ("a", "b"))
    assert one == other
    write_mnist(tmp_path / "b/sets", 41)
    assert inputs_digest(settings(), base=tmp_path / "b") != one


WRONG = {
    "no such set": ({"name": "MNISTS"}, r"data\.name: torchvision has no data set 'MNISTS'; did"),
    "a private name": ({"name": "__doc__"}, "torchvision has no data set '__doc__'"),
    "a folder of classes": ({"name": "ImageFolder"}, 'use data.kind = "images"'),
    "no such argument": (
        {"split": "test"},
        r"data\.split: MNIST has no such argument; it has",
    ),
    "no files": (
        {"name": "KMNIST"},
        r"torchvision finds no KMNIST in 'sets'.*download",
    ),
    "segmentation": ({"name": "VOCSegmentation"}, "torchvision finds no VOCSegmentation"),
}


@pytest.mark.parametrize("name", WRONG)
def test_messages(tmp_path, name):
    write_mnist(tmp_path / "sets")
    given, said = WRONG[name]
    with pytest.raises(DataError, match=said):
        open_pictures(settings(**given), base=tmp_path).survey(seed=0)


def test_other_items_are_refused(tmp_path, monkeypatch):
    from torchvision import datasets

    write_mnist(tmp_path / "sets")
    monkeypatch.setattr(datasets.MNIST, "__getitem__", lambda _self, _k: ("a", "b", "c"))
    with pytest.raises(DataError, match=r"its items are tuple\. Only data sets that give"):
        open_pictures(settings(), base=tmp_path).survey(seed=0)
    monkeypatch.setattr(datasets.MNIST, "__getitem__", lambda _self, _k: ("a", {"box": 3}))
    with pytest.raises(DataError, match="its items are str and dict"):
        open_pictures(settings(), base=tmp_path).survey(seed=0)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match=r"there is no folder 'sets'.*download = true"):
        inputs_digest(settings(), base=tmp_path)


@pytest.mark.parametrize("there", [False, True])
def test_only_leave_downloads(tmp_path, monkeypatch, there):
    from torchvision import datasets

    asked = []

    def download(_self):
        asked.append(1)
        write_mnist(tmp_path / "sets")

    monkeypatch.setattr(datasets.MNIST, "download", download)
    if there:
        (tmp_path / "sets").mkdir()
    with pytest.raises(DataError, match=r"data\.folder: there is no f"):
        inputs_digest(settings(), base=tmp_path)
    assert asked == []
    allowed = settings(download=True)
    digest = inputs_digest(allowed, base=tmp_path)
    assert len(open_pictures(allowed, base=tmp_path).survey(seed=0).samples) == 40
    assert inputs_digest(allowed, base=tmp_path) == digest
    assert asked == [1]
