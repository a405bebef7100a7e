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
        self.pair = Pair()
        self.unused = nn.Conv2d(1, 1, 1)
        self.tail_runs = 0

    def forward(self, x):
        try:
            x = self.conv2(self.relu(self.conv(x)))
        except Exception as error:
            raise ValueError("the network's own handler") from error
        self.tail_runs += 1
        self.pair(self.relu(x))
        return self.flat(x)


class Pair(nn.Module):
    def forward(self, x):
        return x, {"sum": x.sum((2, 3)), "none": None}


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
        (["pair"], "layer 'pair' outputs tuple, not a tensor"),
        (["pair[1].none"], "outputs NoneType, not a tensor"),
        (["pair[7]"], "outputs NoneType, not a tensor"),
        (["conv#2"], "layers conv#2 did not run"),
        (["unused"], "layers unused did not run"),
    ],
)
def test_layers_that_cannot_be_read(network, layers, message):
    with pytest.raises(ActivationError, match=message):
        forward_to(network, layers, batch())
    assert hooks(network) == 0


def test_parts_of_outputs_and_later_calls(network):
    outputs = forward_to(network, ["pair[1].sum", "relu#2", "relu", "pair[0]"], batch())
    by_hand = network.module.conv(batch()).relu()
    last = network.module.conv2(by_hand).relu()
    torch.testing.assert_close(outputs["relu"], by_hand)
    torch.testing.assert_close(outputs["relu#2"], last)
    torch.testing.assert_close(outputs["pair[0]"], last)
    torch.testing.assert_close(outputs["pair[1].sum"], last.sum((2, 3)))


def test_calls_count_anew_in_each_forward_pass(network):
    first, second = (forward_to(network, ["relu#2"], batch())["relu#2"] for _ in range(2))
    torch.testing.assert_close(first, second)


def test_hooks_are_gone_after_any_exception(network):
    with pytest.raises(ValueError, match="own handler"):
        forward_to(network, ["conv2"], torch.zeros(1, 5, 8, 8))
    assert hooks(network) == 0

    def interrupt(_name, _output):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forward_to(network, ["conv"], batch(), interrupt)
    assert hooks(network) == 0
