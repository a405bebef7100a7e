"""Decode one picture file that may be broken or hostile, within limits of time and memory.

Only JPEG, PNG and WebP, whose decoders are the best examined. Sizes are checked before anything
is decoded; links, devices and pipes are never opened as pictures.
"""

import hashlib
import io
import os
import stat
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from topopress.core.arrays import Uint8
from topopress.kinds.images.png_chunks import SIGNATURE, without_texts

FORMATS = ("JPEG", "PNG", "WEBP")
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".jfif", ".jpe", ".pjpeg", ".pjp")
MAX_BYTES = 64 << 20
MAX_PIXELS = 50_000_000
MAX_SIDE = 30_000
# Resizing the short side of a 30,000 x 1 strip to 256 pixels would take gigabytes.
MAX_ASPECT = 20

_HEAD = 12
_COLOURS = 3
_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
"""Pillow's name for pictures of so many channels."""

# Whatever Pillow's readers raise on damaged files.
_DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    EOFError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


class UnreadablePicture(Exception):
    """A picture cannot be used; the message is the reason, without the name."""


def read_file(path: Path) -> bytes:
    """Return the content of a regular file.

    Raises:
        UnreadablePicture: It is a link, a device, a pipe, empty, too large, or cannot be read.
    """
    with _opened(path) as (file, size):
        if not 0 < size <= MAX_BYTES:
            raise UnreadablePicture(f"{size:,} bytes; 1 to {MAX_BYTES:,} are allowed")
        return file.read(MAX_BYTES + 1)


def begins_as_picture(path: Path) -> bool:
    """Return whether a file begins as one of the formats do.

    Raises:
        UnreadablePicture: As for ``read_file``.
    """
    with _opened(path) as (file, _):
        head = file.read(_HEAD)
    return head.startswith((b"\xff\xd8\xff", SIGNATURE)) or (
        head.startswith(b"RIFF") and head.endswith(b"WEBP")
    )


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open a regular file, and give it with its size in bytes."""
    try:
        # O_NONBLOCK: opening a pipe would wait for its writer for ever.
        descriptor = os.open(path, os.O_RDONLY | _flag("O_NOFOLLOW") | _flag("O_NONBLOCK"))
    except (OSError, ValueError) as error:
        is_link = os.path.islink(path)  # noqa: PTH114 - Path.is_symlink raises for a long name
        reason = "a symbolic link" if is_link else getattr(error, "strerror", str(error))
        raise UnreadablePicture(reason) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadablePicture("not a regular file")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            yield file, status.st_size
    except OSError as error:
        raise UnreadablePicture(error.strerror or str(error)) from error
    finally:
        os.close(descriptor)


def _flag(name: str) -> int:
    return int(getattr(os, name, 0))  # absent on Windows


def decode(content: bytes, channels: int = _COLOURS) -> Uint8:
    """Return the pixels, shape (height, width, channels): upright, first frame.

    Transparency is the last of four channels; of three or one it is laid on white.

    Raises:
        UnreadablePicture: The content is not a picture in one of the formats, or exceeds a limit.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decode(content, channels)
    except UnidentifiedImageError as error:  # its message holds an address in memory
        raise UnreadablePicture(f"cannot be decoded (none of {', '.join(FORMATS)})") from error
    except _DECODER_ERRORS as error:
        text = str(error).splitlines()
        detail = f": {text[0][:120]}" if text else ""
        raise UnreadablePicture(f"cannot be decoded ({type(error).__name__}{detail})") from error


def _decode(content: bytes, channels: int) -> Uint8:
    try:
        return _decode_as_is(content, channels)
    except ValueError:
        # Pillow refuses a PNG whose texts or colour profile are long.
        if not content.startswith(SIGNATURE):
            raise
        return _decode_as_is(without_texts(content), channels)


def _decode_as_is(content: bytes, channels: int) -> Uint8:
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        check_size(*image.size)
        image.seek(0)
        image.load()
        return pixels_of(image, channels)


def check_size(width: int, height: int) -> None:
    """Refuse a picture that would take too much time or memory.

    Raises:
        UnreadablePicture: It has too many pixels, or is too long for its width.
    """
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise UnreadablePicture(
            f"{width} x {height} pixels; at most {MAX_PIXELS:,} and {MAX_SIDE:,} a side are allowed"
        )
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise UnreadablePicture(f"{width} x {height} pixels: longer than {MAX_ASPECT} to 1")


def pixels_of(image: Image.Image, channels: int) -> Uint8:
    """Return the pixels of a decoded picture, shape (height, width, channels), upright."""
    mode = _MODES[channels]
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):  # 16 bits a pixel; convert() would clip, not scale
        grey = (np.asarray(upright).astype(np.uint32) >> 8).astype(np.uint8)
        upright = Image.fromarray(grey)
    elif upright.has_transparency_data and mode != "RGBA":
        upright = on_white(upright.convert("RGBA"))
    pixels = np.array(upright.convert(mode))
    return pixels.reshape(*pixels.shape[:2], -1)


def on_white(image: Image.Image) -> Image.Image:
    """Return a picture of mode RGBA laid on white."""
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)


def read_picture(path: Path, channels: int = _COLOURS) -> tuple[str, Uint8]:
    """Return the SHA-256 of a file's content and the pixels: see ``read_file`` and ``decode``."""
    content = read_file(path)
    return hashlib.sha256(content).hexdigest(), decode(content, channels)
