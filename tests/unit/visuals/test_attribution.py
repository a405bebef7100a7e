"""Attribution against finite differences of the network behind a layer."""

import numpy as np
import pytest
import torch
from lucent.modelzoo.inceptionv1.helper_layers import RedirectedReluLayer
from torch import nn

from topopress.network.taps import Tap, tap_named
from topopress.visuals.attribution import (
    METHODS,
    NoClasses,
    agreement,
    attribute,
    choose_method,
    double_backward,
    forward_mode,
)
from topopress.visuals.redirected_relu import without_redirected_relu
from unit.visuals.small_network import small_network

POSITIONS = np.array([[1, 2], [3, 0], [0, 3]], np.int32)


class Doubled(torch.autograd.Function):
    """An operation of somebody's own, without forward mode."""

    @staticmethod
    def forward(context, values):
        return values * 2

    @staticmethod
    def backward(context, gradient):
        return gradient * 2


class Own(nn.Module):
    def forward(self, values):
        return Doubled.apply(values)


class Opaque(nn.Module):
    def forward(self, values):
        return torch.from_numpy(values.detach().numpy() * 2)


def network(*behind, smooth=True):
    activation = nn.Tanh() if smooth else nn.ReLU(inplace=True)
    module = nn.Sequential(
        nn.Conv2d(3, 6, 3, stride=2, padding=1), activation, nn.Conv2d(6, 5, 3, padding=1),
        *behind, nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(20, 7),
    )  # fmt: skip
    module.eval().requires_grad_(False).double()
    rng = torch.Generator().manual_seed(3)
    for weight in module.parameters():
        weight.normal_(0, 0.4, generator=rng)
    return module


def inputs():
    return torch.randn(3, 3, 8, 8, generator=torch.Generator().manual_seed(1)).double()


def differences(module, layer, positions, step=1e-6):
    """Return the change of the outputs per relative growth of the activations at positions."""
    results = []
    for sign in (1, -1):

        def grow(_module, _inputs, output, sign=sign):
            grown = output.clone()
            for k, position in enumerate(positions):
                at = (k, slice(None), *position) if len(position) else k
                grown[at] *= 1 + sign * step
            return grown

        handle = module.get_submodule(layer).register_forward_hook(grow)
        results.append(module(inputs()))
        handle.remove()
    return (results[0] - results[1]) / (2 * step)


