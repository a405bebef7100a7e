"""Sites of samples of an author's own: the example of the docs, a table, and graphs."""

import json
import re

import pytest
from click.testing import CliRunner

from own_projects import (
    DOCUMENT,
    GRAPH_NETWORK,
    GRAPHS,
    TABLE,
    TABLE_NETWORK,
    documented_files,
    write_own,
)
from topopress.cli import main


def run(root, *arguments) -> str:
    done = CliRunner().invoke(main, [*arguments, "--root", str(root)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def build(root, *arguments) -> str:
    return run(root, "build", *arguments)


def refused(root) -> str:
    done = CliRunner().invoke(main, ["build", "--root", str(root)])
    assert done.exit_code == 1
    return done.output.splitlines()[-1]


def manifest(root, name="own"):
    page = (root / f"public/{name}/index.html").read_text()
    return json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)[1])


@pytest.fixture(scope="module")
def documented(tmp_path_factory):
    """The example of the docs with fewer resamples, built."""
    root = tmp_path_factory.mktemp("documented")
    files = documented_files()
    assert len(files) == 4
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    settings = root / "content/sounds/exploration.toml"
    settings.write_text(settings.read_text() + "\n[mapper.stability]\nresamples = 0\n")
    (root / "content/sounds/index.md").write_text("::: explorer\n")
    (root / "content/site.toml").write_text('title = "Site"\n')
    build(root)
    return root


def test_the_documented_example_becomes_a_site(documented):
    found = manifest(documented, "sounds")
    assert (found["n_samples"], found["labels"]) == (210, ["chirp", "clicks", "tone"])
    assert (found["kind"], found["noun"]) == ("images", ["sound", "sounds"])
    assert list((documented / "public/sounds").rglob("*.webp"))
    assert [layer["channels"] for layer in found["layers"]] == [24, 3]
    assert all(layer["n_nodes"] > 3 for layer in found["layers"])
    site = documented / "public/sounds"
    for page in ("index.html", "method.html", "layers/head.html"):
        text = re.sub(r"<script.*?</script>|<[^>]+>", " ", (site / page).read_text(), flags=re.S)
        body = text.partition("Skip")[2] or text
        assert re.findall(r"(?i)\bcrop\b|pixel|feature visuali|receptive", body) == []
    method = (site / "method.html").read_text()
    assert "random, 1 per" not in method
    assert "210" in method
    assert "Number of sounds" not in method  # a sample has no origin but itself


def test_a_second_build_runs_nothing_and_says_so(documented):
    said = build(documented)
    assert " 0 stages ran" in said
    assert "sounds: the code of its samples was not run again" in said
    assert "sounds: the code of its network was not run again" in said


def test_a_change_of_the_code_is_noticed(documented):
    code = documented / "content/sounds/sounds.py"
    before = code.read_text()
    code.write_text(before.replace("# numbers a second", "# a second"))
    ran = re.findall(r"runs +([\w-]+) sounds[^:]*: ", build(documented, "--explain"))
    assert {"own-samples", "own-network"} <= {*ran}
    assert "python-samples" not in ran
    code.write_text(before)
    assert " 1 stages ran" in build(documented)  # the network, to see what it reads now


