"""The chunks of a PNG file: what Pillow refuses to read besides the pixels is left out.

Pillow stops at texts and colour profiles of more than a megabyte. We use neither, but for the
orientation in a short text of XMP. See https://www.w3.org/TR/png-3/#5Chunk-layout.
"""

import struct
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEFT_OUT = (b"tEXt", b"zTXt", b"iTXt", b"iCCP")
_XMP = b"XML:com.adobe.xmp\0\0"  # the zero says that it is not compressed
_LONGEST_XMP = 1 << 16
_AROUND = 12  # bytes of length, kind and checksum


def without_texts(content: bytes) -> bytes:
    """Return a PNG file without its texts and colour profile; nothing is unpacked."""
    return SIGNATURE + b"".join(chunk for chunk in _chunks(content) if not _is_text(chunk))


def _chunks(content: bytes) -> Iterator[bytes]:
    place = len(SIGNATURE)
    while place + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        end = place + _AROUND + length
        yield content[place:end]
        place = end


def _is_text(chunk: bytes) -> bool:
    if chunk[4:8] not in _LEFT_OUT:
        return False
    return not (chunk[8:].startswith(_XMP) and len(chunk) <= _LONGEST_XMP)
