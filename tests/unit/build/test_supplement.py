"""A supplement has the same bytes everywhere, and an anonymous one names nobody unsaid."""

import gzip
import io
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image, PngImagePlugin

from array_fixture import described, write_arrays, write_table
from topopress.build.anonymity.search import find_traces
from topopress.build.anonymity.traces import person, traces_of
from topopress.build.supplement.archive import LONGEST, check_names
from topopress.bundle.packing import chunk_script
from topopress.cli import main
from topopress.config.load import load_project
from topopress.core.errors import PublishError

NAME = "Zoë Quillfeather"
SITE = """
title = "Site"
authors = ["Zoë Quillfeather"]
url = "https://quillfeather.github.io/study"
repository = "https://github.com/quillfeather/study"
license = "CC BY 4.0, Zoë Quillfeather"
[people."Zoë Quillfeather"]
orcid = "0000-0002-1825-0097"
"""
BIB = """@article{own, title = {Shapes}, year = {2020}, author = {Quillfeather, Zo{\\"e}}}
@article{other, title = {Other}, year = {2021}, author = {Doe, Jane}}
"""
ESSAY = """By Z. Quillfeather. As in our earlier work [@own], and [@other].

![Photograph by Quillfeather](a.jpg)

![Two](b.png)

![Three](c.gif)

![Four](d.webp)

![Five](e.svg)

The [paper](paper.pdf), [code](code.zip), [table](quillfeather.csv) and [notes](notes.txt).

::: explorer
"""
CLEAN = (
    ESSAY.replace("By Z. Quillfeather. As in our earlier work [@own], and", "As in")
    .replace("by Quillfeather", "of a bridge")
    .replace("[table](quillfeather.csv) and [notes](notes.txt)", "more")
)
SVG = """<?xml version="1.0"?><!-- drawn by Zoë Quillfeather -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape"
 i:export-filename="/home/quillfeather/e.png" viewBox="0 0 9 9"><metadata>Quillfeather</metadata>
<i:grid id="quillfeather"/><circle r="3"/></svg>"""
XMP = b"<x:xmpmeta><dc:creator>Quillfeather</dc:creator></x:xmpmeta>"


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def picture(kind: str, **options) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), (90, 20, 20)).save(made, kind, **options)
    return made.getvalue()


def exif(turned: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x013B], made[0x0112] = "Zoe Quillfeather", turned
    return made


def pdf(author: str, text: str) -> bytes:
    stream = zlib.compress(f"BT ({text}) Tj ET".encode())
    info = f"2 0 obj\n<< /Author ({author}) /Creator (Writer) >>\nendobj\n"
    return b"%PDF-1.4\n" + info.encode() + b"3 0 obj\nstream\n" + stream + b"\nendstream\nendobj\n"