def test_layers_are_listed_with_samples(documented, monkeypatch):
    monkeypatch.chdir(documented / "content/sounds")
    arguments = ["layers", "file:sounds_network.py:load", "--samples", "file:sounds.py:samples"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert "float32 (1, 1000)" in done.output
    assert re.search(r"features\.3 +map +24 channels, 1 x 59", done.output)
    assert re.search(r"head +vector +3 channels", done.output)
    wrong = CliRunner().invoke(main, [*arguments[:3], "sounds.py"])
    assert "must be of the form file:PATH.py:NAME" in wrong.output


def test_a_table_with_confidence_as_lens(tmp_path):
    write_own(
        tmp_path, TABLE, TABLE_NETWORK, layers='["1", "2"]',
        more='[visuals]\nexemplars = 2\n',
    )  # fmt: skip
    settings = tmp_path / "content/own/exploration.toml"
    settings.write_text(
        settings.read_text().replace(
            "[mapper.cover]", '[mapper]\nlens = "confidence"\n[mapper.cover]'
        )
    )
    build(tmp_path)
    found = manifest(tmp_path)
    assert (found["lens"], found["n_samples"]) == ("confidence", 178)
    assert found["labels"] == ["0", "1", "2"]


def test_graphs_of_different_sizes(tmp_path):
    folder = write_own(tmp_path, GRAPHS, GRAPH_NETWORK, layers='["first", "second", "head"]')
    build(tmp_path)
    assert [layer["channels"] for layer in manifest(tmp_path)["layers"]] == [24, 25, 3]
    settings = folder / "exploration.toml"
    text = settings.read_text()
    settings.write_text(text + '\n[activations]\npositions = "random"\n')
    said = refused(tmp_path)
    assert "activations.positions: 'random' needs samples of one form" in said
    settings.write_text(text.replace('"first"', '"third"'))
    said = refused(tmp_path)
    assert "no layer 'third'" in said
    assert "`topopress layers file:my_network.py:load --samples file:PATH.py:NAME` lists" in said


def test_positions_of_samples_of_one_form(tmp_path):
    samples = "import torch\nsamples = [(torch.randn(2, 30) + k % 3, k % 3) for k in range(60)]\n"
    network = (
        "from torch import nn\ndef load():\n"
        "    return nn.Sequential(nn.Conv1d(2, 8, 5), nn.ReLU(), nn.Conv1d(8, 6, 5))\n"
    )
    more = '[activations]\npositions = "random"\nper_sample = 2\n'
    write_own(tmp_path, samples, network, layers='["1", "2"]', more=more)
    build(tmp_path)
    found = manifest(tmp_path)
    first, second = found["layers"]
    assert (first["n_rows"], second["map_size"]) == (120, [1, 22])
    assert found["kind"] == "vectors"
    assert found["noun"] == ["position of a sample", "positions of samples"]


TEXTS = """
import torch
samples = [
    {"input": torch.randn(5) + k % 2, "text": f"the {'ab'[k % 2]} number {k}",
     "picture": torch.rand(9, 9) if k else None,
     "link": f"https://example.org/{k}", "metadata": {"k": k}}
    for k in range(50)
]
"""


def test_how_samples_look(tmp_path):
    network = "from torch import nn\ndef load(): return nn.Sequential(nn.Linear(5, 8), nn.ReLU())"
    folder = write_own(tmp_path, TEXTS, network, layers='["1"]', data='look = "text"')
    build(tmp_path)
    assert manifest(tmp_path)["kind"] == "texts"
    settings = folder / "exploration.toml"
    text = settings.read_text()
    settings.write_text(text.replace('"text"', '"card"'))
    assert "samples have pictures, which data.look = 'picture' shows" in build(tmp_path)
    assert [*(tmp_path / "public/own").rglob("*details*")]
    settings.write_text(text.replace('"text"', '"picture"'))
    build(tmp_path)
    assert manifest(tmp_path)["kind"] == "images"
    code = folder / "my_data.py"
    code.write_text(code.read_text().replace("torch.rand(9, 9) if k else None", "None"))
    assert "data.look: 'picture' needs samples with the key 'picture'" in refused(tmp_path)


def test_mistakes_name_the_file_of_the_settings(tmp_path):
    folder = write_own(tmp_path, "samples = 3", TABLE_NETWORK, layers='["1"]')
    said = refused(tmp_path)
    assert "content/own/exploration.toml, data.samples: file:my_data.py:samples gives" in said
    (folder / "my_data.py").unlink()
    assert "data.samples: there is no file 'my_data.py'" in refused(tmp_path)


def test_a_network_for_other_inputs_says_so(tmp_path):
    write_own(tmp_path, TABLE, GRAPH_NETWORK, layers='["first"]')
    said = refused(tmp_path)
    assert "fails on samples: float64 (13,)" in said


def test_the_document_is_linked():
    assert DOCUMENT.name in (DOCUMENT.parents[1] / "README.md").read_text("utf-8")
