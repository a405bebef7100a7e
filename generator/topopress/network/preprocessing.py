"""Turns a picture into a network's input, and locates that input in the picture."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from PIL import Image

from topopress.core.arrays import Uint8
from topopress.core.errors import NetworkError

Interpolation = Literal["nearest", "bilinear", "bicubic", "lanczos"]

_RESAMPLING = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}


@dataclass(frozen=True, slots=True)
class CropRectangle:
    """A rectangle in pixels of the original picture, not rounded; ends are exclusive."""

    top: float
    left: float
    bottom: float
    right: float


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """Resize the short side, crop the centre, scale, subtract the mean, divide by the deviation.

    An input value is ``(value_range * x - mean) / std`` with x in 0..1.

    Attributes:
        resize: Length of the short side after resizing, in pixels; at least ``crop``.
        crop: Side of the square cropped from the centre, in pixels.
        interpolation: Filter for resizing.
        mean: Per channel (RGB), on the scale of ``value_range``; ``std`` likewise.
        value_range: Value of white before the subtraction of the mean, 1 or 255.
    """

    resize: int
    crop: int
    interpolation: Interpolation = "bilinear"
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    std: tuple[float, float, float] = (0.229, 0.224, 0.225)
    value_range: float = 1.0

    def __post_init__(self) -> None:
        if not 1 <= self.crop <= self.resize:
            raise NetworkError(f"preprocessing: crop {self.crop} must be 1 to resize {self.resize}")
        if self.interpolation not in _RESAMPLING:
            allowed = ", ".join(_RESAMPLING)
            raise NetworkError(
                f"preprocessing: interpolation {self.interpolation!r} is none of {allowed}"
            )
        if not (len(self.mean) == len(self.std) == 3) or 0 in self.std:  # noqa: PLR2004
            raise NetworkError("preprocessing: mean and std have three numbers, std none of them 0")

    def resized(self, height: int, width: int) -> tuple[int, int]:
        """Return height and width after resizing, rounded as torchvision does."""
        short, long = min(height, width), max(height, width)
        longer = int(self.resize * long / short)
        return (self.resize, longer) if height <= width else (longer, self.resize)

    def crop_pixels(self, picture: Uint8) -> Uint8:
        """Return the pixels of the network's input, shape (crop, crop, 3)."""
        height, width = self.resized(*picture.shape[:2])
        image = Image.fromarray(picture)
        if image.size != (width, height):
            image = image.resize((width, height), _RESAMPLING[self.interpolation])
        top, left = _margin(height, self.crop), _margin(width, self.crop)
        return np.asarray(image)[top : top + self.crop, left : left + self.crop]

    def prepare(self, picture: Uint8) -> torch.Tensor:
        """Return the input, shape (3, crop, crop), for a picture of shape (height, width, 3)."""
        # With numpy, because torch would start all its threads for each of these small steps.
        pixels = self.crop_pixels(picture).astype(np.float32) / np.float32(255)
        mean, std = np.array(self.mean, np.float32), np.array(self.std, np.float32)
        values = (pixels * np.float32(self.value_range) - mean) / std
        return torch.from_numpy(np.ascontiguousarray(values.transpose(2, 0, 1)))

    def normalise(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return the inputs for pixels in 0..1, shape (n, 3, height, width); differentiable."""
        mean = pixels.new_tensor(self.mean).view(1, 3, 1, 1)
        std = pixels.new_tensor(self.std).view(1, 3, 1, 1)
        return (pixels * self.value_range - mean) / std

    def view(self, height: int, width: int) -> CropRectangle:
        """Return the network's input as a rectangle in a picture of this size."""
        resized_height, resized_width = self.resized(height, width)
        down, across = height / resized_height, width / resized_width
        top, left = _margin(resized_height, self.crop), _margin(resized_width, self.crop)
        return CropRectangle(
            top * down, left * across, (top + self.crop) * down, (left + self.crop) * across
        )

    def describe(self) -> str:
        """Return a readable description in one line."""
        scale = "" if self.value_range == 1 else f"{self.value_range:g} "
        return (
            f"short side to {self.resize} px ({self.interpolation}), "
            f"centre {self.crop} x {self.crop} px, "
            f"({scale}x - {_numbers(self.mean)}) / {_numbers(self.std)}"
        )


def _margin(length: int, crop: int) -> int:
    # As torchvision's center_crop, which rounds halves to even.
    return round((length - crop) / 2)


def _numbers(values: tuple[float, ...]) -> str:
    if len(set(values)) == 1:
        return f"{values[0]:g}"
    return f"({', '.join(f'{value:g}' for value in values)})"
