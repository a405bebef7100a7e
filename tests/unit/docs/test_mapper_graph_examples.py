"""Everything that README and docs/python.md show of ``mapper_graph`` runs."""

import re
import warnings
from pathlib import Path

import pytest
from sklearn.cluster import DBSCAN
from sklearn.datasets import load_digits

CHECKOUT = Path(__file__).resolve().parents[3]
SECTIONS = ("mapper_graph", "In place of KeplerMapper")


def blocks(text):
    return re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def run(pieces, names):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other packages
        for piece in pieces:
            exec(compile(piece, "example", "exec"), names)
    return names


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_the_examples_of_the_page_run(capsys):
    text = (CHECKOUT / "docs/python.md").read_text("utf-8")
    parts = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    names = run((block for name in SECTIONS for block in blocks(parts[name])), {})
    assert Path("digits.json").is_file()
    assert len(names["two"].intervals) == 40
    assert "did you mean 'l2_norm'?" in capsys.readouterr().out
    assert names["kepler"]["nodes"]


def test_three_lines_of_the_readme_replace_kepler_mapper():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own imports are deprecated
        import kmapper
    vectors = load_digits().data[:800]
    (block,) = [b for b in blocks((CHECKOUT / "README.md").read_text("utf-8")) if "kepler" in b]
    assert len(block.splitlines()) == 3
    found = run([block], {"vectors": vectors, "DBSCAN": DBSCAN})["kepler"]
    mapper = kmapper.KeplerMapper(verbose=0)
    lens = mapper.fit_transform(vectors, projection="l2norm")
    cover = kmapper.Cover(n_cubes=10, perc_overlap=0.5)
    theirs = mapper.map(lens, vectors, cover=cover, clusterer=DBSCAN(eps=24))
    assert found["nodes"] == dict(theirs["nodes"])
    assert found["links"] == dict(theirs["links"])
