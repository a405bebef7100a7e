"""What a file says: its texts, its metadata, and the files within it.

``readings`` takes a file apart, whatever its name: pictures to what does not draw, archives and
compressed data to what is in them, PDFs to their streams, pages and scripts to the data that they
hold in base64. Each reading has its place in words.
"""

import base64
import binascii
import bz2
import html
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import unquote

from topopress.build.anonymity.pictures import read_picture

DEEPEST = 6
"""Files within files within files at most."""
MOST_BYTES = 400_000_000
"""Of one file that is taken out of another; more is not read, and said so."""
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{32,}={0,2}")
_PACKED = re.compile(r"[A-Za-z0-9+/]{200,}={0,2}")
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_PDF_HEX = re.compile(rb"<((?:[0-9A-Fa-f]{2}\s*){3,})>")
_RUN = re.compile(
    rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}"
    rb"|[\xf0-\xf4][\x80-\xbf]{3}){4,}"
)
_WIDE = (
    ("utf-16-le", re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\0){3,}")),
    ("utf-16-be", re.compile(rb"(?:\0[\x20-\x7e\xa0-\xff]){3,}")),
)
_TEX = re.compile(r"""\\(?:["'`^~=.]|[uvHtcdbkr](?![a-z]))\s*\{?\\?([a-zA-Z])\}?""")
_JSON = re.compile(r"\\u([0-9a-fA-F]{4})")


class Reading(NamedTuple):
    """A text of a file.

    Attributes:
        place: Where it is in the file; empty for the file itself.
        lines: Whether it has lines that an author can look up.
        exact: Whether it is text; else it was found among other bytes.
    """

    place: str
    text: str
    lines: bool = False
    exact: bool = True


def readings(content: bytes, place: str = "", depth: int = 0) -> Iterator[Reading]:
    """Yield all texts of a file.

    Args:
        content: The file.
        place: Where it is within another one; empty for one that is on its own.
        depth: How many files it is within.
    """
    picture = read_picture(content)
    if picture is not None:
        for part in picture.said():
            yield from _raw(
                part.content, _joined(place, f"{picture.kind}, {part.name}"), small=True
            )
            yield from _inflated(part.content, _joined(place, f"{picture.kind}, {part.name}"))
        return
    for inner, inside in _within(content, place) if depth < DEEPEST else ():
        yield from readings(inside, inner, depth + 1)
    if content[:4] == b"PK\3\4" or content[:2] == b"\x1f\x8b":
        return
    text = as_text(content)
    if text is None:
        yield from _raw(content, place, small=False)
        return
    # What is packed was read above; among its letters any short name occurs by chance.
    spelt = spellings(_PACKED.sub(" ", text))
    yield from (Reading(place, one, lines=True) for one in spelt)


def as_text(content: bytes) -> str | None:
    """Return a file as text; None if it is none."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            with suppress(UnicodeDecodeError):
                return content.decode(encoding)
    if b"\0" in content or content.startswith(b"%PDF"):
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Texts of older systems have no zeros and few other controls.
        controls = sum(content.count(bytes([byte])) for byte in range(1, 9))
        return content.decode("cp1252", "replace") if controls == 0 else None


def spellings(text: str) -> Iterator[str]:
    """Yield a text, and what it is where its entities, escapes and commands are letters."""
    yield text
    made = {text}
    for spelt in (_unquoted, html.unescape, _unescaped, _without_tex):
        other = spelt(text)
        if other not in made:
            made.add(other)
            yield other


def _unquoted(text: str) -> str:
    return unquote(text, errors="replace") if "%" in text else text


def _unescaped(text: str) -> str:
    if "\\u" not in text:
        return text
    return _JSON.sub(lambda found: chr(int(found[1], 16)), text)


def _without_tex(text: str) -> str:
    if "\\" not in text or "{" not in text:
        return text
    return _TEX.sub(r"\1", text).replace("{", "").replace("}", "")


def _within(content: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files within a file, with their places."""
    if content[:4] == b"PK\3\4":
        yield from _of_zip(content, place)
    elif content[:2] == b"\x1f\x8b":
        yield from _of_stream(content, place)
    elif content[:3] == b"BZh":
        with suppress(OSError, ValueError):
            yield _joined(place, "bzip2"), bz2.decompress(content)
    elif content[:6] == b"\xfd7zXZ\0":
        with suppress(lzma.LZMAError):
            yield _joined(place, "xz"), lzma.decompress(content)
    elif content[257:262] == b"ustar":
        yield from _of_tar(content, place)
    elif content[:5] == b"%PDF-":
        yield from _of_pdf(content, place)
    else:
        yield from _of_base64(content, place)


