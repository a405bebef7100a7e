"""EfficientNet-Lite0 computes what its package computes, under names that say something."""

from pathlib import Path

import numpy as np
import pytest
import torch

from topopress.config.schema import Network
from topopress.kinds.images.decoding import decode
from topopress.kinds.images.photographs import PHOTOGRAPHS, photograph_file
from topopress.network.efficientnet_lite import as_sequence
from topopress.network.loading import load_network


def load(weights="default", seed=0):
    settings = Network(name="efficientnet-lite0", weights=weights, layers=("head",))
    return load_network(settings, base=Path(), seed=seed)


@pytest.fixture(scope="module")
def network():
    return load()


def photograph(name):
    path = next(photograph_file(p) for p in PHOTOGRAPHS if p.name == name)
    return decode(path.read_bytes())


def test_sequence_equals_the_package_own_forward_pass():
    from efficientnet_lite_pytorch import EfficientNet

    original = EfficientNet.from_name("efficientnet-lite0").eval()
    inputs = torch.from_numpy(np.random.default_rng(0).normal(size=(2, 3, 224, 224))).float()
    with torch.no_grad():
        torch.testing.assert_close(as_sequence(original)(inputs), original(inputs))


def test_photographs_are_recognised(network):
    names = {}
    for name in ("chelsea", "coffee"):
        with torch.no_grad():
            outputs = network.module(network.preprocessing.prepare(photograph(name))[None])[0]
        names[name] = network.info.classes[int(outputs.argmax())]
    assert names == {"chelsea": "tiger cat", "coffee": "espresso"}


def test_layers_have_plain_names_in_forward_order(network):
    names = [layer.name for layer in network.info.layers]
    wanted = ["stem", *(f"block{i}" for i in range(16)), "head"]
    assert [name for name in names if name in wanted] == wanted
    shapes = {layer.name: (layer.channels, layer.map_size) for layer in network.info.layers}
    assert shapes["stem"] == (32, (112, 112))
    assert shapes["block10"] == (112, (14, 14))
    assert shapes["head"] == (1280, (7, 7))
    assert network.info.layers[-1].output.kind == "vector"


def test_it_is_frozen_and_described(network):
    assert not network.module.training
    assert not any(p.requires_grad for p in network.module.parameters())
    assert network.info.input_size == (224, 224)
    assert len(network.info.classes) == 1000
    assert "(255 x - 127) / 128" in network.info.preprocessing
    assert network.info.parameters == 4_652_008


def test_loading_is_silent_and_leaves_the_global_generator_alone(capsys):
    before = torch.random.get_rng_state()
    load("random")
    load()
    assert torch.equal(torch.random.get_rng_state(), before)
    assert capsys.readouterr().out == ""


def test_random_weights_follow_the_seed():
    one, again, other = load("random", 1), load("random", 1), load("random", 2)
    weights = [n.module.get_parameter("head.0.weight") for n in (one, again, other)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])
    assert one.info.digest == again.info.digest != other.info.digest
