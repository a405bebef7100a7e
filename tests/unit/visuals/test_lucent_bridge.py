import pytest
import torch
from lucent.optvis import param

from topopress.visuals.augmentations import _grid
from topopress.visuals.lucent_bridge import drawing, spectrum_shape


@pytest.mark.parametrize("side", [16, 21])
def test_it_draws_what_lucent_draws(side):
    with torch.random.fork_rng():
        (spectrum,), image = param.image(side, batch=2, sd=1.0)
    assert spectrum.shape[1:] == spectrum_shape(side)
    torch.testing.assert_close(
        drawing(side, torch.device("cpu"))(spectrum.cpu()), image().cpu(), atol=1e-6, rtol=1e-5
    )


def test_the_grid_is_that_of_torch():
    maps = torch.randn(3, 2, 3, generator=torch.Generator().manual_seed(0))
    expected = torch.nn.functional.affine_grid(maps, [3, 1, 9, 9], align_corners=False)
    torch.testing.assert_close(_grid(maps, 9), expected)
