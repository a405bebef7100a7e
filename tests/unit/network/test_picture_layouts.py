"""How the layers of a network of pictures are laid out, found by what answers to which place."""

import numpy as np
import pytest
import torch
from torch import nn

from tiny_vision_transformer import random_transformer
from topopress.core.errors import ActivationError
from topopress.network.preprocessing import Preprocessing
from topopress.network.probing.layers import find_layers
from topopress.network.probing.layouts import layout_of_map
from topopress.network.probing.pixels import noise_pictures
from topopress.network.probing.places import following
from topopress.network.probing.squares import COLUMNS, Answers
from topopress.network.types import LayerInfo, VectorShape
from topopress.network.views import ChannelsLast, OneToken, PatchTokens

SQUARE = (32, 32)


def found(module, side=32):
    shown = noise_pictures(Preprocessing(side, side), 2)
    return find_layers(module.eval(), shown[:1], shown[1:])


class Convert(nn.Module):
    def __init__(self, convert):
        super().__init__()
        self.convert = convert

    def forward(self, x):
        return self.convert(x)


def converted(convert, channels=6, stride=4):
    convolution = nn.Conv2d(3, channels, 5, stride=stride, padding=2)
    return found(nn.Sequential(convolution, nn.ReLU(), Convert(convert)))


@pytest.mark.parametrize(("before", "after"), [(0, 0), (1, 0), (2, 0), (5, 0), (1, 3), (0, 2)])
@pytest.mark.parametrize("patch", [(8, 8), (8, 4), (4, 4)])
def test_tokens_of_patches_are_a_map_and_the_others_vectors(before, after, patch):
    module = random_transformer(patch=patch, before=before, after=after)
    layers = {each.name: each for each in found(module).layers}
    height, width = 32 // patch[0], 32 // patch[1]
    last = before + height * width
    apart = [*range(before), *range(last, last + after)]
    for name in ("tokens", "blocks.0.norm1", "blocks.1"):
        assert layers[name] == LayerInfo.of_map(name, 16, height, width)
        vectors = [f"{name}@{place}" for place in apart]
        assert [each for each in layers if each.startswith(f"{name}@")] == vectors
        assert all(layers[each].output == VectorShape() for each in vectors)


def test_a_view_reads_the_patch_that_a_position_shows():
    module = random_transformer(patch=(8, 4), before=2, after=1)
    taps = found(module).taps
    pixels = noise_pictures(Preprocessing(32, 32), 1)
    changed = pixels.clone()
    changed[:, :, 16:24, 4:8] = 1 - changed[:, :, 16:24, 4:8]
    kept = []
    module.tokens.register_forward_hook(lambda _m, _i, output: kept.append(output))
    module(pixels)
    module(changed)
    maps = [taps["tokens"].part_of(each) for each in kept]
    assert maps[0].shape == (1, 16, 4, 8)
    assert (maps[0] - maps[1]).abs().sum(1)[0].nonzero().tolist() == [[2, 1]]
    assert torch.equal(taps["tokens@34"].part_of(kept[0]), kept[0][:, 34])


@pytest.mark.parametrize(
    "view",
    [ChannelsLast(), PatchTokens(1, 2, 2, 3), OneToken(0), OneToken(-1), OneToken(4)],
)
def test_a_view_writes_what_it_reads(view):
    shape = (2, 3, 4, 5) if isinstance(view, ChannelsLast) else (2, 9, 4)
    tensor = torch.arange(torch.Size(shape).numel()).reshape(shape).double().requires_grad_()
    part = view.read(tensor)
    assert torch.equal(view.write(tensor, part), tensor)
    changed = view.write(tensor, part + 1)
    assert torch.equal(view.read(changed), part + 1)
    assert int((changed != tensor).sum()) == part.numel()
    (slope,) = torch.autograd.grad(view.write(tensor, part * 2).sum(), tensor)
    assert float(slope.sum()) == tensor.numel() + part.numel()


def test_patches_of_an_input_of_another_size():
    view = PatchTokens(1, 0, 4, 8)
    assert view.read(torch.zeros(1, 19, 3)).shape == (1, 3, 3, 6)
    with pytest.raises(ActivationError, match="20 tokens are no map of patches like 4 x 8"):
        view.read(torch.zeros(1, 20, 3))


