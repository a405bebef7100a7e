"""The picture that an author's code gives to a sample, as a small PNG."""

import io
import os
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from topopress.kinds.images.decoding import UnreadablePicture, check_size, on_white, read_picture
from topopress.kinds.own.unusable import Unusable

LARGEST = 512
"""Longer side of a stored picture, in pixels."""
_ALLOWED = (
    "a picture of Pillow, an array of numbers from 0 to 255 or from 0.0 to 1.0 of shape (height, "
    "width) or (height, width, 3), or the path of a file is allowed"
)
_GREY, _COLOURS = 2, 3


def picture_of(value: object, base: Path) -> bytes:
    """Return a picture as PNG of at most ``LARGEST`` pixels a side; nothing for None.

    Paths start from ``base``.

    Raises:
        Unusable: it is no picture.
    """
    if value is None:
        return b""
    try:
        image = _image(value, base)
    except UnreadablePicture as error:
        raise Unusable(f"'picture': {error}") from error
    image.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _image(value: object, base: Path) -> Image.Image:
    if isinstance(value, str | os.PathLike):
        file = (base / os.fspath(value)).resolve()
        if not file.is_file():
            raise Unusable(f"'picture': there is no file {os.fspath(value)!r:.200}")
        return Image.fromarray(read_picture(file)[1])
    if isinstance(value, Image.Image):
        check_size(*value.size)
        upright = value.convert("RGBA") if value.has_transparency_data else value.convert("RGB")
        return on_white(upright).convert("RGB") if upright.mode == "RGBA" else upright
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu().numpy()
    if isinstance(value, np.ndarray):
        return _of_array(value)
    raise Unusable(f"'picture' is of type {type(value).__name__}; {_ALLOWED}")


def _of_array(array: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]") -> Image.Image:
    grey = array.ndim == _GREY
    if not array.size or not (grey or (array.ndim == _COLOURS and array.shape[2] == _COLOURS)):
        raise Unusable(f"'picture' has shape {array.shape}; {_ALLOWED}")
    check_size(array.shape[1], array.shape[0])
    numbers = array.astype(np.float64) * (255 if array.dtype.kind == "f" else 1)
    if not (np.isfinite(numbers).all() and numbers.min() >= 0 and numbers.max() <= 255):  # noqa: PLR2004
        raise Unusable(f"'picture' has values from {array.min()} to {array.max()}; {_ALLOWED}")
    pixels = np.rint(numbers).astype(np.uint8)
    return Image.fromarray(np.repeat(pixels[:, :, None], _COLOURS, axis=2) if grey else pixels)
