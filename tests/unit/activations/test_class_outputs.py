"""The outputs of a network's head, sample by sample."""

import numpy as np
import pytest
import torch

from tiny_project import NETWORK, write_project
from topopress.activations.class_outputs import class_outputs
from topopress.config.schema import Network
from topopress.core.errors import ActivationError, NetworkError
from topopress.kinds.images.reading import open_pictures
from topopress.kinds.images.settings import ImageArray
from topopress.network.loading import load_network

HEAD = NETWORK.replace("nn.ReLU()]\n", "nn.ReLU(),\n    nn.Flatten(), nn.Linear(24 * 64, 4)]\n", 1)


def opened(folder, code):
    base = write_project(folder) / "content/tiny"
    (base / "my_model.py").write_text(code)
    data = ImageArray(kind="npz", file="pictures.npz")
    settings = Network(name="file:my_model.py:load", layers=("1",))
    network = load_network(settings, base=base, seed=0)
    return (
        network,
        open_pictures(data, base=base),
        open_pictures(data, base=base).survey(seed=0).samples,
    )


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("tiny"), HEAD)


@pytest.mark.parametrize("batch_size", [1, 7, 64])
def test_outputs_equal_a_forward_pass_by_hand(tiny, batch_size):
    network, source, samples = tiny
    found = class_outputs(network, source, samples[:9], batch_size=batch_size)
    with torch.no_grad():
        each = [
            network.module(network.preprocessing.prepare(source.read(s))[None])[0]
            for s in samples[:9]
        ]
    assert (found.shape, found.dtype) == ((9, 4), np.float32)
    np.testing.assert_allclose(found, torch.stack(each).numpy(), rtol=1e-4, atol=1e-6)


def test_a_network_without_a_head_is_an_error(tmp_path):
    network, source, samples = opened(tmp_path, NETWORK)
    with pytest.raises(NetworkError, match=r"no class head: it outputs \(2, 24, 8, 8\)"):
        class_outputs(network, source, samples[:2], batch_size=8)


def test_an_output_that_is_not_finite_is_named(tiny):
    network, source, samples = tiny
    with torch.no_grad():
        kept = network.module[-1].bias.clone()
        network.module[-1].bias[1] = torch.nan
    try:
        with pytest.raises(ActivationError, match="NaN or infinite, first for"):
            class_outputs(network, source, samples[:3], batch_size=2)
    finally:
        with torch.no_grad():
            network.module[-1].bias.copy_(kept)
