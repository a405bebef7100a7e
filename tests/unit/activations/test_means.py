"""The mean of each sample stands beside its rows, and changes nothing of them."""

import numpy as np
import pytest

from tiny_project import change, write_project
from topopress.activations.means import with_means
from topopress.activations.row_means import means_of_rows
from topopress.activations.types import Rows
from topopress.build.plan import plan_exploration
from topopress.config.load import load_project
from topopress.core.errors import ActivationError
from topopress.network.types import LayerInfo
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.store.store import Store

ROWS = Rows(
    LayerInfo.of_map("a", 2, 3, 3),
    np.array([[1, 2], [3, 4], [5, 6]], np.float32),
    np.array([3, 0, 3], np.int32),
    "cell",
    np.zeros((3, 2), np.int32),
)


def test_the_mean_of_rows_leaves_out_samples_without_rows():
    mean_of, means = means_of_rows(ROWS)
    assert mean_of.tolist() == [0, 3]
    assert means.tolist() == [[3, 4], [3, 4]]


def test_one_row_each_is_its_own_mean():
    rows = Rows(ROWS.layer, ROWS.vectors[:2], np.array([3, 0], np.int32), "span", ROWS.position)
    assert means_of_rows(rows)[1].tolist() == [[3, 4], [1, 2]]


def test_a_mean_that_is_not_finite_is_an_error():
    with pytest.raises(ActivationError, match="'a': the mean over the map"):
        with_means(ROWS, 1, [np.array([[np.nan, 0]], np.float32)])


def test_means_that_do_not_fit_the_samples_are_refused():
    with pytest.raises(ValueError, match="1 means of 4 samples"):
        with_means(ROWS, 4, [np.zeros((1, 2), np.float32)])


@pytest.mark.parametrize("positions", ["random", "mean"])
def test_means_are_those_of_the_whole_map_and_rows_stay_the_same(tmp_path, positions):
    root = write_project(tmp_path)
    change(root, "[mapper.cover]", f'[activations]\npositions = "{positions}"\n[mapper.cover]')
    with Store(root / ".topopress") as store:
        plain = _records(root, store)
        change(root, 'title = "Tiny"', 'title = "Tiny"\nanomalies = true')
        beside = _records(root, store)
        change(root, f'positions = "{positions}"', 'positions = "mean"')
        change(root, "anomalies = true", "")
        averaged = _records(root, store)
    for layer in ("1", "3"):
        for field in ("vectors", "sample", "position"):
            assert np.array_equal(getattr(plain[layer], field), getattr(beside[layer], field))
        assert beside[layer].mean_of.tolist() == list(range(60))
        assert np.array_equal(beside[layer].means, averaged[layer].vectors)
        assert not hasattr(plain[layer], "means")


def _records(root, store):
    (source,) = load_project(root).explorations
    with Executor(store, Recorder()) as executor:
        plan = plan_exploration(source, store.hash_file)
        executor.run([layer.rows for layer in plan.layers.values()])
        found = {name: executor.record(layer.rows) for name, layer in plan.layers.items()}
        executor.run(list(plan.means.values()))
        for name, means in plan.means.items():
            assert np.array_equal(executor.record(means).means, found[name].means)
    return found
