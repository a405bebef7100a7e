"""The settings in docs/vectors.md are valid, and its example makes the files that they name."""

import json
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from topopress.config.schema import Exploration
from topopress.kinds.arrays.row_table import RowCount, RowTable
from topopress.kinds.arrays.settings import DescribedRows
from topopress.samples.arrays.reading import ArrayPlace, open_matrix

GUIDE = (Path(__file__).resolve().parents[3] / "docs/vectors.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("written", blocks("toml"))
def test_settings_are_valid(written):
    settings = Exploration.model_validate_json(json.dumps(tomllib.loads(written)))
    assert settings.layers


def test_the_example_makes_the_files_of_its_settings(tmp_path, monkeypatch):
    folder = tmp_path / "content/digits"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    exec(blocks("python")[0], {})
    first = Exploration.model_validate_json(json.dumps(tomllib.loads(blocks("toml")[0])))
    places = {name: ArrayPlace.of(file) for name, file in first.data.layers.items()}
    shapes = {
        name: (matrix.n_rows, matrix.n_channels)
        for name, place in places.items()
        for matrix in [open_matrix(place, folder, f"data.layers.{name}")]
    }
    assert shapes == {"pixels": (1797, 64), "components": (1797, 20)}
    table = RowTable(DescribedRows(kind="rows", metadata=first.data.metadata), folder)
    survey = table.survey(RowCount(1797, "a"))
    assert survey.labels == tuple("0123456789")
    assert np.isfinite([sample.metadata["ink"] for sample in survey.samples]).all()
