"""Text files of data: UTF-8, with or without a byte order mark, read line by line."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from topopress.core.errors import DataError

_MAX_BYTES = 256 << 20
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


@dataclass(frozen=True, slots=True)
class Utf8File:
    """A text file. It can be read again and again; no more of it is held than a line."""

    file: Path
    where: str
    """What messages call it."""

    def lines(self) -> Iterator[str]:
        r"""Yield the lines, without their ends: ``\n``, ``\r\n`` or ``\r``, no others.

        Raises:
            DataError: It cannot be read, is too large, or is not UTF-8.
        """
        for line in self.lines_with_ends(newline=None):
            yield line.removesuffix("\n")

    def lines_with_ends(self, newline: Literal["", "\n"] | None) -> Iterator[str]:
        """Yield the lines with their ends; ``newline`` and the ends are those of ``open``.

        Errors are those of ``lines``.
        """
        self.require()
        try:
            with self.file.open(encoding="utf-8-sig", newline=newline) as opened:
                yield from opened
        except UnicodeDecodeError as error:
            raise self._not_utf8() from error
        except OSError as error:
            raise self._unreadable(error) from error

    def require(self) -> None:
        """Refuse what is no text file, as far as that is known without reading it all.

        Raises:
            DataError: With the reason.
        """
        try:
            found = self.file.stat()
            if not stat.S_ISREG(found.st_mode):  # reading a pipe would never end
                raise DataError(f"{self.where} is not a regular file")
            if found.st_size > _MAX_BYTES:
                raise DataError(f"{self.where} is larger than {_MAX_BYTES:,} bytes")
            with self.file.open("rb") as opened:
                start = opened.read(4)
        except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
            raise self._unreadable(error) from error
        if start.startswith(_WIDE) or b"\0" in start:
            raise DataError(
                f"{self.where} is not UTF-8 text but UTF-16 or UTF-32; save it as UTF-8"
            )

    def _unreadable(self, error: OSError | ValueError) -> DataError:
        reason = getattr(error, "strerror", None) or str(error)
        return DataError(
            f"{self.where}: cannot be read ({reason}); the path is relative to the exploration.toml"
        )

    def _not_utf8(self) -> DataError:
        """Return the error of a file that is not UTF-8; the whole file says where it begins."""
        content, line, reason = self.file.read_bytes(), 1, "changed meanwhile"
        try:
            content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line, reason = content.count(b"\n", 0, error.start) + 1, error.reason
        return DataError(
            f"{self.where}, line {line} is not UTF-8 text ({reason}); save the list as UTF-8"
        )
