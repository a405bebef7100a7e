"""How the pictures of an array are read: where its channels are, and what its numbers mean."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.kinds.images.decoding import UnreadablePicture, check_size
from topopress.network.channels import channels_in_words

_EXPECTED = "expected uint8 (n, height, width, n_channels) with n at least 1"
_CHANNELS = {
    1: "grey",
    3: "RGB",
    4: "RGB with transparency, laid on white for a network of 3 channels",
}
_GREY, _MANY = 3, 4  # axes
_MOST_UNSAID = 16
"""Length of an axis, at most, that is taken for the channels because it is the shortest."""


@dataclass(frozen=True, slots=True)
class ArrayForm:
    """How the pictures of an array are read.

    Attributes:
        channels: Number of channels.
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
        """Return the pixels of one picture of the array, shape (height, width, n_channels)."""
        if self.floats:
            picture = np.rint(picture.astype(np.float64) * 255).astype(np.uint8)
        if self.first:
            picture = np.moveaxis(picture, 0, -1)
        return np.ascontiguousarray(picture.reshape(*picture.shape[:2], self.channels))


def form_of(
    shape: tuple[int, ...], dtype: np.dtype[Any], where: str, channels: int | None = None
) -> ArrayForm:
    """Return how an array of pictures is read, by its shape and type alone.

    ``channels`` is the number of channels that the author gives, if any.

    Raises:
        DataError: It cannot be read as pictures, or in two ways, or the pictures are too large.
    """
    said = f"{where}: 'images' is {dtype} {shape}"
    if 0 in shape or len(shape) not in (_GREY, _MANY):
        raise DataError(f"{said}; {_EXPECTED}")
    if dtype != np.uint8 and dtype.kind != "f":
        raise DataError(f"{said}; {_EXPECTED}, or floats from 0 to 1")
    first = False if len(shape) == _GREY else _is_first(shape, said, channels)
    if len(shape) == _GREY:
        _require_grey(shape, said, channels)
    height, width = shape[2:4] if first else shape[1:3]
    try:
        check_size(width, height)
    except UnreadablePicture as error:
        raise DataError(f"{said}: {error}") from error
    found = 1 if len(shape) == _GREY else shape[1] if first else shape[3]
    notices = tuple(_notices(shape, found, first=first, floats=dtype.kind == "f"))
    return ArrayForm(found, first, dtype.kind == "f", notices)


def _require_grey(shape: tuple[int, ...], said: str, channels: int | None) -> None:
    """Refuse three axes that may be something else than grey pictures."""
    if channels is None and shape[-1] in (3, 4):
        raise DataError(
            f"{said}, which is one picture in colour or several in grey; give it four axes: "
            "images[None] for one picture, images[..., None] for grey ones"
        )
    if channels not in (None, 1):
        raise DataError(f"{said}, which has 1 channel, and data.channels is {channels}")


def _is_first(shape: tuple[int, ...], said: str, channels: int | None) -> bool:
    """Return whether the channels of an array with four axes are the second axis, not the last."""
    if channels is not None:
        if channels not in (shape[1], shape[3]):
            raise DataError(
                f"{said}; data.channels is {channels}, and neither the second nor the last axis "
                "is as long"
            )
        return shape[3] != channels
    last, first = shape[3] in _CHANNELS, shape[1] in _CHANNELS
    if last and first:
        raise DataError(
            f"{said}: the second or the last axis can be the channels; say their number with "
            "data.channels"
        )
    if last or first:
        return first
    shortest = min(shape[1:])
    if shortest > _MOST_UNSAID or sum(length == shortest for length in shape[1:]) > 1:
        raise DataError(f"{said}; {_EXPECTED}. Say the number of channels with data.channels")
    if shortest == shape[2]:
        raise DataError(f"{said}; {_EXPECTED}")
    return shortest == shape[1]


def _notices(shape: tuple[int, ...], channels: int, *, first: bool, floats: bool) -> list[str]:
    notices = []
    if first:
        notices.append(f"'images' {shape} is read as (n, channels, height, width)")
    if channels != 3:  # noqa: PLR2004 - RGB
        read_as = _CHANNELS.get(channels, f"pictures of {channels_in_words(channels)}")
        notices.append(f"'images' {shape} is read as {read_as}")
    if floats:
        notices.append(
            "'images' are floats: 0 is read as black and 1 as the full colour, in 256 levels"
        )
    return notices
