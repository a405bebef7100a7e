import pytest
import torch
from lucent.optvis import param

from topopress.visuals.augmentations import _grid
from topopress.visuals.lucent_bridge import drawing, spectrum_shape


@pytest.mark.parametrize("size", [(16, 16), (21, 21), (12, 17), (15, 20)])
def test_it_draws_what_lucent_draws(size):
    with torch.random.fork_rng():
        (spectrum,), image = param.image(size[1], h=size[0], batch=2, sd=1.0)
    assert spectrum.shape[1:] == spectrum_shape(3, size)
    torch.testing.assert_close(
        drawing(3, size, torch.device("cpu"))(spectrum.cpu()),
        image().cpu(),
        atol=1e-6,
        rtol=1e-5,
    )


def test_the_grid_is_that_of_torch():
    maps = torch.randn(3, 2, 3, generator=torch.Generator().manual_seed(0))
    expected = torch.nn.functional.affine_grid(maps, [3, 1, 9, 12], align_corners=False)
    torch.testing.assert_close(_grid(maps, (9, 12)), expected)


@pytest.mark.parametrize("channels", [1, 2, 5])
def test_channels_that_are_no_colours_are_not_mixed_and_spread_as_far(channels):
    size, random = (16, 16), torch.Generator().manual_seed(0)
    drawn = {}
    for n in (3, channels):
        spectra = torch.randn(40, *spectrum_shape(n, size), generator=random) * 0.1
        drawn[n] = torch.logit(drawing(n, size, torch.device("cpu"))(spectra))
    assert float(drawn[channels].std() / drawn[3].std()) == pytest.approx(1, abs=0.1)
    alone = torch.zeros(1, *spectrum_shape(channels, size))
    alone[:, 0] = 1
    pictures = drawing(channels, size, torch.device("cpu"))(alone)
    assert float((pictures[:, 1:] - 0.5).abs().sum()) == 0
