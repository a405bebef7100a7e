from dataclasses import replace

import torch
from torch import nn

from topopress.network.types import LayerInfo
from topopress.visuals.truncated_network import TruncatedNetwork, fold_batch_norms
from unit.visuals.small_network import LAYER, small_network


def test_it_computes_what_the_network_computes():
    network = small_network()
    pixels = torch.rand(3, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    expected = network.module.block(network.preprocessing.normalise(pixels))
    torch.testing.assert_close(
        TruncatedNetwork(network, LAYER)(pixels), expected, atol=1e-4, rtol=1e-4
    )


def test_later_calls_and_parts_of_outputs():
    class Twice(nn.Module):
        def __init__(self, block):
            super().__init__()
            self.block, self.relu, self.pair = block, nn.ReLU(inplace=True), Pair()

        def forward(self, pixels):
            return self.pair(self.relu(self.block(self.relu(pixels)))[:, :3])

    class Pair(nn.Module):
        def forward(self, maps):
            return {"half": (maps / 2,)}

    small = small_network()
    network = replace(small, module=Twice(small.module.block).eval())
    pixels = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    maps = small.module.block(small.preprocessing.normalise(pixels).relu()).relu()
    for name, expected in {"relu#2": maps, "pair.half[0]": maps[:, :3] / 2}.items():
        part = TruncatedNetwork(network, LayerInfo.of_map(name, expected.shape[1], 8, 8))
        torch.testing.assert_close(part(pixels), expected, atol=1e-4, rtol=1e-4)


def test_the_network_is_left_alone():
    network = small_network()
    before = {name: value.clone() for name, value in network.module.state_dict().items()}
    TruncatedNetwork(network, LAYER)(torch.rand(1, 3, 32, 32))
    after = network.module.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_only_the_pixels_get_a_gradient():
    part = TruncatedNetwork(small_network(), LAYER)
    pixels = torch.rand(1, 3, 32, 32, requires_grad=True)
    part(pixels).sum().backward()
    assert pixels.grad is not None


def test_batch_norms_are_folded():
    module = small_network().module
    pixels = torch.rand(1, 3, 32, 32)
    assert fold_batch_norms(module, lambda: module.block(pixels)) == 2


def test_a_convolution_that_is_used_twice_is_not_folded():
    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv, self.norm = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4)

        def forward(self, pixels):
            raw = self.conv(pixels)
            return self.norm(raw) + raw

    module = Twice().eval().requires_grad_(False)
    module.norm.running_mean += 3
    pixels = torch.rand(1, 3, 8, 8)
    expected = module(pixels)
    assert fold_batch_norms(module, lambda: module(pixels)) == 0
    torch.testing.assert_close(module(pixels), expected)


def test_an_own_network_may_rely_on_the_usual_order_of_its_inputs():
    class Flat(nn.Module):
        def __init__(self, module):
            super().__init__()
            self.block = module.block

        def forward(self, pixels):
            flat = pixels.view(pixels.shape[0], -1)
            return self.block(flat.view(pixels.shape))

    network = small_network()
    flat = replace(network, module=Flat(network.module).eval())
    pixels = torch.rand(2, 3, 32, 32)
    torch.testing.assert_close(
        TruncatedNetwork(flat, LAYER)(pixels), TruncatedNetwork(network, LAYER)(pixels)
    )
