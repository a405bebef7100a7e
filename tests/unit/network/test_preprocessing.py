"""Preprocessing equals torchvision's own, and says which part of the picture it shows."""

import numpy as np
import pytest
import torch
from PIL import Image

from topopress.core.errors import NetworkError
from topopress.network.preprocessing import Preprocessing
from topopress.network.torchvision_models import preprocessing_of


def picture(height, width):
    rng = np.random.default_rng(height * 1000 + width)
    small = rng.integers(0, 256, (9, 9, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(small).resize((width, height)))


@pytest.mark.parametrize("size", [(300, 451), (451, 300), (64, 64), (255, 1000), (257, 333)])
@pytest.mark.parametrize("name", ["googlenet", "efficientnet_b1", "convnext_tiny", "inception_v3"])
def test_equals_torchvision_transforms(name, size):
    from torchvision import models

    transforms = next(iter(models.get_model_weights(name))).transforms()
    pixels = picture(*size)
    expected = transforms(Image.fromarray(pixels))
    ours = preprocessing_of(transforms).prepare(pixels)
    torch.testing.assert_close(ours, expected, rtol=1e-5, atol=1e-6)


def test_prepare_is_normalise_of_the_pixels():
    preprocessing = Preprocessing(
        resize=40, crop=32, mean=(127, 1, 2), std=(128, 2, 3), value_range=255
    )
    pixels = picture(50, 60)
    shown = torch.from_numpy(preprocessing.crop_pixels(pixels).copy())
    unit = shown.permute(2, 0, 1)[None].float() / 255
    torch.testing.assert_close(preprocessing.normalise(unit)[0], preprocessing.prepare(pixels))


def test_normalise_lets_gradients_through():
    pixels = torch.full((2, 3, 4, 4), 0.5, requires_grad=True)
    Preprocessing(resize=4, crop=4, std=(0.5, 0.25, 1.0)).normalise(pixels).sum().backward()
    assert pixels.grad is not None
    assert pixels.grad[0, :, 0, 0].tolist() == [2.0, 4.0, 1.0]


def test_view_of_a_wide_picture():
    view = Preprocessing(resize=256, crop=224).view(512, 1024)
    assert (view.top, view.bottom) == (32, 480)
    assert (view.left, view.right) == (288, 736)


@pytest.mark.parametrize("size", [(300, 451), (64, 64), (1411, 1411), (33, 640)])
def test_view_lies_within_the_picture(size):
    view = Preprocessing(resize=232, crop=224).view(*size)
    assert 0 <= view.top < view.bottom <= size[0] + 1e-9
    assert 0 <= view.left < view.right <= size[1] + 1e-9


def test_view_is_what_crop_pixels_shows():
    pixels = np.zeros((100, 160, 3), np.uint8)
    preprocessing = Preprocessing(resize=50, crop=40, interpolation="nearest")
    view = preprocessing.view(100, 160)
    pixels[round(view.top) : round(view.bottom), round(view.left) : round(view.right)] = 255
    assert (preprocessing.crop_pixels(pixels) == 255).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"resize": 10, "crop": 20},
        {"resize": 10, "crop": 0},
        {"resize": 10, "crop": 10, "interpolation": "cubic"},
        {"resize": 10, "crop": 10, "std": (1, 0, 1)},
        {"resize": 10, "crop": 10, "mean": (1, 1)},
    ],
)
def test_impossible_settings_are_refused(wrong):
    with pytest.raises(NetworkError, match="preprocessing"):
        Preprocessing(**wrong)
