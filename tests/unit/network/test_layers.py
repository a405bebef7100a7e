"""Layers are found by one forward pass that leaves no hook behind."""

import pytest
import torch
from torch import nn

from topopress.core.errors import NetworkError
from topopress.network.layers import require_layers
from topopress.network.preprocessing import Preprocessing
from topopress.network.probing.layers import find_layers
from topopress.network.probing.pixels import noise_pictures
from topopress.network.types import DescribedNetwork, LayerInfo, VectorShape


def found_in(net, side=16):
    shown = noise_pictures(Preprocessing(side, side), 2)
    return find_layers(net, shown[:1], shown[1:])


class Net(nn.Module):
    """Registers its modules in another order than they run, and runs one of them twice."""

    def __init__(self):
        super().__init__()
        self.last = nn.Conv2d(6, 4, 3, stride=2, padding=1)
        self.first = nn.Conv2d(3, 6, 3, padding=1)
        self.relu = nn.ReLU()
        self.unused = nn.Conv2d(1, 1, 1)
        self.channels_last = nn.Identity()
        self.again = self.first
        self.pair = Pair()
        self.classifier = nn.Linear(4, 10)

    def forward(self, x):
        x = self.relu(self.first(x))
        x = self.relu(self.last(x))
        self.channels_last(x.permute(0, 2, 3, 1))
        x, _ = self.pair(x)
        return self.classifier(x.mean((2, 3)))


class Pair(nn.Module):
    def forward(self, x):
        return x, {"half": x / 2, "count": 3}


def test_layers_in_forward_order():
    net = Net().eval()
    found = found_in(net)
    assert found.layers == (
        LayerInfo.of_map("first", 6, 16, 16),
        LayerInfo.of_map("relu#1", 6, 16, 16),
        LayerInfo.of_map("last", 4, 8, 8),
        LayerInfo.of_map("relu#2", 4, 8, 8),
        LayerInfo.of_map("channels_last", 4, 8, 8),
        LayerInfo.of_map("pair[0]", 4, 8, 8),
        LayerInfo.of_map("pair[1].half", 4, 8, 8),
        LayerInfo("classifier", 10, VectorShape()),
    )
    assert found.outputs == 10
    assert found.others == {
        "relu": "it runs 2 times in a forward pass; name one tensor: relu#1, relu#2",
        "pair": "it outputs a tuple, not a tensor; name one tensor: pair[0], pair[1].half",
        "pair[1].count": "it is a int, not a tensor",
        "again": "it is the module 'first' under another name",
        "unused": "it does not run in a forward pass",
    }
    assert not any(module._forward_hooks for module in net.modules())


def test_hooks_are_removed_when_the_forward_pass_fails():
    net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Linear(7, 7))
    with pytest.raises(RuntimeError):
        found_in(net)
    assert not any(module._forward_hooks for module in net.modules())


INFO = DescribedNetwork(
    name="torchvision:googlenet",
    digest="",
    weights="",
    parameters=0,
    input_size=(224, 224),
    preprocessing="",
    layers=(LayerInfo.of_map("mixed4b", 1, 1, 1), LayerInfo.of_map("mixed4c", 2, 2, 2)),
    classes=(),
    others={"mixed4d": "it outputs a tuple, not a tensor"},
)


def test_required_layers_keep_the_order_asked_for():
    found = require_layers(INFO, ["mixed4c", "mixed4b"])
    assert [layer.name for layer in found] == ["mixed4c", "mixed4b"]


def test_an_unknown_layer_is_explained():
    with pytest.raises(NetworkError) as caught:
        require_layers(INFO, ["mixed4b", "mixed4cc"], "x.toml, network.layers")
    assert str(caught.value) == (
        "x.toml, network.layers[1]: 'torchvision:googlenet' has no layer 'mixed4cc'; "
        "did you mean 'mixed4c'?; `topopress layers torchvision:googlenet` lists them"
    )


def test_a_layer_named_twice_is_refused():
    with pytest.raises(NetworkError, match="listed twice"):
        require_layers(INFO, ["mixed4b", "mixed4b"])


def test_a_layer_that_exists_is_never_said_to_be_missing():
    with pytest.raises(NetworkError, match=r"'mixed4d' .* cannot be published: it outputs a tuple"):
        require_layers(INFO, ["mixed4d"])


@pytest.mark.parametrize(
    ("convert", "reason"),
    [
        (lambda x: x > 0, "torch.bool"),
        (torch.Tensor.int, "torch.int32"),
        (torch.fft.fft2, "torch.complex64"),
        (lambda x: x[:, :0], "is neither a map, nor tokens, nor a vector"),
        (lambda x: x[:, :, 0], "sequences of pictures that are no patches cannot be published"),
    ],
)
def test_outputs_that_are_no_real_numbers(convert, reason):
    class Convert(nn.Module):
        def forward(self, x):
            return convert(x)

    net = nn.Sequential(nn.Conv2d(3, 4, 1), Convert())
    assert reason in found_in(net, 8).others["1"]
