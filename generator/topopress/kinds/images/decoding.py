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
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from topopress.core.arrays import Uint8

FORMATS = ("JPEG", "PNG", "WEBP")
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
MAX_BYTES = 64 << 20
MAX_PIXELS = 50_000_000
MAX_SIDE = 30_000
# Resizing the short side of a 30,000 x 1 strip to 256 pixels would take gigabytes.
MAX_ASPECT = 20

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
    try:
        # O_NONBLOCK: opening a pipe would wait for its writer for ever.
        descriptor = os.open(path, os.O_RDONLY | _flag("O_NOFOLLOW") | _flag("O_NONBLOCK"))
    except (OSError, ValueError) as error:
        reason = "a symbolic link" if path.is_symlink() else getattr(error, "strerror", str(error))
        raise UnreadablePicture(reason) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadablePicture("not a regular file")
        if not 0 < status.st_size <= MAX_BYTES:
            raise UnreadablePicture(f"{status.st_size:,} bytes; 1 to {MAX_BYTES:,} are allowed")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadablePicture(error.strerror or str(error)) from error
    finally:
        os.close(descriptor)


def _flag(name: str) -> int:
    return int(getattr(os, name, 0))  # absent on Windows


def decode(content: bytes) -> Uint8:
    """Return the pixels, shape (height, width, 3): upright, first frame, on white if transparent.

    Raises:
        UnreadablePicture: The content is not a picture in one of the formats, or exceeds a limit.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                _check_size(*image.size)
                image.seek(0)
                image.load()
                return _pixels(image)
    except _DECODER_ERRORS as error:
        text = str(error).splitlines()
        detail = f": {text[0][:120]}" if text else ""
        raise UnreadablePicture(f"cannot be decoded ({type(error).__name__}{detail})") from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise UnreadablePicture(
            f"{width} x {height} pixels; at most {MAX_PIXELS:,} and {MAX_SIDE:,} a side are allowed"
        )
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise UnreadablePicture(f"{width} x {height} pixels: longer than {MAX_ASPECT} to 1")


def _pixels(image: Image.Image) -> Uint8:
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):  # 16 bits a pixel; convert() would clip, not scale
        grey = (np.asarray(upright).astype(np.uint32) >> 8).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if upright.has_transparency_data:
        seen = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    return np.array(upright.convert("RGB"))


def read_picture(path: Path) -> tuple[str, Uint8]:
    """Return the SHA-256 of a file's content and the pixels: see ``read_file`` and ``decode``."""
    content = read_file(path)
    return hashlib.sha256(content).hexdigest(), decode(content)
