"""How the pictures of an array are read: where its channels are, and what its numbers mean."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.kinds.images.decoding import UnreadablePicture, check_size, on_white

_EXPECTED = "expected uint8 (n, height, width, 3) with n at least 1"
_CHANNELS = {1: "grey", 3: "RGB", 4: "RGB with transparency, laid on white"}
_GREY, _MANY = 3, 4  # axes


@dataclass(frozen=True, slots=True)
class ArrayForm:
    """How the pictures of an array are read.

    Attributes:
        channels: 1, 3 or 4.
        first: Whether the channels stand before height and width.
        floats: Whether the numbers are 0 to 1, not 0 to 255.
        notices: What an author should know of it.
    """

    channels: int
    first: bool
    floats: bool
    notices: tuple[str, ...]

    def require_range(self, images: NDArray[Any], where: str) -> None:
        """Refuse floats that are not 0 to 1.

        Raises:
            DataError: With the lowest and the highest number.
        """
        if not self.floats:
            return
        lowest, highest = float(images.min()), float(images.max())
        if not (lowest >= 0 and highest <= 1):  # neither is so for NaN
            raise DataError(
                f"{where}: 'images' is {images.dtype} from {lowest:g} to {highest:g}; floats are "
                "read from 0 to 1, other numbers as uint8 from 0 to 255"
            )

    def pixels(self, picture: NDArray[Any]) -> Uint8:
        """Return the pixels of one picture of the array, shape (height, width, 3)."""
        if self.floats:
            picture = np.rint(picture.astype(np.float64) * 255).astype(np.uint8)
        if self.first:
            picture = np.moveaxis(picture, 0, -1)
        if self.channels == 1:
            picture = np.repeat(picture.reshape(*picture.shape[:2], 1), 3, axis=2)
        elif self.channels == 4:  # noqa: PLR2004 - RGBA
            image = Image.fromarray(np.ascontiguousarray(picture))
            picture = np.array(on_white(image).convert("RGB"))
        return np.ascontiguousarray(picture)


def form_of(shape: tuple[int, ...], dtype: np.dtype[Any], where: str) -> ArrayForm:
    """Return how an array of pictures is read, by its shape and type alone.

    Raises:
        DataError: It cannot be read as pictures, or in two ways, or the pictures are too large.
    """
    said = f"{where}: 'images' is {dtype} {shape}"
    if 0 in shape or len(shape) not in (_GREY, _MANY):
        raise DataError(f"{said}; {_EXPECTED}")
    if dtype != np.uint8 and dtype.kind != "f":
        raise DataError(f"{said}; {_EXPECTED}, or floats from 0 to 1")
    channels, first, height, width = _layout(shape, said)
    try:
        check_size(width, height)
    except UnreadablePicture as error:
        raise DataError(f"{said}: {error}") from error
    notices = tuple(_notices(shape, channels, first=first, floats=dtype.kind == "f"))
    return ArrayForm(channels, first, dtype.kind == "f", notices)


def _layout(shape: tuple[int, ...], said: str) -> tuple[int, bool, int, int]:
    """Return the number of channels, whether they come first, height and width."""
    if len(shape) == _GREY:
        if shape[-1] in (3, 4):
            raise DataError(
                f"{said}, which is one picture in colour or several in grey; give it four axes: "
                "images[None] for one picture, images[..., None] for grey ones"
            )
        return 1, False, shape[1], shape[2]
    last, first = shape[3] in _CHANNELS, shape[1] in _CHANNELS
    if last and first:
        raise DataError(
            f"{said}: the second or the last axis can be the channels; save larger pictures"
        )
    if last:
        return shape[3], False, shape[1], shape[2]
    if first:
        return shape[1], True, shape[2], shape[3]
    raise DataError(f"{said}; {_EXPECTED}")


def _notices(shape: tuple[int, ...], channels: int, *, first: bool, floats: bool) -> list[str]:
    notices = []
    if first:
        notices.append(f"'images' {shape} is read as (n, channels, height, width)")
    if channels != 3:  # noqa: PLR2004 - RGB
        notices.append(f"'images' {shape} is read as {_CHANNELS[channels]}")
    if floats:
        notices.append("'images' are floats: 0 is read as black and 1 as the full colour")
    return notices
