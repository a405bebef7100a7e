"""Hooks read layers, stop the forward pass, and are gone afterwards whatever happens."""

import pytest
import torch
from torch import nn

from topopress.activations.capture import forward_to
from topopress.core.errors import ActivationError
from topopress.network.loaded import LoadedNetwork
from topopress.network.preprocessing import Preprocessing
from topopress.network.types import DescribedNetwork


class Net(nn.Module):
    """conv -> in-place ReLU -> conv2 -> a tail that swallows exceptions and counts its runs."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(4, 2, 3, padding=1)
        self.flat = nn.Flatten()
        self.unused = nn.Conv2d(1, 1, 1)
        self.tail_runs = 0

    def forward(self, x):
        try:
            x = self.conv2(self.relu(self.conv(x)))
        except Exception as error:
            raise ValueError("the network's own handler") from error
        self.tail_runs += 1
        return self.flat(x)


@pytest.fixture
def network():
    with torch.random.fork_rng(devices=[]):
        module = Net().eval().requires_grad_(False)
    info = DescribedNetwork("net", "", "", 0, (8, 8), "", (), ())
    return LoadedNetwork(info, module, Preprocessing(resize=8, crop=8), torch.device("cpu"))


def hooks(network):
    return sum(len(module._forward_hooks) for module in network.module.modules())


def batch(n=2):
    return torch.linspace(-1, 1, n * 3 * 64).reshape(n, 3, 8, 8)


def test_outputs_equal_a_forward_pass_by_hand(network):
    outputs = forward_to(network, ["conv2", "conv", "relu"], batch())
    by_hand = network.module.conv(batch())
    torch.testing.assert_close(outputs["conv"], by_hand)
    assert outputs["conv"].min() < 0  # read before the ReLU that overwrites it
    torch.testing.assert_close(outputs["relu"], by_hand.relu())
    torch.testing.assert_close(outputs["conv2"], network.module.conv2(by_hand.relu()))
    assert hooks(network) == 0


def test_the_forward_pass_ends_with_the_last_wanted_layer(network):
    forward_to(network, ["relu", "conv2"], batch())
    assert network.module.tail_runs == 0


def test_gradients_flow_to_the_batch(network):
    inputs = batch().requires_grad_(True)
    forward_to(network, ["conv", "conv2"], inputs)["conv2"].square().sum().backward()
    expected = batch().requires_grad_(True)
    module = network.module
    module.conv2(module.conv(expected).relu()).square().sum().backward()
    torch.testing.assert_close(inputs.grad, expected.grad)


def test_keep_decides_what_stays(network):
    outputs = forward_to(network, ["conv"], batch(), lambda name, out: out.mean((2, 3)))
    assert outputs["conv"].shape == (2, 4)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        (["conv", "conv3"], "has no layer 'conv3'"),
        (["flat"], "layer 'flat' outputs"),
        (["unused"], "layers unused did not run"),
    ],
)
def test_layers_that_cannot_be_read(network, layers, message):
    with pytest.raises(ActivationError, match=message):
        forward_to(network, layers, batch())
    assert hooks(network) == 0


def test_hooks_are_gone_after_any_exception(network):
    with pytest.raises(ValueError, match="own handler"):
        forward_to(network, ["conv2"], torch.zeros(1, 5, 8, 8))
    assert hooks(network) == 0

    def interrupt(_name, _output):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forward_to(network, ["conv"], batch(), interrupt)
    assert hooks(network) == 0