@pytest.mark.parametrize("way", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize("layer", ["0", "2"])
def test_both_ways_agree_with_finite_differences(way, layer):
    module = network(nn.Tanh())
    found = way(module, Tap(layer), inputs(), POSITIONS)
    torch.testing.assert_close(found, differences(module, layer, POSITIONS), atol=1e-7, rtol=1e-5)


@pytest.mark.parametrize("way", METHODS.values(), ids=METHODS)
def test_operations_in_place_behind_the_layer(way):
    module = network(nn.ReLU(inplace=True), smooth=False)
    for layer in ("0", "2", "3"):
        found = way(module, Tap(layer), inputs(), POSITIONS)
        torch.testing.assert_close(
            found, differences(module, layer, POSITIONS), atol=1e-6, rtol=1e-4
        )


@pytest.mark.parametrize("way", METHODS.values(), ids=METHODS)
def test_the_whole_map_where_rows_are_means(way):
    module = network(nn.Tanh())
    whole = np.empty((3, 0), np.int32)
    found = way(module, Tap("2"), inputs(), whole)
    torch.testing.assert_close(found, differences(module, "2", whole), atol=1e-7, rtol=1e-5)


class InTuple(nn.Module):
    """Puts out its input in a tuple and a mapping."""

    def forward(self, values):
        return values, {"again": values * 1}


class Repeated(nn.Module):
    """Runs one activation twice, with a tuple between."""

    def __init__(self):
        super().__init__()
        self.plain = network(nn.Tanh())
        self.wrap, self.act = InTuple().double(), nn.Tanh()

    def forward(self, pixels):
        _, parts = self.wrap(self.act(self.plain[0](pixels)))
        return self.plain[4:](self.act(self.plain[2](parts["again"])))


@pytest.mark.parametrize("way", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize(
    ("layer", "same_as"), [("act", "1"), ("act#2", "3"), ("wrap[1].again", "1"), ("plain.0", "0")]
)
def test_calls_and_parts_of_outputs(way, layer, same_as):
    module = Repeated()
    found = way(module, tap_named(module, layer), inputs(), POSITIONS)
    expected = way(network(nn.Tanh()), Tap(same_as), inputs(), POSITIONS)
    torch.testing.assert_close(found, expected)


def test_a_linear_rest_is_explained_wholly():
    module = network()
    whole = np.empty((3, 0), np.int32)
    found = forward_mode(module, Tap("2"), inputs(), whole)
    torch.testing.assert_close(found, module(inputs()) - module[-1].bias)


def test_an_operation_without_forward_mode_goes_backwards():
    module = network(Own())
    assert choose_method(module, Tap("2"), inputs(), POSITIONS) == "double backward"
    assert choose_method(network(), Tap("2"), inputs(), POSITIONS) == "forward mode"
    torch.testing.assert_close(
        double_backward(module, Tap("2"), inputs(), POSITIONS),
        differences(module, "2", POSITIONS), atol=1e-7, rtol=1e-5,
    )  # fmt: skip


def test_lucents_relus_are_taken_as_they_are():
    plain = network(nn.ReLU())
    redirected = network(RedirectedReluLayer())
    with without_redirected_relu(redirected):
        found = forward_mode(redirected, Tap("2"), inputs(), POSITIONS)
    torch.testing.assert_close(found, forward_mode(plain, Tap("2"), inputs(), POSITIONS))
    # Outside the block it is lucent's own again.
    gradient = double_backward(redirected, Tap("2"), inputs(), POSITIONS)
    assert not torch.allclose(gradient, found)


def test_probabilities_are_taken_back_to_logits():
    plain, soft = network(nn.Tanh()), network(nn.Tanh())
    soft.append(nn.Softmax(dim=1))
    of_logits = forward_mode(plain, Tap("2"), inputs(), POSITIONS)
    of_soft = forward_mode(soft, Tap("2"), inputs(), POSITIONS)
    torch.testing.assert_close(
        of_soft - of_soft.mean(1, keepdim=True), of_logits - of_logits.mean(1, keepdim=True)
    )


def test_no_head_no_path_no_derivative():
    headless = network()[:3]
    with pytest.raises(NoClasses, match="no classes"):
        choose_method(headless, Tap("0"), inputs(), POSITIONS)
    with pytest.raises(NoClasses):
        choose_method(network(Opaque()), Tap("2"), inputs(), POSITIONS)


def test_hooks_are_removed_and_weights_left_alone():
    module = network(nn.Tanh())
    before = module(inputs())
    for way in METHODS.values():
        way(module, Tap("2"), inputs(), POSITIONS)
    assert not module[2]._forward_hooks
    torch.testing.assert_close(module(inputs()), before)
    assert all(weight.grad is None for weight in module.parameters())


def test_batches_change_nothing_and_classes_are_centred():
    loaded = small_network()
    loaded.module.add_module("pool", nn.AdaptiveAvgPool2d(1))
    loaded.module.add_module("flat", nn.Flatten())
    some = torch.randn(3, 3, 32, 32, generator=torch.Generator().manual_seed(2))
    whole, _ = attribute(loaded, "block", [(some, POSITIONS)])
    single, way = attribute(
        loaded, "block", [(some[k : k + 1], POSITIONS[k : k + 1]) for k in range(3)]
    )
    assert way == "forward mode"
    np.testing.assert_allclose(single, whole, atol=1e-5)
    np.testing.assert_allclose(whole.sum(axis=1), 0, atol=1e-5)


def test_agreement_is_one_where_the_rest_is_linear_and_none_where_nothing_changes():
    loaded = small_network()
    del loaded.module.after
    loaded.module.add_module("pool", nn.AdaptiveAvgPool2d(1))
    loaded.module.add_module("flat", nn.Flatten())
    some = [(torch.randn(3, 3, 32, 32, generator=torch.Generator().manual_seed(2)), POSITIONS)]
    values, _ = attribute(loaded, "block", some)
    np.testing.assert_allclose(agreement(loaded, "block", some, values), 1, atol=1e-4)
    np.testing.assert_allclose(agreement(loaded, "block", some, -values), -1, atol=1e-4)
    loaded.module.never.weight.zero_()
    assert agreement(loaded, "block", some, values).tolist() == [0, 0, 0]
