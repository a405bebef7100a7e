"""Turns a picture into a network's input, and locates that input in the picture."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import torch

from topopress.core.arrays import Uint8
from topopress.core.errors import NetworkError
from topopress.network.channels import channels_in_words
from topopress.network.resizing import RESAMPLING, resized

Interpolation = Literal["nearest", "bilinear", "bicubic", "lanczos"]
Size = int | tuple[int, int]
"""The side of a square, or height and width, in pixels."""

COLOURS = 3


@dataclass(frozen=True, slots=True)
class CropRectangle:
    """A rectangle in pixels of the original picture, not rounded; ends are exclusive."""

    top: float
    left: float
    bottom: float
    right: float


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """Resize to cover a rectangle, crop the centre, scale, subtract the mean, divide by ``std``.

    An input value is ``(value_range * x - mean) / std`` with x in 0..1. The resized picture is the
    smallest that covers ``resize``: for a square, its short side is the square's.

    Attributes:
        resize: What the resized picture covers, in pixels; at least ``crop``.
        crop: What is cropped from the centre, in pixels: the network's input.
        interpolation: Filter for resizing.
        mean: Per channel, on the scale of ``value_range``; ``std`` likewise. Their length is the
            number of channels of the input; three are red, green and blue.
        value_range: Value of white before the subtraction of the mean, 1 or 255.
    """

    resize: Size
    crop: Size
    interpolation: Interpolation = "bilinear"
    mean: tuple[float, ...] = (0.485, 0.456, 0.406)
    std: tuple[float, ...] = (0.229, 0.224, 0.225)
    value_range: float = 1.0

    def __post_init__(self) -> None:
        sizes = zip(self.input_size, _pair(self.resize), strict=True)
        if not all(1 <= crop <= resize for crop, resize in sizes):
            crop, resize = _in_words(self.crop), _in_words(self.resize)
            raise NetworkError(f"preprocessing: crop {crop} must be 1 to resize {resize}")
        if self.interpolation not in RESAMPLING:
            allowed = ", ".join(RESAMPLING)
            raise NetworkError(
                f"preprocessing: interpolation {self.interpolation!r} is none of {allowed}"
            )
        if not len(self.mean) == len(self.std) > 0 or 0 in self.std:
            raise NetworkError(
                "preprocessing: mean and std have as many numbers as the input has channels, std "
                f"none of them 0; mean has {len(self.mean)} and std {len(self.std)}"
            )

    @property
    def input_size(self) -> tuple[int, int]:
        """Height and width of an input, in pixels."""
        return _pair(self.crop)

    @property
    def channels(self) -> int:
        """Number of channels of an input."""
        return len(self.mean)

    def with_size(self, size: Size | None) -> "Preprocessing":
        """Return the same for inputs of another size, with as wide a margin in proportion."""
        if size is None or _pair(size) == self.input_size:
            return self
        both = zip(_pair(size), _pair(self.resize), self.input_size, strict=True)
        resize = tuple(round(new * resize / crop) for new, resize, crop in both)
        return replace(self, crop=_pair(size), resize=(resize[0], resize[1]))

    def with_channels(self, channels: int) -> "Preprocessing":
        """Return the same for so many channels, each with values from 0 to ``value_range``."""
        return replace(self, mean=(0.0,) * channels, std=(1.0,) * channels)

    def resized(self, height: int, width: int) -> tuple[int, int]:
        """Return height and width after resizing; the longer is rounded as torchvision does."""
        tall, wide = _pair(self.resize)
        if tall * width >= wide * height:
            return tall, tall * width // height
        return wide * height // width, wide

    def crop_pixels(self, picture: Uint8) -> Uint8:
        """Return the pixels of the network's input, shape (height, width, n_channels)."""
        size = self.resized(*picture.shape[:2])
        (top, left), (tall, wide) = self._margins(size), self.input_size
        pixels = resized(picture, size, self.interpolation)
        return pixels[top : top + tall, left : left + wide]

    def prepare(self, picture: Uint8, *, double: bool = False) -> torch.Tensor:
        """Return the input, shape (n_channels, height, width), for a picture with channels last.

        It has single precision, unless ``double`` is given.
        """
        # With numpy, because torch would start all its threads for each of these small steps.
        number = np.dtype(np.float64 if double else np.float32)
        white, scale = np.array(255, number), np.array(self.value_range, number)
        mean, std = np.array(self.mean, number), np.array(self.std, number)
        values = (self.crop_pixels(picture).astype(number) / white * scale - mean) / std
        return torch.from_numpy(np.ascontiguousarray(values.transpose(2, 0, 1)))

    def normalise(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return the inputs for pixels in 0..1, both (n, n_channels, height, width).

        It is differentiable.
        """
        mean = pixels.new_tensor(self.mean).view(1, -1, 1, 1)
        std = pixels.new_tensor(self.std).view(1, -1, 1, 1)
        return (pixels * self.value_range - mean) / std

    def view(self, height: int, width: int) -> CropRectangle:
        """Return the network's input as a rectangle in a picture of this size."""
        size = self.resized(height, width)
        down, across = height / size[0], width / size[1]
        (top, left), (tall, wide) = self._margins(size), self.input_size
        return CropRectangle(top * down, left * across, (top + tall) * down, (left + wide) * across)

    def describe(self) -> str:
        """Return a readable description in one line."""
        scale = "" if self.value_range == 1 else f"{self.value_range:g} "
        tall, wide = _pair(self.resize)
        covered = f"short side to {tall} px" if tall == wide else f"to cover {tall} x {wide} px"
        channels = "" if self.channels == COLOURS else f", {channels_in_words(self.channels)}"
        return (
            f"{covered} ({self.interpolation}), "
            f"centre {self.input_size[0]} x {self.input_size[1]} px, "
            f"({scale}x - {_numbers(self.mean)}) / {_numbers(self.std)}{channels}"
        )

    def _margins(self, size: tuple[int, int]) -> tuple[int, int]:
        # As torchvision's center_crop, which rounds halves to even.
        (height, width), (tall, wide) = size, self.input_size
        return round((height - tall) / 2), round((width - wide) / 2)


def _pair(size: Size) -> tuple[int, int]:
    return size if isinstance(size, tuple) else (size, size)


def _in_words(size: Size) -> str:
    return f"{size[0]} x {size[1]}" if isinstance(size, tuple) else str(size)


def _numbers(values: tuple[float, ...]) -> str:
    if len(set(values)) == 1:
        return f"{values[0]:g}"
    return f"({', '.join(f'{value:g}' for value in values)})"
