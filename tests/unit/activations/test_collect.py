"""Rows equal those of a forward pass by hand, whatever the batch size and the company."""

import numpy as np
import pytest
import torch

from tiny_project import pictures, write_project
from topopress.activations.collect import collect_chunk
from topopress.activations.sampling import positions
from topopress.config.schema import Activations, Network
from topopress.core.errors import ActivationError
from topopress.kinds.images.reading import open_pictures
from topopress.kinds.images.settings import ImageArray
from topopress.network.layers import require_layers
from topopress.network.loading import load_network

NAMES = ("1", "3")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    base = write_project(tmp_path_factory.mktemp("tiny")) / "content/tiny"
    data = ImageArray(kind="npz", file="pictures.npz")
    network = load_network(Network(name="file:my_model.py:load", layers=NAMES), base=base, seed=0)
    return (
        network,
        open_pictures(data, base=base),
        open_pictures(data, base=base).survey(seed=0).samples,
    )


def collect(tiny, samples=None, seed=0, layers=NAMES, **settings):
    network, source, all_samples = tiny
    found = collect_chunk(
        network,
        source,
        all_samples if samples is None else samples,
        layers=require_layers(network.info, layers),
        settings=Activations(**settings),
        seed=seed,
    )
    return {rows.layer.name: rows for rows in found}


@pytest.mark.parametrize("kind", ["random", "centre", "all", "mean"])
def test_rows_equal_a_forward_pass_by_hand(tiny, kind):
    network, source, samples = tiny
    settings = {"positions": kind, "per_sample": 2, "batch_size": 7}
    matrices = collect(tiny, samples[:9], **settings)
    for index, name in enumerate(NAMES):
        matrix, rows = matrices[name], []
        for sample in samples[:9]:
            inputs = network.preprocessing.prepare(source.read(sample))[None]
            output = network.module[: 2 * index + 2](inputs)[0].numpy()
            cells = positions(Activations(**settings), matrix.layer, sample_id=sample.id, seed=0)
            rows += [output[:, *cell] if len(cell) else output.mean((1, 2)) for cell in cells]
        np.testing.assert_allclose(matrix.vectors, np.stack(rows), rtol=1e-5, atol=1e-6)
        assert np.array_equal(matrix.sample, np.repeat(np.arange(9), len(rows) // 9))
        assert matrix.vectors.dtype == np.float32


@pytest.mark.parametrize("batch_size", [1, 8, 64])
def test_batch_size_changes_nothing_but_rounding(tiny, batch_size):
    expected = collect(tiny, batch_size=32, per_sample=3)
    found = collect(tiny, batch_size=batch_size, per_sample=3)
    for name in NAMES:
        np.testing.assert_allclose(found[name].vectors, expected[name].vectors, atol=1e-5)
        assert np.array_equal(found[name].position, expected[name].position)
        assert np.array_equal(found[name].sample, expected[name].sample)


def test_a_row_does_not_depend_on_company(tiny):
    whole = collect(tiny)["3"]
    part = collect(tiny, tiny[2][20:31])["3"]
    np.testing.assert_allclose(part.vectors, whole.vectors[20:31], atol=1e-5)
    assert np.array_equal(part.position, whole.position[20:31])
    assert part.sample.tolist() == list(range(11))


def test_layers_keep_the_order_asked_for(tiny):
    assert list(collect(tiny, layers=("3", "1"))) == ["3", "1"]


def test_values_that_are_not_finite_are_named(tiny):
    network = tiny[0]
    bias = network.module[2].bias
    kept = bias.clone()
    try:
        bias[0] = float("nan")
        with pytest.raises(ActivationError, match=r"layer '3': 60 of 1,440 .*NaN .*'images\["):
            collect(tiny, batch_size=64)
        assert np.isfinite(collect(tiny, layers=("1",))["1"].vectors).all()
    finally:
        bias.copy_(kept)
    assert not any(module._forward_hooks for module in network.module.modules())


def test_nothing_is_left_of_torchs_gradients_or_global_seed(tiny):
    before = torch.random.get_rng_state()
    collect(tiny)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert torch.is_grad_enabled()


def test_each_class_is_nearest_to_its_own_mean(tiny):
    images, labels = pictures()
    assert len(images) == len(labels) == 60
    matrix, samples = collect(tiny, positions="mean")["3"], tiny[2]
    names = np.array([sample.label for sample in samples])
    means = {name: matrix.vectors[names == name].mean(0) for name in set(names)}
    nearest = [min(means, key=lambda m: np.linalg.norm(v - means[m])) for v in matrix.vectors]
    assert (np.array(nearest) == names).mean() > 0.95