def archive(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        written.comment = b"packed by quillfeather"
        for name, content in files.items():
            written.writestr(name.replace("_", "."), content)
    return made.getvalue()


def write_files(folder: Path, text: str) -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", NAME, zip=True)
    said.add_itxt("Comment", "by quillfeather")
    files = {
        "a.jpg": picture("JPEG", exif=exif(6), comment=b"quillfeather"),
        "b.png": picture("PNG", pnginfo=said, exif=exif()),
        "c.gif": picture("GIF", comment=b"Zoe Quillfeather"),
        "d.webp": picture("WEBP", xmp=XMP, exif=exif()),
        "e.svg": SVG.encode(),
        "paper.pdf": pdf("Quillfeather", text),
        "code.zip": archive(inner_jpg=picture("JPEG", exif=exif()), run_py=b"print()\n"),
        "quillfeather.csv": b"a,b\n1,2\n",
        "notes.txt": "measured by zoë quillfeather".encode("utf-16"),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A project with a name planted wherever one can be."""
    root = tmp_path_factory.mktemp("supplement")
    columns = described() | {"observer": ["quillfeather", "other"] * 60}
    folder = write_arrays(root, data='metadata = "rows.csv"')
    write_table(folder / "rows.csv", columns)
    settings = folder / "exploration.toml"
    settings.write_text(f"# by Quillfeather\nauthors = ['{NAME}']\n{settings.read_text()}")
    (root / "content/site.toml").write_text(SITE)
    (root / "content/references.bib").write_text(BIB)
    (folder / "index.md").write_text(ESSAY)
    write_files(folder, "Thanks to Quillfeather")
    (root / "LICENSE").write_text("MIT\n\nCopyright (c) 2024 Zoë Quillfeather\n\nAs is.\n")
    for arguments in (
        ["init", "-q"],
        ["remote", "add", "origin", "git@github.com:zquill/topology.git"],
        ["config", "user.name", "zoe quillfeather"],
        ["config", "user.email", "zq1815@example.org"],
    ):
        subprocess.run(["git", "-C", root, *arguments], check=True)
    return root


@pytest.fixture(scope="module")
def anonymous(project) -> tuple[Path, str]:
    out = project / "out/anonymous.zip"
    status, text = run("supplement", out, "--anonymous", "--root", project)
    assert status == 0, text
    return out, text


def files_of(out: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(out) as opened:
        return {entry.filename: opened.read(entry) for entry in opened.infolist()}


def test_what_can_be_removed_is_removed(anonymous, project):
    files = files_of(anonymous[0])
    left = {one.path for one in find_traces(files, traces_of(load_project(project)))}
    assert not {path for path in left if path.endswith((".jpg", ".png", ".gif", ".webp", ".svg"))}
    assert not left & {"measured/code.zip", "LICENSE.txt", "README.txt"}
    assert "CITATION.cff" not in files
    assert b"Copyright (c) 2024 The authors (names withheld" in files["LICENSE.txt"]
    assert not [path for path in left if path.endswith("method.html")]
    (turned,) = [files[path] for path in files if path.endswith(".jpg")]
    assert Image.open(io.BytesIO(turned)).getexif() == {0x0112: 6}


def test_what_stays_is_listed_with_file_and_line(anonymous):
    listed = (anonymous[0].parent / "anonymous.txt").read_text("utf-8")
    for place in (
        "index.md, line 1: 'Zoë Quillfeather'",
        "index.md, line 1: 'in our earlier work'",
        "index.md, line 3: 'Zoë Quillfeather'",
        "references.bib, line 1: 'Zoë Quillfeather'",
        "paper.pdf, PDF, stream 1, line 1: 'Zoë Quillfeather'",
        "quillfeather.csv, its name: 'Zoë Quillfeather'",
        "notes.txt, line 1: 'Zoë Quillfeather'",
        "/data/",
    ):
        assert place in listed, place
    assert "anonymous.txt" not in files_of(anonymous[0])
    assert "may give you away" in anonymous[1]


def test_the_check_finds_what_stays_and_passes_once_it_is_gone(anonymous, project, tmp_path):
    status, text = run("check", "--anonymous", anonymous[0], "--root", project)
    assert status == 1
    assert "references.html, line " in text
    folder = next((project / "content").glob("*/exploration.toml")).parent
    write_table(folder / "rows.csv", described() | {"observer": ["one", "other"] * 60})
    write_files(folder, "Thanks")
    (folder / "index.md").write_text(CLEAN)
    out = tmp_path / "clean.zip"
    assert run("supplement", out, "--anonymous", "--root", project)[0] == 0
    status, text = run("check", "--anonymous", out, "--root", project)
    assert (status, "none found" in text) == (0, True), text


@pytest.mark.parametrize(
    "text",
    [
        "Quillfeather",
        "z. quillfeather",
        "ZoeQuillfeather",
        "zquillfeather",
        "quillfeather2024",
        "Zo%C3%AB%20Quillfeather",
        "Zo&euml; Quillf&#101;ather",
        '"Quillf\\u0065ather"',
        'Zo{\\"e} {Q}uillfeather',
        "QUILLFEATHER, Z.",
    ],
)
def test_a_name_is_found_however_it_is_written(text):
    traces = [*person(NAME, "authors")]
    wide = {"w.bin": b"\0\1\2" + text.encode("utf-16-le") + b"\0\0\7"} if "%&\\" not in text else {}
    files = {"a.txt": f"one\n{text}".encode(), "b.gz": gzip.compress(text.encode())}
    found = find_traces(files | {"c.js": chunk_script("p", gzip.compress(text.encode()))}, traces)
    assert {one.path for one in found} == {"a.txt", "b.gz", "c.js"}
    assert "line 2" in {one.place for one in found}
    if text.isalpha():
        assert find_traces(wide, traces)


def test_a_part_of_a_word_is_no_trace():
    traces = [*person("Ann Lee", "authors"), *person("The Shape authors", "authors")]
    files = {"a.txt": b"sleeve, fleeting authors, annals", "b.bin": b"\0\xfflee\0" * 30}
    assert find_traces(files, traces) == []


def test_turned_and_transparent_pictures_show_the_same_pixels():
    from topopress.build.anonymity.empty import emptied_file

    rng = np.random.default_rng(0)
    shown = Image.fromarray(rng.integers(0, 256, (9, 7, 4), np.uint8), "RGBA")
    for kind in ("PNG", "WEBP", "GIF"):
        made = io.BytesIO()
        shown.save(made, kind, exif=exif(3), save_all=True, append_images=[shown.rotate(90)])
        emptied = emptied_file(f"a.{kind.lower()}", made.getvalue(), {})
        assert b"Quillfeather" not in emptied
        before, after = Image.open(made), Image.open(io.BytesIO(emptied))
        assert before.tobytes() == after.tobytes()
        assert getattr(after, "n_frames", 1) == getattr(before, "n_frames", 1)


MAKE = "import sys; from topopress.cli import main; main(sys.argv[1:])"


@pytest.mark.slow
def test_two_machines_make_the_same_bytes(project, tmp_path):
    made = []
    for number, (zone, mask) in enumerate([("UTC", 0o022), ("Asia/Tokyo", 0o077)]):
        out = tmp_path / f"{number}.zip"
        settings = {"TZ": zone, "PYTHONHASHSEED": str(number), "LC_ALL": ["C", "C.UTF-8"][number]}
        subprocess.run(
            [sys.executable, "-c", MAKE, "supplement", out, "--root", project],
            env=os.environ | settings,
            umask=mask,
            check=True,
        )
        made.append(out.read_bytes())
    assert made[0] == made[1]


def test_the_zip_has_a_readme_a_licence_checksums_and_metadata(project, tmp_path):
    import hashlib
    import json

    out = tmp_path / "s.zip"
    status, text = run("supplement", out, "--root", project)
    assert (status, "wrote " in text) == (0, True)
    assert "replaced " in run("supplement", out, "--root", project)[1]
    files = files_of(out)
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {
        path: hashlib.sha256(content).hexdigest()
        for path, content in files.items()
        if path != "SHA256SUMS"
    }
    crate = json.loads(files["ro-crate-metadata.json"])
    entities = {one["@id"]: one for one in crate["@graph"]}
    assert entities["./"]["author"] == [{"@id": "https://orcid.org/0000-0002-1825-0097"}]
    parts = {one["@id"] for one in entities["./"]["hasPart"]}
    assert parts <= set(entities)
    assert "index.html" in files["README.txt"].decode()


def test_a_zip_over_the_limit_says_what_weighs_most(project, tmp_path):
    out = tmp_path / "s.zip"
    status, text = run("supplement", out, "--limit", "20kB", "--root", project)
    assert status == 1
    assert "0.0 MB are allowed (--limit); nothing was written" in text
    assert "assets/viewer." in text
    assert not out.exists()


def test_a_file_that_is_no_zip_is_not_replaced(project, tmp_path):
    out = tmp_path / "s.zip"
    out.write_text("mine")
    assert run("supplement", out, "--root", project)[0] == 1
    assert out.read_text() == "mine"
    assert "ends with .zip" in run("supplement", tmp_path / "s.tar", "--root", project)[1]


@pytest.mark.parametrize(
    "path, words",
    [
        ("a/übersicht.csv", "other than ASCII"),
        ("con.txt", "Windows cannot store"),
        ("x" * (LONGEST + 1), "characters"),
        ("A.txt", "upper and lower case"),
    ],
)
def test_names_that_windows_cannot_unzip_are_refused(path, words):
    with pytest.raises(PublishError, match=words):
        check_names({"a.txt": b"", path: b""})
