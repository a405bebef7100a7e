import pytest
import torch
from torch import nn
from torch.hub import tqdm
from torch.nn import functional

from topopress.visuals.compiled_subnet import compile_subnet
from topopress.visuals.fused_convolution import Clamp, FusedConvolution, available
from topopress.visuals.truncated_network import TruncatedNetwork
from unit.visuals.small_network import LAYER, small_network

pytestmark = pytest.mark.skipif(not available(), reason="torch without oneDNN")
SHAPE = (3, 3, 32, 32)


def respond(features, pixels):
    pixels = pixels.clone().requires_grad_(True)
    activations = features(pixels)
    (slope,) = torch.autograd.grad(
        (activations * torch.arange(activations.shape[1])[:, None, None]).sum(), pixels
    )
    return activations.detach(), slope


def noise(*shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


def test_it_computes_what_the_part_computes():
    part, pixels = TruncatedNetwork(small_network(), LAYER), noise(*SHAPE).sigmoid()
    compiled = compile_subnet(part, SHAPE)
    assert compiled is not part
    for theirs, ours in zip(respond(part, pixels), respond(compiled, pixels), strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-3)


def test_tracing_takes_no_semaphore_of_the_system():
    compile_subnet(TruncatedNetwork(small_network(), LAYER), SHAPE)
    assert not hasattr(tqdm.get_lock(), "mp_lock")


class Odd(nn.Module):
    """Everything that published networks do around a convolution."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, stride=2)
        self.deep = nn.Conv2d(8, 8, 5, stride=2, groups=8)
        self.wide = nn.Conv2d(8, 6, 3, padding=2, dilation=2, bias=False)

    def forward(self, pixels):
        values = functional.relu6(self.first(functional.pad(pixels, (0, 1, 0, 1))))
        values = functional.local_response_norm(values, 4, alpha=0.5)
        values = functional.relu(self.deep(functional.pad(values, (1, 2, 1, 2))))
        pooled = functional.max_pool2d(values, 3, 1, 1)
        return torch.cat([self.wide(pooled), torch.tanh(values)], 1)


def test_paddings_clamps_and_normalisations_are_kept():
    module = Odd().requires_grad_(False)
    pixels = noise(2, 3, 32, 32)
    compiled = compile_subnet(module, pixels.shape)
    names = [type(child).__name__ for child in compiled.modules()]
    assert names.count("FusedConvolution") == 4
    for theirs, ours in zip(respond(module, pixels), respond(compiled, pixels), strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-3)


def test_a_network_that_looks_at_its_values_is_used_as_it_is():
    def looking(pixels):
        return pixels if float(pixels.detach().mean()) > 2 else pixels * 2

    assert compile_subnet(looking, SHAPE) is looking


def test_a_network_that_cannot_be_fused_is_used_as_it_is():
    class Attention(nn.Module):
        """Channel attention by a convolution of one dimension, as ECA-Net has it."""

        def __init__(self):
            super().__init__()
            self.line = nn.Conv1d(1, 1, 3, padding=1)

        def forward(self, pixels):
            pooled = pixels.mean((2, 3))[:, None]
            return pixels * self.line(pooled).sigmoid()[:, 0, :, None, None]

    module, pixels = Attention().requires_grad_(False), noise(2, 3, 16, 16)
    compiled = compile_subnet(module, pixels.shape)
    for theirs, ours in zip(respond(module, pixels), respond(compiled, pixels), strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-3)


def test_a_gradient_of_another_kind_is_kept():
    class Through(torch.autograd.Function):
        @staticmethod
        def forward(ctx, values):
            return values.round()

        @staticmethod
        def backward(ctx, slope):
            return slope

    def rounding(pixels):
        return Through.apply(pixels * 9)

    assert compile_subnet(rounding, SHAPE) is rounding


@pytest.mark.parametrize("clamp", list(Clamp))
@pytest.mark.parametrize(
    ("shape", "weight", "geometry"),
    [
        ((2, 4, 9, 9), (6, 4, 3, 3), ((1, 1), (1, 1), (1, 1), 1)),
        ((2, 4, 9, 7), (6, 4, 1, 5), ((1, 1), (0, 2), (1, 1), 1)),
        ((2, 4, 9, 9), (6, 4, 3, 3), ((1, 1), (0, 0), (2, 2), 1)),
        ((2, 4, 9, 9), (8, 2, 3, 3), ((1, 1), (1, 1), (1, 1), 2)),
        ((2, 4, 8, 8), (4, 1, 5, 5), ((1, 1), (2, 2), (1, 1), 4)),
        ((2, 3, 16, 16), (6, 3, 7, 7), ((2, 2), (3, 3), (1, 1), 1)),
        ((2, 3, 17, 15), (6, 3, 7, 7), ((2, 2), (2, 2), (1, 1), 1)),
        ((2, 3, 16, 16), (6, 3, 4, 4), ((2, 2), (1, 1), (1, 1), 1)),
        ((2, 3, 16, 16), (6, 3, 1, 1), ((2, 2), (0, 0), (1, 1), 1)),
        ((2, 3, 20, 20), (6, 3, 4, 4), ((4, 4), (0, 0), (1, 1), 1)),
        ((2, 3, 21, 21), (6, 3, 11, 11), ((4, 4), (2, 2), (1, 1), 1)),
        ((2, 4, 16, 16), (4, 1, 3, 3), ((2, 2), (1, 1), (1, 1), 4)),
        ((2, 4, 9, 9), (6, 4, 1, 1), ((1, 1), (1, 1), (1, 1), 1)),
    ],
)
def test_a_fused_convolution_is_a_convolution(shape, weight, geometry, clamp):
    values, weights = noise(*shape), noise(*weight)
    bias = noise(weight[0])
    stride, padding, dilation, groups = geometry
    clamps = {Clamp.NONE: lambda x: x, Clamp.BELOW: functional.relu, Clamp.SIX: functional.relu6}

    def plain(x):
        return clamps[clamp](functional.conv2d(x, weights, bias, stride, padding, dilation, groups))

    fused = FusedConvolution(weights, bias, input_shape=shape, geometry=geometry, clamp=clamp)
    for theirs, ours in zip(respond(plain, values), respond(fused, values), strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-3, rtol=1e-3)
