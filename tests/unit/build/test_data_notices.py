"""What a build says of its data, and that inputs which are no samples compute nothing again."""

import html
import re

import numpy as np
import pytest

from small_pictures import fill
from tiny_project import SETTINGS, change, pictures, write_project
from topopress.build.site import build_site
from topopress.core.errors import DataError
from topopress.stage.listener import Recorder

NPZ = 'kind = "npz"\nfile = "pictures.npz"'
FOLDER = 'kind = "images"\nfolder = "d"\nmax_broken = 0.5'
PLAIN = SETTINGS.replace("size = 16\nsteps = 2", "enabled = false").replace(NPZ, FOLDER)
PLAIN += "[mapper.stability]\nresamples = 0\n"


def build(root):
    recorder = Recorder()
    build_site(root, listener=recorder, durable=False)
    return recorder


def said_of_data(recorder):
    return [notice for notice in recorder.notices if notice.startswith("tiny, data: ")]


@pytest.fixture
def root(tmp_path):
    root = write_project(tmp_path, PLAIN)
    fill(root / "content/tiny/d", [f"{c}/{k}.png" for c in ("cat", "dog") for k in range(20)])
    return root


def test_inputs_that_are_no_samples_compute_nothing_again(root):
    assert said_of_data(build(root)) == ["tiny, data: 40 files in 'd': 40 used, 0 skipped"]
    folder = root / "content/tiny/d"
    (folder / "notes.txt").write_text("x")
    (folder / "cat/broken.png").write_text("x")
    (folder / "empty").mkdir()
    second = build(root)
    assert {line.split()[0] for line in second.ran} == {"samples"}
    assert said_of_data(second) == [
        "tiny, data: skipped cat/broken.png: cannot be decoded (none of JPEG, PNG, WEBP)",
        "tiny, data: no picture can be used of the class folders 'empty'",
        "tiny, data: 42 files in 'd': 40 used, 1 skipped, 1 of other kinds (1 .txt)",
    ]
    page = html.unescape((root / "public/tiny/method.html").read_text())
    assert "no picture can be used of the class folders 'empty'" in page
    assert "42 files in 'd': 40 used, 1 skipped, 1 of other kinds (1 .txt)." in page


def test_labels_of_a_list_are_published_as_they_are_written(root):
    folder = root / "content/tiny"
    written = ["007", "7", "7.0", "2480528", "2480529"] * 8
    files = sorted(file.relative_to(folder).as_posix() for file in (folder / "d").rglob("*.png"))
    lines = [f"{file},{label}" for file, label in zip(files, written, strict=True)]
    (folder / "list.csv").write_text("path,label\n" + "\n".join(lines))
    change(root, FOLDER, 'kind = "list"\nfile = "list.csv"')
    assert said_of_data(build(root)) == ["tiny, data: 40 entries of 'list.csv': 40 used, 0 skipped"]
    page = (root / "public/tiny/method.html").read_text()
    (labels,) = re.findall(r'class="labels">Labels: (.*?)\.</p>', page)
    assert re.findall(r"<bdi>(.*?)</bdi>", labels) == sorted(set(written))


def test_a_column_of_texts_is_no_lens_until_the_settings_say_so(root):
    folder = root / "content/tiny"
    files = sorted(file.relative_to(folder).as_posix() for file in (folder / "d").rglob("*.png"))
    lines = [f"{file},{k:05d}" for k, file in enumerate(files)]
    (folder / "list.csv").write_text("path,zip\n" + "\n".join(lines))
    change(root, FOLDER, 'kind = "list"\nfile = "list.csv"\nnumbers = ["zip"]')
    change(root, "[mapper.cover]", '[mapper]\nlens = "metadata:zip"\n[mapper.cover]')
    build(root)
    change(root, 'numbers = ["zip"]', "")
    with pytest.raises(DataError, match=r"set data\.numbers = \['zip'\] to read it as numbers"):
        build(root)


def test_pictures_of_another_form_give_the_same_site(tmp_path):
    sites = []
    for name, form in {"last": lambda x: x, "first": lambda x: x.transpose(0, 3, 1, 2)}.items():
        root = write_project(tmp_path / name, PLAIN.replace(FOLDER, NPZ))
        images, labels = pictures()
        np.savez(root / "content/tiny/pictures.npz", images=form(images), labels=labels)
        recorder = build(root)
        sites.append((root / "public/tiny/layers/1.html").read_bytes())
    assert "is read as (n, channels, height, width)" in said_of_data(recorder)[0]
    assert sites[0] == sites[1]
