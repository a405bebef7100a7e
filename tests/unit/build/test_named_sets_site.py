"""Sites of a data set of Hugging Face: its pictures, and its texts."""

import datasets
import pytest
from click.testing import CliRunner

from named_sets import squares
from tiny_language_models import write_model
from tiny_project import NETWORK
from topopress.cli import main

COUNT = 48
SETTINGS = """
title = "Named"
[data]
kind = "huggingface"
name = "set"
columns = ["year"]
{column}
[network]
name = "{network}"
layers = ["{layer}"]
[mapper.cover]
n_intervals = 4
[mapper.clusterer]
min_samples = 2
[mapper.stability]
resamples = 0
[visuals]
exemplars = 2
[visuals.feature_visualisation]
enabled = false
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("named")
    words = [f"{'the cat sat' if k % 2 else 'a small house'} number {k}" for k in range(COUNT)]
    columns = {
        "picture": squares(COUNT),
        "sentence": words,
        "label": ["cat" if k % 2 else "house" for k in range(COUNT)],
        "year": list(range(COUNT)),
    }
    features = datasets.Features(
        {
            "picture": datasets.Image(),
            "sentence": datasets.Value("string"),
            "label": datasets.Value("string"),
            "year": datasets.Value("int64"),
        }
    )
    datasets.disable_progress_bars()
    found = datasets.Dataset.from_dict(columns, features=features)
    kinds = {
        "pictures": ('image = "picture"', "file:net.py:load", "3"),
        "texts": ('text = "sentence"', "transformers:model", "hidden.1"),
    }
    for name, (column, network, layer) in kinds.items():
        folder = root / "content" / name
        folder.mkdir(parents=True)
        found.save_to_disk(folder / "set")
        settings = SETTINGS.format(column=column, network=network, layer=layer)
        (folder / "exploration.toml").write_text(settings)
        (folder / "index.md").write_text("::: explorer\n")
    datasets.enable_progress_bars()
    (root / "content/pictures/net.py").write_text(NETWORK)
    write_model(root / "content/texts/model")
    (root / "content/site.toml").write_text('title = "Site"\n')
    return root


def test_pictures_and_texts_become_sites(root):
    done = CliRunner().invoke(main, ["build", "--root", str(root)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    for name in ("pictures", "texts"):
        method = (root / f"public/{name}/method.html").read_text()
        assert "a data set of Hugging Face" in method
        assert "metadata" in method or "year" in method
    again = CliRunner().invoke(main, ["build", "--root", str(root)], catch_exceptions=False)
    assert " 0 stages ran" in again.output
