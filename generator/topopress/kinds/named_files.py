"""One digest of all files of a data set that a library reads."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from topopress.core.errors import DataError

_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".rar", ".7z")


def files_digest(
    folder: Path,
    key: str,
    hash_file: Callable[[Path], str],
    *,
    without: Callable[[str], bool] = lambda _name: False,
) -> str:
    """Return a SHA-256 of the names and contents of the files in and below a folder.

    Left out are hidden files, folders whose names begin with a point or two underscores, and
    archives beside other files: a data set is the same with and without what it was unpacked from.
    ``key`` names the setting, and ``without`` tells further names to leave out.

    Raises:
        DataError: there is no file, or one cannot be read.
    """
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        found += [Path(place, name) for name in sorted(names) if not name.startswith(".")]
    files = [each for each in found if not each.name.lower().endswith(_ARCHIVES)] or found
    files = [each for each in files if not without(each.name)]
    if not files:
        raise DataError(f"{key}: there is no file in {folder.name!r}")
    digest = hashlib.sha256()
    for each in files:
        try:
            content = hash_file(each)
        except OSError as error:
            raise DataError(f"{key}: cannot read {each.name!r} ({error.strerror})") from error
        name = each.relative_to(folder).as_posix()
        digest.update(repr((name, content)).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()
