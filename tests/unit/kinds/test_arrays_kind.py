"""Arrays of vectors are published without a network, and without importing torch."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from array_fixture import described, vectors, write_arrays, write_table

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
    root.joinpath("said.txt").write_text(build(root))
    return root


def page_texts(root: Path) -> str:
    pages = sorted((root / "public/measured").rglob("*.html"))
    return "\n".join(
        re.sub(r"<script.*?</script>|<[^>]+>", " ", page.read_text(), flags=re.DOTALL)
        for page in pages
    )


def test_arrays_become_a_site(project):
    page = (project / "public/measured/index.html").read_text()
    manifest = json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)[1])
    assert (manifest["kind"], manifest["labels"]) == ("vectors", ["a", "b", "c"])
    assert [column["name"] for column in manifest["columns"]] == ["side"]
    layers = [(each["name"], each["channels"], each["n_rows"]) for each in manifest["layers"]]
    assert layers == [("encoder", 6, 120), ("decoder", 9, 120)]
    assert manifest["lens"] == "metadata:age"


def test_no_torch_is_imported(project):
    assert "imported: []" in (project / "said.txt").read_text()


def test_pages_use_the_noun_and_say_nothing_of_what_there_is_not(project):
    text = page_texts(project)
    assert "120 dictionary features" in text
    absent = r"(?i)feature visualis|attribut|receptive|\bcrop|\bpicture|\bimage|activation vec"
    assert re.findall(absent, text) == []


def test_other_metadata_compute_no_graph_again(project):
    folder = project / "content/measured"
    table = described() | {"side": ["up"] * 60 + ["down"] * 60}
    write_table(folder / "rows.csv", table)
    said = build(project)
    write_table(folder / "rows.csv", described())
    ran = set(re.findall(r"(?m)^  runs +(\S+)", said))
    assert ran == {"row-samples", "lens-columns", "label-purities", "bundle"}
