"""Every file of a folder is used, or skipped and named, or of a kind that is counted."""

import os
import subprocess

import pytest

from small_pictures import fill, picture
from topopress.core.errors import DataError
from topopress.kinds.images.reading import inputs_digest, open_pictures
from topopress.kinds.images.settings import ImageFolder


def settings(folder="d", **more):
    return ImageFolder(kind="images", folder=folder, **more)


def look(base, seed=0, **more):
    return open_pictures(settings(**more), base=base).survey(seed=seed)


NAMES = ["d/cat/1.png", "d/cat/2.png", "d/dog/1.png", "d/dog/2.png"]


def add(root, name, content=b"x"):
    path = os.fsencode(root) + b"/" + (name if isinstance(name, bytes) else name.encode())
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - names of bytes
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(content)


@pytest.mark.parametrize(
    "ending", [".jfif", ".jpe", ".pjpeg", ".pjp", ".JFIF", ".Jpg", ".webp", ".PNG"]
)
def test_all_endings_of_the_formats_are_used(tmp_path, ending):
    fill(tmp_path, [*NAMES, f"d/ant/1{ending}"])
    table = look(tmp_path)
    assert table.labels == ("ant", "cat", "dog")
    assert str(table.found) == "5 files in 'd': 5 used, 0 skipped"


@pytest.mark.parametrize("name", ["a", "photo.gif", "x.TIFF", "0badc0de"])
def test_a_picture_under_another_ending_is_used(tmp_path, name):
    fill(tmp_path, [*NAMES, f"d/ant/{name}"])
    assert {sample.origin for sample in look(tmp_path).samples} > {f"ant/{name}"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.gif", "its format is none of JPEG, PNG, WEBP"),
        ("a.heic", "its format is none of JPEG, PNG, WEBP"),
        ("a", "its format is none of JPEG, PNG, WEBP"),
        ("a.", "its format is none of JPEG, PNG, WEBP"),
        ("a.jpg~", "its name ends in none of .jpg"),
        ("a.png.bak", "rename it if it is a picture"),
        ("a.part", "rename it if it is a picture"),
        (b"caf\xe9.png", "its path is not UTF-8; rename the file or its folder"),
        ("a\u202eb.png", "its path has characters that cannot be shown"),
        ("a.png", "bytes; 1 to"),
    ],
)
def test_what_is_no_picture_is_named(tmp_path, name, reason):
    fill(tmp_path, NAMES)
    add(tmp_path / "d/cat", name, b"" if name == "a.png" else b"x")
    table = look(tmp_path, max_broken=0.5)
    (skip,) = table.skipped
    assert reason in skip.reason
    assert str(table.found) == "5 files in 'd': 4 used, 1 skipped"


@pytest.mark.parametrize("folder", [b"caf\xe9", b"\xff\xfe", b"a\x07b", "x\u202ey".encode()])
def test_a_class_with_a_name_that_cannot_be_shown_is_refused_picture_by_picture(tmp_path, folder):
    fill(tmp_path, NAMES)
    for k in range(3):
        add(tmp_path / "d", folder + f"/deep/{k}.png".encode(), picture(k))
    with pytest.raises(DataError, match=r"3 of 7 pictures cannot be used"):
        look(tmp_path)
    table = look(tmp_path, max_broken=0.5)
    assert len(table.skipped) == 3
    assert all("rename the file or its folder" in skip.reason for skip in table.skipped)
    assert all(skip.origin.isprintable() for skip in table.skipped)
    assert "no picture can be used of the class folders" in table.notices[0]
    assert inputs_digest(settings(), base=tmp_path)


