"""Everything that README, docs/python.md and docs/digits.ipynb show of ``publish`` runs."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import DBSCAN

import topopress

DOCS = Path(__file__).resolve().parents[3] / "docs"
COVER = {"n_intervals": 10, "overlap": 0.5}


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def blocks(text):
    return re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def run(pieces):
    names = {"__name__": "example"}
    for piece in pieces:
        exec(compile(piece, "example", "exec"), names)
    return names


def test_the_examples_of_the_page_run():
    section = re.search(
        r"^## publish\n(.*?)(?=^## |\Z)", (DOCS / "python.md").read_text(), re.M | re.S
    )
    names = run(blocks(section[1]))
    assert names["site"].figures["vectors"]["rows"] == 150
    assert Path("my-site/content/vectors/exploration.toml").is_file()
    assert Path("groups/index.html").is_file()


def test_three_lines_of_the_readme_turn_an_array_into_a_page(monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda url: not opened.append(url))
    rng = np.random.default_rng(0)
    np.save("vectors.npy", rng.normal(size=(60, 4)) + 5 * np.eye(4)[np.repeat([0, 1, 2], 20)])
    np.save("labels.npy", np.repeat(["a", "b", "c"], 20))
    (block,) = [b for b in blocks((DOCS.parent / "README.md").read_text()) if "publish" in b]
    assert len(list(filter(None, block.splitlines()))) == 3
    run([block])
    assert opened == [Path("site/vectors/index.html").absolute().as_uri()]


def test_three_lines_of_the_readme_replace_keplermapper():
    (block,) = [b for b in blocks((DOCS.parent / "README.md").read_text()) if "mapper_graph" in b]
    assert len(block.splitlines()) == 3
    names = run(
        [f"from sklearn.datasets import load_digits\nvectors = load_digits().data\n{block}"]
    )
    sklearns = topopress.mapper_graph(
        names["vectors"], cover=COVER, lens="l2_norm", clusterer=DBSCAN(eps=24)
    )
    assert names["kepler"]["nodes"] == sklearns.to_kmapper()["nodes"]


def test_the_notebook_goes_from_digits_to_a_page_with_pictures():
    notebook = json.loads((DOCS / "digits.ipynb").read_text())
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells)
    site = run("".join(cell["source"]) for cell in cells)["site"]
    page = site.page.read_text()
    manifest = json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)[1])
    assert (manifest["labels"], site.layers) == ([str(k) for k in range(10)], ("pixels", "hidden"))
    assert [column["name"] for column in manifest["columns"]] == ["part", "prediction"]
    assert len(list((site.path / "vectors/layers").glob("*.html"))) == 2
    assert list((site.path / "vectors/images").glob("pixels-exemplars-*.webp"))
    assert all(layer["purity_excess"] > 0.5 for layer in site.figures.values())
    assert "1,797 digits" in page
