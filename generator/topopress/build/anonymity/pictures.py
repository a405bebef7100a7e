"""The parts of a picture's file: those that draw it, and those that say something else of it.

PNG, JPEG, GIF and WebP are rows of blocks. What draws the picture is kept byte by byte; the rest is
Exif, XMP, colour profiles, comments, times, and whatever follows the end.
"""

import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_DRAWS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB cICP sBIT bKGD pHYs acTL fcTL fdAT".split()
)
_WEBP_DRAWS = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"])
_WEBP_SAID = 0b0010_1100
"""Flags of VP8X: there is a profile, Exif or XMP."""
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_ORIENTATION = 0x0112
_EXIF = b"Exif\0\0"


class Part(NamedTuple):
    """A piece of a file, in its order; ``draws`` says whether the picture needs it."""

    name: str
    content: bytes
    draws: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's format, and all parts of its file."""

    kind: str
    parts: tuple[Part, ...]

    def said(self) -> Iterator[Part]:
        """Yield the parts that do not draw."""
        return (part for part in self.parts if not part.draws)


def read_picture(content: bytes) -> Picture | None:
    """Return the parts of a picture; None for what is no PNG, JPEG, GIF or WebP, or is broken."""
    for kind, known, read in _FORMATS:
        if known(content):
            try:
                return Picture(kind, tuple(read(content)))
            except (struct.error, IndexError, ValueError):
                return None
    return None


def emptied(content: bytes, picture: Picture) -> bytes:
    """Return a picture without what it says; only how it is turned is kept."""
    if not any(picture.said()):
        return content
    turned = _turned(content)
    kept = [part for part in picture.parts if part.draws]
    match picture.kind:
        case "PNG":
            made = b"".join(part.content for part in kept[:2])
            made += _png_block(b"eXIf", turned) if turned else b""
            return made + b"".join(part.content for part in kept[2:])
        case "JPEG":
            app1 = _EXIF + turned
            exif = b"\xff\xe1" + struct.pack(">H", len(app1) + 2) + app1 if turned else b""
            return kept[0].content + exif + b"".join(part.content for part in kept[1:])
        case "WebP":
            return _webp(kept, turned)
        case _:
            return b"".join(part.content for part in kept)


def _turned(content: bytes) -> bytes:
    """Return Exif that says how a picture is turned, and nothing else; empty if it is upright."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            value = image.getexif().get(_ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    if not isinstance(value, int) or not 2 <= value <= 8:  # noqa: PLR2004 - Exif's numbers
        return b""
    # Big-endian TIFF: one directory with one SHORT.
    return b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", _ORIENTATION, 3, 1, value, 0) + bytes(4)


def _png(content: bytes) -> Iterator[Part]:
    yield Part("start", _PNG_START, draws=True)
    at = len(_PNG_START)
    while at < len(content):
        (size,) = struct.unpack_from(">I", content, at)
        name = content[at + 4 : at + 8]
        end = at + 12 + size
        if end > len(content):
            raise ValueError("cut off")
        yield Part(f"block {name.decode('latin-1')}", content[at:end], draws=name in _PNG_DRAWS)
        at = end
        if name == b"IEND":
            break
    yield from _after_the_end(content, at)


def _png_block(name: bytes, body: bytes) -> bytes:
    import zlib

    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _jpeg(content: bytes) -> Iterator[Part]:
    yield Part("start", content[:2], draws=True)
    at = 2
    while True:
        while content[at + 1] == 0xFF:  # noqa: PLR2004 - fill bytes
            at += 1
        if content[at] != 0xFF:  # noqa: PLR2004
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xD9:  # noqa: PLR2004 - end of the image
            yield Part("end", content[at : at + 2], draws=True)
            break
        (size,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + size
        if marker == 0xDA:  # noqa: PLR2004 - a scan, with its data up to the next marker
            end = _end_of_scan(content, end)
        yield _jpeg_part(marker, content[at:end])
        at = end
    yield from _after_the_end(content, at + 2)


def _jpeg_part(marker: int, segment: bytes) -> Part:
    application = 0xE0 <= marker <= 0xEF  # noqa: PLR2004
    jfif = marker == 0xE0 and segment[4:9] == b"JFIF\0" and segment[16:18] == b"\0\0"  # noqa: PLR2004
    adobe = marker == 0xEE and segment[4:9] == b"Adobe"  # noqa: PLR2004 - says which colours
    comment = marker == 0xFE  # noqa: PLR2004
    name = f"segment APP{marker - 0xE0}" if application else "comment" if comment else "segment"
    return Part(name, segment, draws=jfif or adobe or not (application or comment))


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:  # noqa: PLR2004
            return at
        at += 2


def _gif(content: bytes) -> Iterator[Part]:
    flags = content[10]
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    yield Part("start", content[:at], draws=True)
    while content[at] != 0x3B:  # noqa: PLR2004 - the trailer
        begin = at
        if content[at] == 0x2C:  # noqa: PLR2004 - an image
            local = content[at + 9]
            at = _blocks(content, at + 11 + (3 << ((local & 7) + 1) if local & 0x80 else 0))
            yield Part("image", content[begin:at], draws=True)
            continue
        if content[at] != 0x21:  # noqa: PLR2004 - an extension
            raise ValueError("no block")
        label, at = content[at + 1], _blocks(content, at + 2)
        block = content[begin:at]
        loops = label == 0xFF and block[3:14] in _GIF_LOOPS  # noqa: PLR2004
        yield Part(f"extension {label:02X}", block, draws=loops or label == 0xF9)  # noqa: PLR2004
    yield Part("end", b";", draws=True)
    yield from _after_the_end(content, at + 1)


def _blocks(content: bytes, at: int) -> int:
    while size := content[at]:
        at += size + 1
    return at + 1


def _webp_parts(content: bytes) -> Iterator[Part]:
    end = 8 + struct.unpack_from("<I", content, 4)[0]
    if end > len(content):
        raise ValueError("cut off")
    yield Part("start", content[:12], draws=True)
    at = 12
    while at + 8 <= end:
        name, size = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        part = content[at : at + 8 + size + size % 2]
        yield Part(f"chunk {name.decode('latin-1').strip()}", part, draws=name in _WEBP_DRAWS)
        at += len(part)
    yield from _after_the_end(content, end)


def _webp(kept: list[Part], turned: bytes) -> bytes:
    body = bytearray(b"".join(part.content for part in kept[1:]))
    if body[:4] == b"VP8X":
        body[8] = body[8] & ~_WEBP_SAID | (8 if turned else 0)
        if turned:
            body += b"EXIF" + struct.pack("<I", len(turned)) + turned + bytes(len(turned) % 2)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + bytes(body)


def _after_the_end(content: bytes, at: int) -> Iterator[Part]:
    if at < len(content):
        yield Part("what follows the end", content[at:], draws=False)


_FORMATS: tuple[tuple[str, Callable[[bytes], bool], Callable[[bytes], Iterator[Part]]], ...] = (
    ("PNG", lambda content: content.startswith(_PNG_START), _png),
    ("JPEG", lambda content: content.startswith(b"\xff\xd8\xff"), _jpeg),
    ("GIF", lambda content: content.startswith((b"GIF87a", b"GIF89a")), _gif),
    ("WebP", lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", _webp_parts),
)
