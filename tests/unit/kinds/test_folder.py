"""Folders of pictures: what is found, skipped and refused, and that order does not matter."""

import os

import numpy as np
import pytest

from small_pictures import fill, picture
from topopress.core.errors import DataError
from topopress.kinds.images.reading import inputs_digest, open_pictures
from topopress.kinds.images.settings import ImageFolder


def settings(folder="d", **more):
    return ImageFolder(kind="images", folder=folder, **more)


def look(base, seed=0, **more):
    return open_pictures(settings(**more), base=base).survey(seed=seed)


NAMES = ["d/cat/1.png", "d/cat/2.PNG", "d/dog/x.jpeg", "d/dog/deep/y.webp", "d/loose.jpg"]


def test_classes_are_the_topmost_folders(tmp_path):
    table = look(fill(tmp_path, NAMES))
    labels = {sample.origin: sample.label for sample in table.samples}
    assert labels == {
        "cat/1.png": "cat",
        "cat/2.PNG": "cat",
        "dog/x.jpeg": "dog",
        "dog/deep/y.webp": "dog",
        "loose.jpg": None,
    }
    assert table.labels == ("cat", "dog")
    assert [s.id for s in table.samples] == sorted(s.id for s in table.samples)


def test_reading_a_sample_gives_its_pixels(tmp_path):
    fill(tmp_path, NAMES)
    source = open_pictures(settings(), base=tmp_path)
    sample = next(s for s in look(tmp_path).samples if s.origin == "dog/x.jpeg")
    expected = np.random.default_rng(2).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    assert np.array_equal(source.read(sample), expected)


def test_ids_depend_on_neither_order_nor_company(tmp_path):
    one = look(fill(tmp_path / "a", NAMES))
    other = look(fill(tmp_path / "b", [*reversed(NAMES), "d/ant/0.png"]))
    shared = {s.origin: s.id for s in other.samples if s.label != "ant"}
    assert {s.origin: s.id for s in one.samples} == shared


def test_other_files_are_passed_over_and_hidden_ones_too(tmp_path):
    fill(tmp_path, NAMES)
    for name in ("d/README.txt", "d/cat/.hidden.png", "d/.git/x.png", "d/labels.csv", "d/LICENSE"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    table = look(tmp_path)
    assert (len(table.samples), table.skipped) == (5, ())


def test_what_cannot_be_used_is_skipped_and_named(tmp_path):
    fill(tmp_path, NAMES)
    cat = tmp_path / "d/cat"
    (cat / "broken.png").write_bytes(picture(0)[:60])
    (cat / "old.gif").write_bytes(b"GIF89a")
    (cat / "link.png").symlink_to("/etc/passwd")
    (tmp_path / "d/linked").symlink_to(tmp_path / "d/dog")
    (cat / "nl\nname\x1b[31m.png").write_bytes(picture(1))
    (cat / "folder.png").mkdir()
    os.mkfifo(cat / "pipe.png")
    with (cat / "1.PNG").open("wb") as file:  # clashes with 1.png, and sorts before it
        file.write(picture(9))
    table = look(tmp_path, max_broken=0.9)
    reasons = {skip.origin: skip.reason for skip in table.skipped}
    assert reasons["cat/broken.png"].startswith("cannot be decoded")
    assert reasons["cat/old.gif"] == "its format is none of JPEG, PNG, WEBP"
    assert reasons["cat/link.png"].startswith(
        "a link out of the exploration's folder; data.links_to"
    )
    assert reasons["linked"] == "a link to 'dog', whose files are used already"
    assert "cannot be shown" in reasons["cat/nl\\nname\\x1b[31m.png"]
    assert reasons["cat/pipe.png"] == "not a regular file"
    assert reasons["cat/1.png"] == "its name differs from 'cat/1.PNG' only in case"
    assert len(table.skipped) == 7
    assert len(table.samples) == 5


def test_names_that_are_no_unicode_are_refused(tmp_path):
    fill(tmp_path, NAMES)
    with open(os.fsencode(tmp_path) + b"/d/cat/\xff\xfe.png", "wb") as file:  # noqa: PTH123
        file.write(picture(1))
    (skip,) = look(tmp_path, max_broken=0.5).skipped
    assert skip.origin == "cat/\\udcff\\udcfe.png"


def test_too_many_broken_pictures_are_an_error(tmp_path):
    fill(tmp_path, NAMES)
    (tmp_path / "d/cat/bad.png").write_bytes(b"nothing")
    with pytest.raises(DataError, match=r"1 of 6 .*max_broken = 0\.1.*cat/bad\.png: cannot"):
        look(tmp_path, max_broken=0.1)
    assert len(look(tmp_path, max_broken=0.2).samples) == 5


def test_missing_and_empty_folders(tmp_path):
    with pytest.raises(DataError, match="there is no folder 'd'"):
        look(tmp_path)
    (tmp_path / "d/cat").mkdir(parents=True)
    with pytest.raises(DataError, match="holds no picture"):
        look(tmp_path)
    (tmp_path / "d/cat/only.png").write_bytes(b"broken")
    with pytest.raises(DataError, match="1 of 1 pictures cannot be used"):
        look(tmp_path, max_broken=1.0)


def test_the_folder_itself_may_be_a_link(tmp_path):
    fill(tmp_path / "elsewhere", NAMES)
    (tmp_path / "d").symlink_to(tmp_path / "elsewhere/d")
    assert len(look(tmp_path).samples) == 5


def test_limit_per_class_is_drawn_by_the_seed_and_stable(tmp_path):
    fill(tmp_path, [f"d/{c}/{i}.png" for c in ("cat", "dog") for i in range(20)])
    first = {s.origin for s in look(tmp_path, limit_per_class=5).samples}
    assert len(first) == 10
    assert first == {s.origin for s in look(tmp_path, limit_per_class=5).samples}
    assert first != {s.origin for s in look(tmp_path, seed=1, limit_per_class=5).samples}
    fill(tmp_path, ["d/cat/more.png"])
    assert len(first - {s.origin for s in look(tmp_path, limit_per_class=5).samples}) <= 1


def test_the_digest_follows_names_and_contents(tmp_path):
    fill(tmp_path, NAMES)
    first = inputs_digest(settings(), base=tmp_path)
    assert inputs_digest(settings(), base=tmp_path) == first
    (tmp_path / "d/cat/1.png").write_bytes(picture(99))
    second = inputs_digest(settings(), base=tmp_path)
    (tmp_path / "d/cat/1.png").rename(tmp_path / "d/cat/3.png")
    third = inputs_digest(settings(), base=tmp_path)
    assert len({first, second, third}) == 3


def test_a_picture_that_changes_under_way_is_noticed(tmp_path):
    fill(tmp_path, NAMES)
    sample = look(tmp_path).samples[0]
    source = open_pictures(settings(), base=tmp_path)
    (tmp_path / "d" / sample.origin).write_bytes(picture(77))
    with pytest.raises(DataError, match="changed since this build began"):
        source.read(sample)
    (tmp_path / "d" / sample.origin).unlink()
    with pytest.raises(DataError, match="No such file"):
        source.read(sample)
