"""Picture files that are damaged, mistaken or hostile, made by a seed.

Each is decoded, or refused for a reason that names it; within bounds of time and memory.
"""

import io
import os
import random
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

SEED = 20_261_130
ALL = 3_024
"""Number of the files of the study."""
_SIDE = 48


@dataclass(frozen=True)
class HostilePicture:
    """A file; ``fits`` is whether it must be decoded (True), refused (False), or either (None)."""

    name: str
    content: bytes
    fits: bool | None = None


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes, extra: bytes = b"", depth: int = 8) -> bytes:
    """Return a PNG in colours whose header says so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return start + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return a picture in a file's format."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def noise() -> Image.Image:
    """Return a picture of noise."""
    values = np.random.default_rng(SEED).integers(0, 256, (_SIDE, _SIDE, 3), np.uint8)
    return Image.fromarray(values)


def pictures(n: int = ALL) -> Iterator[HostilePicture]:
    """Yield ``n`` files: those whose fault is known, then damaged ones of all formats by turns."""
    named = [*_usable(), *_refused()]
    yield from named
    yield from _damaged(n - len(named))


def _usable() -> Iterator[HostilePicture]:
    image, small = noise(), zlib.compress(bytes(4 * 13))
    alpha = np.dstack([np.asarray(image), np.full((_SIDE, _SIDE), 90, np.uint8)])
    deep = Image.fromarray(np.asarray(image)[..., 0].astype(np.uint16) << 8)
    turned = Image.Exif()
    turned[0x0112] = 6
    good = {
        "cmyk.jpg": written(image.convert("CMYK"), "JPEG"),
        "grey of 16 bits.png": written(deep, "PNG"),
        "palette with transparency.png": written(
            Image.fromarray(alpha).quantize(16), "PNG", transparency=0
        ),
        "colours with alpha.webp": written(Image.fromarray(alpha), "WEBP"),
        "turned.jpg": written(image, "JPEG", exif=turned.tobytes()),
        "animated.webp": written(image, "WEBP", save_all=True, append_images=[image.rotate(90)]),
        "animated.png": written(image, "PNG", save_all=True, append_images=[image.rotate(90)]),
        "one pixel.png": written(Image.new("RGB", (1, 1)), "PNG"),
        "bilevel.png": written(image.convert("1"), "PNG"),
        "jpeg and zip.jpg": written(image, "JPEG") + b"PK\x03\x04<script>alert(1)</script>",
        "a jpeg in a png's name.png": written(image, "JPEG"),
        "much text.png": png(
            4, 4, small, chunk(b"zTXt", b"k\0\0" + zlib.compress(b"A" * 20_000_000, 9))
        ),
        "large profile.png": png(
            4, 4, small, chunk(b"iCCP", b"k\0\0" + zlib.compress(b"A" * 20_000_000, 9))
        ),
        "data for a larger picture.png": png(40, 40, zlib.compress(bytes(50_000_000), 9)),
    }
    yield from (HostilePicture(name, content, fits=True) for name, content in good.items())


def _refused() -> Iterator[HostilePicture]:
    image, nothing = noise(), zlib.compress(bytes(1000))
    bad = {
        "empty.png": b"",
        "text.jpg": b"hello",
        "html.png": b"<html><script>alert(1)</script>",
        "gif.png": written(image, "GIF"),
        "tiff.jpg": written(image, "TIFF"),
        "bmp.webp": written(image, "BMP"),
        "icon.png": written(image, "ICO"),
        "ppm.jpg": written(image, "PPM"),
        "60,000 pixels a side.png": png(60_000, 60_000, nothing),
        "two thousand million wide.png": png(2**31 - 1, 1, nothing),
        "a strip.png": png(30_000, 1, nothing),
        "a long strip.png": png(31_000, 2_000, nothing),
        "no pixels.png": png(0, 0, nothing),
        "a chunk of 2 GB.png": b"\x89PNG\r\n\x1a\n\x7f\xff\xff\xffIHDR",
        "no data.png": png(4, 4, b"")[:33],
        "wrong checksum.png": written(image, "PNG")[:29] + bytes(4) + written(image, "PNG")[33:],
        "depth of 255.png": png(4, 4, nothing, depth=255),
        "riff of 4 GB.webp": b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff" + bytes(40),
        "jpeg of markers.jpg": b"\xff\xd8" + b"\xff\xe1\xff\xff" * 1000,
        "nothing but zeros.jpg": bytes(4096),
    }
    yield from (HostilePicture(name, content, fits=False) for name, content in bad.items())


def _damaged(n: int) -> Iterator[HostilePicture]:
    rng, image = random.Random(SEED), noise()
    good = {
        "jpg": written(image, "JPEG"),
        "progressive.jpg": written(image, "JPEG", progressive=True),
        "png": written(image, "PNG"),
        "palette.png": written(image.quantize(64), "PNG"),
        "webp": written(image, "WEBP"),
        "lossless.webp": written(image, "WEBP", lossless=True),
    }
    kinds = list(good)
    for k in range(n):
        kind, how = kinds[k % len(kinds)], rng.choice(list(_DAMAGES))
        content = _DAMAGES[how](rng, bytearray(good[kind]))
        yield HostilePicture(f"{k:04d} {how}.{kind}", bytes(content))


def _cut(rng: random.Random, content: bytearray) -> bytearray:
    return content[: rng.randrange(1, len(content))]


def _flipped(rng: random.Random, content: bytearray) -> bytearray:
    for _ in range(rng.choice((1, 4, 32))):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return content


def _zeros(rng: random.Random, content: bytearray) -> bytearray:
    start = rng.randrange(len(content))
    content[start : start + 64] = bytes(len(content[start : start + 64]))
    return content


def _without(rng: random.Random, content: bytearray) -> bytearray:
    start = rng.randrange(len(content))
    del content[start : start + rng.randrange(1, 200)]
    return content


def _number(rng: random.Random, content: bytearray) -> bytearray:
    start = rng.randrange(min(64, len(content)))
    value = rng.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000))
    content[start : start + 4] = struct.pack(">I", value)
    return content


def _twice(rng: random.Random, content: bytearray) -> bytearray:
    start = rng.randrange(len(content))
    return content[:start] + content[start // 2 :]


_DAMAGES = {
    "cut": _cut, "flipped": _flipped, "zeros": _zeros, "without": _without, "number": _number,
    "twice": _twice,
}  # fmt: skip


def write_special(folder: Path) -> int:
    """Write into a folder what is no picture file at all; return how many entries there are."""
    for name, target in (
        ("link", "/etc/passwd"),
        ("device", "/dev/zero"),
        ("circle", "circle.png"),
    ):
        (folder / f"{name}.png").symlink_to(target)
    os.mkfifo(folder / "pipe.png")
    for name in ("two\nlines\x1b[31m.png", "<img src=x onerror=alert(1)>.png", "\u202egnp.png"):
        (folder / name).write_bytes(b"x")
    (folder / os.fsdecode(b"\xff\xfe.png")).write_bytes(b"x")
    return 8
