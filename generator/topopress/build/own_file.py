"""Files that commands write beside the site: in one step, and over none of the author's."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from topopress.core.errors import PublishError
from topopress.store.disk import Disk
from topopress.store.failures import NO_FILE, disk_errors

START = 1000
"""Bytes from the start of a file by which it is known."""


def write_file(content: bytes, out: Path) -> None:
    """Write a file in one step, and make its folder if there is none.

    Raises:
        PublishError: the file cannot be written.
    """
    disk = Disk()
    out = out.absolute()
    with disk_errors(PublishError, NO_FILE):
        disk.make_folders(out.parent)
        staged = out.with_name(f".{out.name}.new-{secrets.token_hex(4)}")
        try:
            disk.write_new(staged, [content], 0o644)
            disk.rename(staged, out)
        except BaseException:
            with suppress(OSError):
                disk.remove(staged)
            raise


def require_replaceable(out: Path, is_own: Callable[[bytes], bool], refusal: str) -> None:
    """Refuse to replace any file but an own one, which ``is_own`` knows by its first bytes.

    Raises:
        PublishError: another file is there; ``refusal`` says what to do.
    """
    with disk_errors(PublishError, NO_FILE):
        if not out.exists():
            return
        if out.is_file():
            with out.open("rb") as opened:
                if is_own(opened.read(START)):
                    return
    raise PublishError(f"{out}: {refusal}")