OTHERS = {
    "README": "README",
    "LICENSE": "LICENSE",
    "Thumbs.db": "Thumbs.db",
    "desktop.ini": "desktop.ini",
    "labels.csv": ".csv",
    "a.TXT": ".txt",
    "a.json": ".json",
    "weights.pth": ".pth",
    "all.tar.gz": ".gz",
    ".DS_Store": "hidden file",
    "._1.png": "hidden file",
    ".git/objects/x.png": "hidden folder",
    ".old/1.png": "hidden folder",
    "__MACOSX/cat/1.png": "__MACOSX folder",
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_never_a_picture_is_counted(tmp_path, name):
    fill(tmp_path, NAMES)
    first = inputs_digest(settings(), base=tmp_path)
    add(tmp_path / "d/cat", name)
    table = look(tmp_path)
    assert (table.found.others, table.skipped) == ({OTHERS[name]: 1}, ())
    assert (
        str(table.found)
        == f"5 files in 'd': 4 used, 0 skipped, 1 of other kinds (1 {OTHERS[name]})"
    )
    assert inputs_digest(settings(), base=tmp_path) != first


def test_folders_that_are_not_looked_into_are_named(tmp_path):
    fill(tmp_path, [*NAMES, "d/.cats/1.png", "d/__MACOSX/1.png"])
    (notice,) = look(tmp_path).notices
    assert notice == "these folders are not looked into: '.cats', '__MACOSX'"


def test_the_sum_is_that_of_the_files(tmp_path):
    fill(tmp_path, [f"d/{c}/{k}.png" for c in ("cat", "dog") for k in range(10)])
    for name in ("cat/a.txt", "cat/b.gif", "b.md", "dog/.x", "dog/c.xyz", "dog/broken.png"):
        add(tmp_path / "d", name)
    table = look(tmp_path, limit_per_class=4, max_broken=0.5)
    n_files = sum(len(files) for _, _, files in os.walk(tmp_path / "d"))
    assert table.found.total == n_files
    assert str(table.found).startswith("26 files in 'd': ")
    assert table.found.not_drawn == 13
    assert str(table.found).endswith("3 of other kinds (1 .md, 1 .txt, 1 hidden file)")


def test_a_folder_without_pictures_says_what_it_holds(tmp_path):
    add(tmp_path, "d/cat/a.txt")
    with pytest.raises(DataError, match=r"holds no picture \(but 1 \.txt\)"):
        look(tmp_path)


def test_class_folders_without_a_picture_are_named(tmp_path):
    fill(tmp_path, NAMES)
    (tmp_path / "d/empty").mkdir()
    add(tmp_path, "d/texts/a.txt")
    add(tmp_path, "d/broken/a.png")
    (notice,) = look(tmp_path, max_broken=0.5).notices
    assert notice == "no picture can be used of the class folders 'broken', 'empty', 'texts'"


def test_pictures_without_a_class_are_counted(tmp_path):
    fill(tmp_path, [*NAMES, "d/1.png", "d/2.png"])
    assert look(tmp_path).notices == ("2 pictures lie in no class folder and have no label",)
    fill(tmp_path, ["flat/1.png", "flat/2.png"])
    assert look(tmp_path, folder="flat").notices == ()


def test_a_folder_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    fill(tmp_path, NAMES)
    scandir = os.scandir

    def closed(folder):
        if str(folder).endswith("dog"):
            raise PermissionError(13, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", closed)
    (skip,) = look(tmp_path, max_broken=0.5).skipped
    assert (skip.origin, skip.reason) == ("dog", "cannot be listed (Permission denied)")


def test_a_tree_deeper_than_the_stack_is_walked(tmp_path, monkeypatch):
    fill(tmp_path, NAMES)
    monkeypatch.chdir(tmp_path / "d")
    for _ in range(1200):
        os.mkdir("x")  # noqa: PTH102
        os.chdir("x")
    os.chdir(tmp_path)
    try:
        assert len(look(tmp_path).samples) == 4
    finally:
        subprocess.run(["rm", "-r", "d/x"], check=True)


@pytest.mark.parametrize(
    "names",
    [
        ["train/cat/1.png", "val/cat/1.png"],
        ["Train/1.png", "TEST/1.png"],
        ["training/a/1.png", "validation/a/1.png", "test/a/1.png"],
        ["train/1.png"],
        ["train/cat/1.png", "extra/1.png"],
    ],
)
def test_parts_of_a_data_set_are_no_classes(tmp_path, names):
    fill(tmp_path, [f"d/{name}" for name in names])
    (notice,) = (n for n in look(tmp_path).notices if "parts of a data set" in n)
    assert f"set data.folder = 'd/{min(n.split('/')[0] for n in names if n[:2] != 'ex')}'" in notice


@pytest.mark.parametrize("names", [["train/1.png", "bus/1.png"], ["cat/test/1.png", "dog/1.png"]])
def test_a_class_may_be_called_train(tmp_path, names):
    fill(tmp_path, [f"d/{name}" for name in names])
    assert look(tmp_path).notices == ()


def test_classes_that_differ_only_in_case_stay_apart_and_are_said(tmp_path):
    fill(tmp_path, ["d/Cat/1.png", "d/cat/2.png"])
    table = look(tmp_path)
    assert table.labels == ("Cat", "cat")
    assert table.notices == ("labels that differ only in case stay 2 labels: Cat, cat",)


@pytest.mark.parametrize("folders", [("caf\u00e9", "cafe\u0301"), ("cat", "cat "), ("a b", "a  b")])
def test_classes_that_become_one_are_said(tmp_path, folders):
    fill(tmp_path, [f"d/{folder}/{k}.png" for k, folder in enumerate(folders)])
    table = look(tmp_path)
    assert len(table.labels) == 1
    assert "2 labels become one" in table.notices[0]
