"""A hostile file of vectors is one error that names it, and takes little memory; nothing else.

A file of which bytes were changed may still hold floating-point numbers: these are read, all of
them finite. `python tests/reliability/run.py arrays` reads 500 such files.
"""

import tracemalloc
import warnings
from pathlib import Path

import numpy as np
import pytest

from reliability.hostile_arrays import (
    GIVEN,
    GOOD,
    HostileArray,
    mutated_arrays,
    named_arrays,
    truncated_arrays,
)
from topopress.core.errors import DataError
from topopress.samples.arrays.reading import ArrayPlace, open_matrix

MOST_BYTES = 64 << 20
NAMED = {each.name: each for each in [*named_arrays(), *truncated_arrays()]}
MUTATED = mutated_arrays(60)


def outcome(folder: Path, hostile: HostileArray) -> str | np.ndarray:
    """Return the message of the error, or the matrix."""
    file = folder / f"vectors.{hostile.suffix}"
    file.write_bytes(hostile.content)
    try:
        matrix = open_matrix(ArrayPlace(file.name, None), folder, "data.layers.a")
        assert matrix.n_rows * matrix.n_channels < 10**6
        target = np.empty((matrix.n_rows, matrix.n_channels), np.float32)
        matrix.copy_to(target)
    except DataError as error:
        return str(error)
    return target


def check(folder: Path, hostile: HostileArray) -> None:
    tracemalloc.start()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = outcome(folder, hostile)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_BYTES, hostile.name
    if isinstance(found, str):
        assert found.startswith(f"data.layers.a: 'vectors.{hostile.suffix}'"), hostile.name
        assert found.isprintable(), hostile.name
        assert len(found) < 700, hostile.name
    else:
        assert hostile.may_be_read, hostile.name
        assert np.isfinite(found).all(), hostile.name


@pytest.mark.parametrize("name", GOOD)
def test_the_good_files_are_read(tmp_path, name):
    good = HostileArray(name, name.rpartition(".")[2], GOOD[name])
    np.testing.assert_array_equal(outcome(tmp_path, good), GIVEN)


@pytest.mark.parametrize("name", NAMED)
def test_one_error_names_the_file(tmp_path, name):
    check(tmp_path, NAMED[name])


@pytest.mark.parametrize("hostile", MUTATED, ids=lambda hostile: hostile.name)
def test_changed_bytes_are_one_error_or_finite_numbers(tmp_path, hostile):
    check(tmp_path, hostile)
