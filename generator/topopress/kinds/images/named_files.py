"""Finds the files that a list names, and says why a path cannot be used."""

import os
import posixpath
import re
import stat
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from topopress.kinds.images.decoding import UnreadablePicture
from topopress.kinds.images.links import Places
from topopress.samples.labels import clash_key, composed, is_plain, shown

_DRIVE = re.compile("[A-Za-z]:")
_ADDRESS = re.compile("[A-Za-z][A-Za-z0-9+.-]+://")
_FOLDERS = 4096
"""Folders that are kept in memory."""


def plain_path(origin: str) -> str:
    """Return a path below the list without empty parts and dots.

    Raises:
        UnreadablePicture: It cannot be the path of a file below the list; with the reason.
    """
    path = posixpath.normpath(origin)
    if not origin.strip() or path == ".":
        raise UnreadablePicture("the path names no file")
    if not is_plain(origin):
        raise UnreadablePicture("its path has characters that cannot be shown")
    if _ADDRESS.match(origin):
        raise UnreadablePicture("an address of the web; only files are read")
    if path.startswith("/") or ".." in origin.split("/") or _DRIVE.match(origin):
        raise UnreadablePicture("leads out of the list's folder")
    if "\\" in origin:
        raise UnreadablePicture("its path has a backslash; write paths with /")
    return path


class NamedFiles:
    """The files below a folder, by paths that may be composed otherwise than on the disk."""

    def __init__(self, root: Path, places: Places) -> None:
        """Name the folder, and the places to which links may lead."""
        self._root, self._places = root, places
        self._resolve_folder = lru_cache(_FOLDERS)(places.resolve)
        self._names_in = lru_cache(_FOLDERS)(_names_in)

    def find(self, origin: str) -> Path:
        """Return a file by its path, which ``plain_path`` accepts; no link is left in it.

        Raises:
            UnreadablePicture: It is not there, is no regular file, or is at another place.
        """
        try:
            return self._resolved(origin)
        except UnreadablePicture as error:
            # macOS takes letters and their accents apart, other systems compose them.
            other = self._by_names(origin, composed)
            if other is not None and other != posixpath.normpath(origin):
                return self._resolved(other)
            alike = None if other else self._by_names(origin, _loosely)
            hint = f"; there is {alike!r}" if alike else ""
            raise UnreadablePicture(f"{error}{shown(hint)}") from error

    def _resolved(self, origin: str) -> Path:
        folder, _, name = origin.rstrip("/").rpartition("/")
        file = self._resolve_folder(self._root / folder) / name
        try:
            mode = file.lstat().st_mode
            if stat.S_ISLNK(mode):
                file = self._places.resolve(file)
                mode = file.lstat().st_mode
        except OSError as error:
            raise UnreadablePicture(error.strerror or str(error)) from error
        if not stat.S_ISREG(mode):
            raise UnreadablePicture("not a regular file")
        return file

    def _by_names(self, origin: str, key: Callable[[str], str]) -> str | None:
        """Return the path whose names have the same keys, or None if there is none."""
        path, found = self._root, []
        for name in posixpath.normpath(origin).split("/"):
            there = (
                name if os.path.lexists(path / name) else self._names_in(path, key).get(key(name))
            )
            if there is None:
                return None
            path /= there
            found.append(there)
        return "/".join(found)


def _names_in(folder: Path, key: Callable[[str], str]) -> dict[str, str]:
    try:
        return {key(name): name for name in sorted(os.listdir(folder))}  # noqa: PTH208 - names
    except OSError:
        return {}


def _loosely(name: str) -> str:
    return clash_key(name).strip()
