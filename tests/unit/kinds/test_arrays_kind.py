"""Arrays of vectors are published without a network, and without importing torch."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from array_fixture import described, vectors, write_arrays, write_pictures, write_table, write_words
from topopress.bundle.packing import read_header

BUILD = """
import sys
from topopress.cli import main
try:
    main(["build", "--root", sys.argv[1], "--explain"])
except SystemExit as ended:
    code = ended.code
heavy = {"torch", "torchvision", "transformers", "lucent", "kornia", "pyarrow"} & {*sys.modules}
print(f"imported: {sorted(heavy)}")
sys.exit(code)
"""


ABSENT = r"(?i)feature visualis|attribut|receptive|\bcrop|\bpicture|\bimage|activation vec"


def chunk(root: Path, name: str, path: str) -> dict:
    return read_header((root / "public" / name / path).read_bytes())


def build(root: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(root)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("arrays")
    folder = write_arrays(
        root,
        data='metadata = "rows.csv"\nrow = "dictionary feature"',
        layers='encoder = "encoder.npy"\ndecoder = "both.npz#decoder"',
        mapper='lens = "metadata:age"',
    )
    np.save(folder / "encoder.npy", np.asfortranarray(vectors().astype(">f2")))
    np.savez(folder / "both.npz", decoder=vectors(9).astype(np.float64), other=np.arange(3))
    write_table(folder / "rows.csv", described())
    write_words(root)
    write_pictures(root)
    root.joinpath("said.txt").write_text(build(root))
    return root


def manifest_of(root: Path, name: str) -> dict:
    page = (root / "public" / name / "index.html").read_text()
    return json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)[1])


def page_texts(root: Path, name: str) -> str:
    pages = sorted((root / "public" / name).rglob("*.html"))
    return "\n".join(
        re.sub(r"<script.*?</script>|<[^>]+>", " ", page.read_text(), flags=re.DOTALL)
        for page in pages
    )


def test_arrays_become_a_site(project):
    manifest = manifest_of(project, "measured")
    assert (manifest["kind"], manifest["labels"]) == ("vectors", ["a", "b", "c"])
    assert [column["name"] for column in manifest["columns"]] == ["side"]
    layers = [(each["name"], each["channels"], each["n_rows"]) for each in manifest["layers"]]
    assert layers == [("encoder", 6, 120), ("decoder", 9, 120)]
    assert manifest["lens"] == "metadata:age"


def test_the_method_page_names_the_files(project):
    page = (project / "public/measured/method.html").read_text()
    assert "arrays in encoder.npy, both.npz, with rows.csv" in page


def test_no_torch_is_imported(project):
    assert "imported: []" in (project / "said.txt").read_text()


def test_pages_use_the_noun_and_say_nothing_of_what_there_is_not(project):
    text = page_texts(project, "measured")
    assert "120 dictionary features" in text
    assert re.findall(ABSENT, text) == []


def test_words_are_shown_as_texts(project):
    manifest = manifest_of(project, "words")
    assert (manifest["kind"], manifest["noun"]) == ("texts", ["word vector", "word vectors"])
    details = chunk(project, "words", manifest["details"])
    assert details["columns"] == ["side", "age"]
    assert (details["links"][0], details["links"][1]) == ("", "https://example.org/1")
    texts = chunk(project, "words", manifest["samples_look"])["texts"]
    assert texts[0] == "In 1900 the bank was wet."
    text = page_texts(project, "words")
    assert "Set apart by" in text
    assert re.findall(ABSENT, text) == []


def test_pictures_are_shown_as_pictures_and_their_texts_beside_them(project):
    manifest = manifest_of(project, "patches")
    assert (manifest["kind"], manifest["noun"]) == ("images", ["patch", "patches"])
    details = chunk(project, "patches", manifest["details"])
    assert details["columns"] == ["side", "age", "sentence"]
    assert details["links"] == []
    (layer,) = manifest["layers"]
    (sheet,) = chunk(project, "patches", layer["look"])["exemplar_sheets"]
    assert sheet["tile"] == [80, 53]
    said = (project / "said.txt").read_text()
    assert "gone.png: line 5: No such file or directory" in said
    absent = ABSENT.replace(r"\bpicture|", "")
    assert re.findall(absent, page_texts(project, "patches")) == []


def test_other_metadata_compute_no_graph_again(project):
    folder = project / "content/measured"
    table = described() | {"side": ["up"] * 60 + ["down"] * 60}
    write_table(folder / "rows.csv", table)
    said = build(project)
    write_table(folder / "rows.csv", described())
    ran = set(re.findall(r"(?m)^  runs +(\S+)", said))
    assert ran == {"row-details", "row-samples", "lens-columns", "label-purities", "bundle"}
