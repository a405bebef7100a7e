"""Pictures decode to the pixels people see; broken and hostile ones give a reason, quickly."""

import io
import os
import random
import struct
import time
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image

from topopress.kinds.images.decoding import UnreadablePicture, decode, read_file


def encode(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def noise(height=24, width=32):
    values = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(values)


def chunk(kind, content):
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(width, height, data, extra=b""):
    """Write a PNG whose header need not tell the truth."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize(("kind", "more"), [("PNG", {}), ("WEBP", {"lossless": True})])
def test_lossless_formats_come_back_exactly(kind, more):
    assert np.array_equal(decode(encode(noise(), kind, **more)), np.asarray(noise()))


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "1"])
def test_other_modes_become_rgb(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    pixels = decode(encode(noise().convert(mode), kind))
    assert (pixels.shape, pixels.dtype) == ((24, 32, 3), np.uint8)


def test_sixteen_bit_grey_is_scaled_not_clipped():
    ramp = np.linspace(0, 65535, 32 * 24).reshape(24, 32).astype(np.uint16)
    pixels = decode(encode(Image.fromarray(ramp)))
    assert np.array_equal(pixels[..., 1], (ramp >> 8).astype(np.uint8))


def test_transparent_pixels_lie_on_white():
    image = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    image.putpixel((0, 0), (255, 0, 0, 255))
    pixels = decode(encode(image))
    assert pixels[0, 0].tolist() == [255, 0, 0]
    assert pixels[5, 5].tolist() == [255, 255, 255]


def test_rotated_photographs_stand_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to see it upright
    pixels = decode(encode(noise(24, 32), exif=exif))
    assert np.array_equal(pixels, np.rot90(np.asarray(noise(24, 32)), -1))


def test_the_first_frame_of_an_animation():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    content = encode(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert decode(content)[0, 0].tolist() == [255, 0, 0]


HOSTILE = {
    "text": b"hello",
    "html": b"<html><script>alert(1)</script>",
    "gif": encode(noise(), "GIF"),
    "tiff": encode(noise(), "TIFF"),
    "bmp": encode(noise(), "BMP"),
    "huge header": png(60_000, 60_000, zlib.compress(bytes(1000))),
    "wide header": png(2**31 - 1, 1, zlib.compress(b"\0")),
    "thin strip": encode(Image.new("RGB", (3000, 1))),
    "zero size": png(0, 0, zlib.compress(b"")),
    "no data": png(4, 4, b"")[:33],
    "huge chunk": b"\x89PNG\r\n\x1a\n\x7f\xff\xff\xffIHDR",
    "cut short": encode(noise(), "JPEG")[:-400],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_gives_a_reason(name):
    start = time.perf_counter()
    with pytest.raises(UnreadablePicture) as caught:
        decode(HOSTILE[name])
    assert str(caught.value)
    assert " at 0x" not in str(caught.value)
    assert time.perf_counter() - start < 1


PIXELS = zlib.compress(b"".join(b"\0" + bytes(range(12 * y, 12 * y + 12)) for y in range(4)))


def text_chunk(kind, size):
    """A chunk of a text that unpacks to so many bytes."""
    packed = zlib.compress(b"A" * size, 9)
    return {
        "tEXt": chunk(b"tEXt", b"k\0" + b"A" * size),
        "zTXt": chunk(b"zTXt", b"k\0\0" + packed),
        "iTXt": chunk(b"iTXt", b"k\0\1\0\0\0" + packed),
        "iCCP": chunk(b"iCCP", b"k\0\0" + packed),
    }[kind]


@pytest.mark.parametrize("kind", ["tEXt", "zTXt", "iTXt", "iCCP"])
@pytest.mark.parametrize("times", [1, 80])
def test_long_texts_beside_the_pixels_take_bounded_memory(kind, times):
    size = 1_100_000
    tracemalloc.start()
    decoded = decode(png(4, 4, PIXELS, text_chunk(kind, size) * times))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.array_equal(decoded, decode(png(4, 4, PIXELS)))
    assert peak < 5 * size * (times if kind == "tEXt" else 66)


def test_an_orientation_beside_a_long_text_holds():
    xmp = b'<x tiff:Orientation="6"/>'
    told = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp) + text_chunk("zTXt", 2_000_000)
    upright = decode(png(4, 4, PIXELS))
    assert np.array_equal(decode(png(4, 4, PIXELS, told)), np.rot90(upright, -1))


def test_a_bomb_of_pixels_beyond_the_header_is_not_unpacked():
    pixels = decode(png(40, 40, zlib.compress(bytes(50_000_000), 9)))
    assert pixels.shape == (40, 40, 3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damaged_files_give_a_reason_or_a_picture(kind):
    rng, content, refused = random.Random(kind), encode(noise(), kind), 0
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(rng.choice((1, 8))):
            damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        if rng.random() < 0.4:
            damaged = damaged[: rng.randrange(1, len(damaged))]
        try:
            assert decode(bytes(damaged)).ndim == 3
        except UnreadablePicture as error:
            assert " at 0x" not in str(error)
            refused += 1
    assert refused > 20


def test_only_regular_files_are_read(tmp_path):
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "empty").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    assert read_file(tmp_path / "real") == b"x"
    reasons = {
        "link": "a symbolic link",
        "device": "a symbolic link",
        "empty": "0 bytes",
        "pipe": "not a regular file",
        ".": "regular file|directory",
        "absent": "No such file",
    }
    for name, reason in reasons.items():
        with pytest.raises(UnreadablePicture, match=reason):
            read_file(tmp_path / name)


def test_a_large_file_is_not_read(tmp_path):
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(UnreadablePicture, match="bytes; 1 to"):
        read_file(tmp_path / "sparse")
