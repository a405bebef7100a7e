"""Turns disk errors of the operating system into one readable line."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from topopress.core.errors import TopopressError

RESUME = "nothing was published; run again to resume"
NO_FILE = "nothing was written; name another file with --out"
"""What is said of a file that a command writes beside the site."""
_HINTS = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some of your quota",
    errno.EACCES: "make it writable",
    errno.EPERM: "make it writable",
    errno.EROFS: "choose a folder that can be written",
}


@contextmanager
def disk_errors(error_class: type[TopopressError], outcome: str = RESUME) -> Iterator[None]:
    """Turn an ``OSError`` inside the block into ``error_class``: path, reason, what to do."""
    try:
        yield
    except OSError as error:
        hint = _HINTS.get(error.errno or 0)
        advice = f" ({hint})" if hint else ""
        raise error_class(f"{error.filename}: {error.strerror}{advice}; {outcome}") from error
