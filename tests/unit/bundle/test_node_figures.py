"""A node figure is one entry of a table: chunk, page, essay, address and viewer follow."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from topopress.bundle.node_figures import NODE_FIGURES, figure_arrays
from unit.pages.synthetic import figures_of

TESTS = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def seen():
    """Return what a Python sees whose table has one more entry."""
    paths = [str(TESTS), *sys.path]
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("one_more_figure.py"))],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_one_entry_adds_an_array_to_the_chunk(seen):
    assert seen["dtype"] == "float32"
    assert seen["array"] == [2, 2]


def test_one_entry_adds_a_column_to_the_pages(seen):
    assert seen["heads"][-1] == "Twice one"
    assert seen["cells"][-1] == "2.00"


def test_one_entry_adds_a_fact_and_a_word_of_addresses(seen):
    assert seen["fact"] == "2.00"
    assert seen["fragment"] == "#layer=block10&colour=two"


def test_one_entry_is_in_the_viewers_types_and_table(seen):
    assert '"two": "float32"' in seen["typescript"]
    assert '"array": "two"' in seen["typescript"]
    assert '"two"' in seen["typescript"].partition('"colour": ["lens"')[2].partition("\n")[0]


def test_an_array_is_empty_where_no_node_has_the_figure():
    arrays = figure_arrays(figures_of(2, lens=[1, 2], majority=[1, np.nan]))
    assert not len(arrays["purity"])
    assert arrays["lens"].tolist() == [1, 2]
    assert arrays["majority"].tolist() == [1, -1]


@pytest.mark.parametrize("figure", NODE_FIGURES, ids=lambda figure: figure.array)
def test_every_figure_is_named_and_defined(figure):
    assert figure.label is None or figure.label[0].isupper()
    assert figure.description.endswith(".")
    assert (figure.format == "label") == (figure.scale is None)