@pytest.mark.parametrize("channels", [4, 8, 24])
def test_channels_last_is_found_whatever_the_sizes(channels):
    layers = converted(lambda x: x.permute(0, 2, 3, 1), channels)
    assert layers.layers[-1] == LayerInfo.of_map("2", channels, 8, 8)
    assert layers.taps["2"].view == ChannelsLast()


@pytest.mark.parametrize("stride", [(4, 2), (2, 8), (1, 4)])
def test_maps_need_not_be_square(stride):
    size = (32 // stride[0], 32 // stride[1])
    layers = converted(lambda x: x, stride=stride)
    assert layers.layers[-1] == LayerInfo.of_map("2", 6, *size)
    layers = converted(lambda x: x.permute(0, 2, 3, 1), stride=stride)
    assert layers.layers[-1] == LayerInfo.of_map("2", 6, *size)


@pytest.mark.parametrize(
    ("convert", "reason"),
    [
        (lambda x: x.flatten(2), "may be a sequence, but its tokens do not answer to patches"),
        (lambda x: x.flatten(2).mT[:, torch.randperm(64)], "do not answer to patches"),
        (lambda x: x.mean(2), "do not answer to patches"),
        (lambda x: x.mT.flatten(2).mT, "do not answer to patches"),
        (lambda x: x.reshape(1, -1, 2, 32), "for one input is"),
        (lambda x: x[:, :, :, :5].flip(3), "no two axes follow the height and the width"),
        (lambda x: x.flatten(0, 1), "its first axis is not that of the inputs"),
        (lambda x: x[0], "its first axis is not that of the inputs"),
        (lambda x: x.mean((1, 2, 3)), "neither a map, nor tokens, nor a vector"),
        (lambda x: x[None], "neither a map, nor tokens, nor a vector"),
    ],
)
def test_what_has_no_map_says_why(convert, reason):
    torch.default_generator.manual_seed(0)
    assert reason in converted(convert).others["2"]


def test_a_map_that_mixes_all_places_is_taken_for_one_if_it_has_the_shape_of_the_input():
    nowhere = Answers(np.ones((4, 6, 8)), np.ones((4, 24, 6)))
    assert layout_of_map(Answers(np.ones((4, 24, 6)), np.ones((4, 6, 8))), (48, 64)).reason == ""
    assert "no two axes" in layout_of_map(nowhere, (48, 64)).reason


def test_two_ways_to_read_a_map_are_said():
    change = np.zeros((4, 8, 8))
    for row, column in enumerate(COLUMNS):
        change[row, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2] = 1
    assert layout_of_map(Answers(np.zeros_like(change), change), SQUARE).view is None
    assert layout_of_map(Answers(change, np.zeros_like(change)), SQUARE).view == ChannelsLast()
    reason = layout_of_map(Answers(change, change), SQUARE).reason
    assert reason.startswith("two ways to read it follow the same places of the input (agreement 1")


def test_a_mixed_layer_is_laid_out_like_a_clear_one_of_its_shape():
    class Mixed(nn.Module):
        def forward(self, x):
            return x.mean((2, 3), keepdim=True).expand_as(x).permute(0, 2, 3, 1).contiguous()

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Conv2d(3, 6, 4, stride=4)
            self.clear = Convert(lambda x: x.permute(0, 2, 3, 1))
            self.mixed = Mixed()

        def forward(self, x):
            x = self.first(x)
            self.clear(x)
            return self.mixed(x)

    assert found(Net()).taps["mixed"].view == ChannelsLast()


@pytest.mark.parametrize("stride", [(32, 4), (4, 32), (4, 8)])
def test_the_probe_follows_maps_of_any_height_and_width(stride):
    convolution = nn.Conv2d(3, 6, 5, stride=stride, padding=2)
    shown = noise_pictures(Preprocessing(32, 32), 6)
    outputs = {"a": convolution, "turned": lambda x: convolution(x).mT.flip(2)}
    with torch.no_grad():
        found = following(
            lambda pixels: {name: run(pixels) for name, run in outputs.items()},
            shown[:3],
            shown[3:],
        )
    assert not found["a"].missing
    assert found["turned"].missing
