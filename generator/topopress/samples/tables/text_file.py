"""Text files of data: UTF-8, with or without a byte order mark, of a size that is read at once."""

import stat
from pathlib import Path

from topopress.core.errors import DataError

_MAX_BYTES = 256 << 20
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


def text_of(file: Path, where: str) -> str:
    """Return the text of a file, with its ends of lines as they are.

    Raises:
        DataError: It cannot be read, is too large, or is not UTF-8.
    """
    content = _bytes_of(file, where)
    if content.startswith(_WIDE) or b"\0" in content[:4]:
        raise DataError(f"{where} is not UTF-8 text but UTF-16 or UTF-32; save it as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{where}, line {line} is not UTF-8 text ({error.reason}); save the list as UTF-8"
        ) from error


def _bytes_of(file: Path, where: str) -> bytes:
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):  # reading a pipe would never end
            raise DataError(f"{where} is not a regular file")
        if found.st_size > _MAX_BYTES:
            raise DataError(f"{where} is larger than {_MAX_BYTES:,} bytes")
        return file.read_bytes()
    except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(
            f"{where}: cannot be read ({reason}); the path is relative to the exploration.toml"
        ) from error


def lines_of(text: str) -> list[str]:
    r"""Return the lines of a text, without their ends: ``\n``, ``\r\n`` or ``\r``, no others."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if not lines[-1] else lines
