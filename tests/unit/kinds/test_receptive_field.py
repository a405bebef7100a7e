import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from topopress.kinds.images.receptive_field import ReceptiveField, measure_field
from topopress.kinds.images.types import Box
from topopress.network.preprocessing import Preprocessing
from topopress.samples.types import Sample
from topopress.visuals.effective_field import Square, measure_square
from unit.visuals.small_network import LAYER, small_network

WHOLE = Preprocessing(resize=64, crop=64)


def stack(*kernels):
    """Return convolutions of stride 1 whose weights are all one."""
    layers = [nn.Conv2d(3 if k == 0 else 2, 2, size, padding=size // 2, bias=False)
              for k, size in enumerate(kernels)]  # fmt: skip
    module = nn.Sequential(*layers).requires_grad_(False)
    for layer in layers:
        layer.weight.fill_(1.0)
    return module


@pytest.mark.parametrize(("kernels", "side"), [((5,), 5), ((3, 3), 5), ((7, 3, 3), 11)])
def test_the_whole_gradient_is_in_the_theoretical_field(kernels, side):
    pictures = torch.rand(2, 3, 31, 31, generator=torch.Generator().manual_seed(0))
    assert measure_square(stack(*kernels), [pictures], share=1.0) == Square(side)


def test_most_of_the_gradient_is_nearer():
    # Two 3x3 convolutions of ones weigh 1 2 3 2 1 in each direction: (7/9)^2 in the inner 3x3.
    pictures = torch.rand(2, 3, 31, 31, generator=torch.Generator().manual_seed(0))
    assert measure_square(stack(3, 3), [pictures], share=0.6).side == 3
    assert measure_square(stack(3, 3), [pictures], share=0.61).side == 5


def test_without_a_gradient_the_field_is_the_whole_input():
    assert measure_square(lambda x: x * 0, [torch.rand(1, 3, 16, 16)]) == Square(16)


def test_an_input_that_is_not_square_has_a_middle_of_its_own_down_and_across():
    net = nn.Conv2d(3, 2, (3, 5), stride=(2, 4), padding=(1, 2), bias=False).requires_grad_(False)
    net.weight.fill_(1.0)
    pictures = torch.rand(2, 3, 24, 48, generator=torch.Generator().manual_seed(0))
    # The middle of cell (6, 6) of 12 x 12 is (13, 26); its kernel lies around (12.5, 24.5).
    assert measure_square(net, [pictures], share=1.0) == Square(5, (-0.5, -1.5))
    assert measure_square(lambda x: x[:, :1] * 0, [pictures]) == Square(48)


def test_a_position_looks_at_its_cell():
    field = ReceptiveField(Square(16), (8, 8), WHOLE)
    assert field.box((4, 2), (64, 64)) == Box(28, 12, 44, 28)
    assert field.box((4, 2), (128, 128)) == Box(56, 24, 88, 56)


def test_it_looks_beside_its_cell_where_padding_is_even():
    field = ReceptiveField(Square(16, (-4.0, -4.0)), (8, 8), WHOLE)
    assert field.box((4, 2), (64, 64)) == Box(24, 8, 40, 24)


def test_at_the_border_the_square_moves_inside():
    field = ReceptiveField(Square(16), (8, 8), WHOLE)
    assert field.box((0, 7), (64, 64)) == Box(0, 48, 16, 64)


def test_the_box_lies_in_what_the_network_is_shown():
    field = ReceptiveField(Square(224), (7, 7), Preprocessing(resize=256, crop=224))
    assert field.box((3, 3), (512, 1024)) == Box(32, 288, 480, 736)


def test_a_mean_over_the_map_sees_everything():
    field = ReceptiveField(Square(16), (8, 8), WHOLE)
    assert field.box(None, (64, 64)) == Box(0, 0, 64, 64)


@given(
    side=st.integers(1, 300),
    offset=st.floats(-40, 40),
    cells=st.integers(1, 60),
    place=st.tuples(st.floats(0, 0.999), st.floats(0, 0.999)),
    size=st.tuples(st.integers(1, 900), st.integers(1, 900)),
)
def test_boxes_are_squares_inside_the_picture(side, offset, cells, place, size):
    field = ReceptiveField(
        Square(side, (offset, offset)), (cells, cells), Preprocessing(resize=256, crop=224)
    )
    box = field.box((int(place[0] * cells), int(place[1] * cells)), size)
    assert 0 <= box.top < box.bottom <= size[0]
    assert 0 <= box.left < box.right <= size[1]
    # Resizing cuts the longer side to whole pixels: a crop is within one in 256 of a square.
    stretch = 224 / 256 * min(size) / 256
    assert abs((box.bottom - box.top) - (box.right - box.left)) <= 1 + stretch


def test_measured_on_samples_the_order_of_batches_is_no_matter():
    class Noise:
        def read(self, sample, channels):
            rng = np.random.default_rng(int(sample.id))
            return rng.integers(0, 256, (40, 48, 3)).astype(np.uint8)

    samples = [Sample(str(k), "noise", None, "") for k in range(20)]
    network = small_network()
    field = measure_field(network, Noise(), samples, layer=LAYER, seed=0)
    assert 3 <= field.square.side <= 9  # the theoretical field is 9
    assert field.square.offset == pytest.approx((-1.5, -1.5), abs=0.5)  # it is centred on 4y + 0.5
    assert field == measure_field(network, Noise(), samples, layer=LAYER, seed=0)