def _of_zip(content: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.comment:
                yield _joined(place, "comment of the archive"), archive.comment
            for entry in archive.infolist():
                inner = _joined(place, entry.filename)
                yield f"{inner}, its name", entry.filename.encode()
                if entry.comment or entry.extra:
                    yield f"{inner}, its comment", entry.comment + b" " + entry.extra
                if entry.file_size <= MOST_BYTES and not entry.is_dir():
                    with suppress(RuntimeError, NotImplementedError, zlib.error):
                        yield inner, archive.read(entry)
    except zipfile.BadZipFile:
        yield _joined(place, "broken archive"), b" " + content


def _of_stream(content: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    if content[3:4] and content[3] & 0b1_1100:  # a name, a comment or further fields
        yield _joined(place, "header"), content[10:400]
    with suppress(zlib.error):
        yield _joined(place, "gzip"), zlib.decompressobj(31).decompress(content, MOST_BYTES)


def _of_tar(content: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    with suppress(tarfile.TarError), tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for entry in archive:
            inner = _joined(place, entry.name)
            said = f"{entry.name} {entry.uname} {entry.gname} {entry.linkname}"
            yield f"{inner}, its name and owner", said.encode()
            opened = archive.extractfile(entry) if entry.isfile() else None
            if opened is not None:
                yield inner, opened.read()


def _of_pdf(content: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    for number, found in enumerate(_PDF_STREAM.finditer(content), 1):
        with suppress(zlib.error):
            plain = zlib.decompressobj().decompress(found[1], MOST_BYTES)
            yield _joined(place, f"PDF, stream {number}"), plain
    for found in _PDF_HEX.finditer(content):
        with suppress(ValueError):
            yield _joined(place, "PDF, text"), bytes.fromhex(found[1].decode("ascii"))


def _of_base64(content: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    """Yield what a text holds in base64: chunks of data, and pictures in ``data:`` addresses."""
    if b"\0" in content[:4096]:
        return
    for found in _BASE64.finditer(content):
        with suppress(binascii.Error):
            inside = base64.b64decode(found[0][: len(found[0]) // 4 * 4])
            line = content.count(b"\n", 0, found.start()) + 1
            yield _joined(place, f"base64 in line {line}"), inside


def _raw(content: bytes, place: str, *, small: bool) -> Iterator[Reading]:
    """Yield the runs of letters among other bytes, in the common encodings."""
    runs = (found[0].decode("utf-8", "replace") for found in _RUN.finditer(content))
    for one in spellings("\n".join(runs)):
        yield Reading(place, one, exact=small)
    for encoding, wide in _WIDE:
        found = [one[0].decode(encoding, "replace") for one in wide.finditer(content)]
        if found:
            yield Reading(place, "\n".join(found), exact=small)
    if small:
        yield Reading(place, content.decode("latin-1"))


def _inflated(content: bytes, place: str) -> Iterator[Reading]:
    """Yield the texts of a PNG's compressed blocks."""
    for at in (found.start() for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content)):
        with suppress(zlib.error):
            yield from _raw(zlib.decompressobj().decompress(content[at:]), place, small=True)


def _joined(place: str, inner: str) -> str:
    return f"{place}: {inner}" if place else inner
