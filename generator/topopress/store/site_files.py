"""The files of a site before publication: one writer per path, and safe paths only."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from topopress.core.errors import PublishError

MANIFEST = "site-manifest.json"
_SEGMENT = re.compile(r"\.?[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_LONGEST = 200
# On Windows these names open devices, with any extension; readers may unzip a site there.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


class SiteFiles(Mapping[str, bytes | Path]):
    """Content by path below the site's folder: bytes, or the path of a file to copy."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes | Path] = {}
        self._writers: dict[str, str] = {}
        self._taken: dict[str, str] = {}
        self._folders: dict[str, tuple[str, str]] = {}

    def add(self, path: str, content: bytes | Path, *, writer: str) -> None:
        """Add a file.

        Args:
            path: Path below the site's folder, such as ``photographs/index.html``.
            content: Bytes, or a file to copy.
            writer: Name of the caller, for the error message about a second writer.

        Raises:
            PublishError: the path is used, differs from another only in case, or is unsafe.
        """
        check_path(path)
        self._refuse_taken(path, writer)
        for folder in _folders_above(path):
            self._folders.setdefault(folder.lower(), (folder, path))
        self._taken[path.lower()] = path
        self._writers[path] = writer
        self._contents[path] = content

    def _refuse_taken(self, path: str, writer: str) -> None:
        other = self._in_the_way(path)
        if other is not None:
            raise PublishError(
                f"{path}: {writer} writes this file, but {self._writers[other]} already writes "
                f"{other}; paths must differ in more than case, and a file is not a folder"
            )

    def _in_the_way(self, path: str) -> str | None:
        same = path.lower()
        if same in self._taken or same in self._folders:
            return self._taken.get(same) or self._folders[same][1]
        for folder in _folders_above(path):
            if folder.lower() in self._taken:
                return self._taken[folder.lower()]
            spelling, other = self._folders.get(folder.lower(), (folder, ""))
            if spelling != folder:
                return other
        return None

    def __getitem__(self, path: str) -> bytes | Path:
        return self._contents[path]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._contents))

    def __len__(self) -> int:
        return len(self._contents)


def check_path(path: str) -> None:
    """Refuse a path that is not relative, or that is invalid on some server or system.

    Raises:
        PublishError: the path is unsafe.
    """
    segments = path.split("/")
    safe = all(_SEGMENT.fullmatch(s) and not _DEVICES.fullmatch(s) for s in segments)
    if not safe or len(path) > _LONGEST:
        raise PublishError(
            f"{path!a}: not a path for a published file; allowed are up to {_LONGEST} ASCII "
            "letters, digits and . _ - between slashes, without .., and no names like 'con'"
        )
    if path == MANIFEST:
        raise PublishError(f"{path}: this name is reserved for the list of published files")


def _folders_above(path: str) -> Iterator[str]:
    parts = path.split("/")
    for length in range(1, len(parts)):
        yield "/".join(parts[:length])
