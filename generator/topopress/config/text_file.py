"""Text files that an author writes: UTF-8, with or without a byte order mark."""

import codecs
from pathlib import Path

from topopress.core.errors import ConfigError

_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",  # before UTF-16, whose mark it starts with
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def read_text(file: Path, shown: str) -> str:
    """Return the text of a file, without a byte order mark, with one kind of line end.

    Raises:
        ConfigError: the file cannot be read, or is not UTF-8; it is named as ``shown``.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be read: {error.strerror}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(_not_utf8(shown, content, str(error))) from error
    if "\0" in text:
        raise ConfigError(_not_utf8(shown, content, "it contains NUL characters"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_utf8(shown: str, content: bytes, reason: str) -> str:
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    if encoding is None and b"\0" in content[:4]:
        encoding = "UTF-16"
    found = f"this is {encoding}, as PowerShell writes it by default" if encoding else reason
    return f"{shown}: cannot be read as UTF-8 text: {found}; save the file as UTF-8"
