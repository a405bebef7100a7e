"""Caches the SHA-256 of files, so that builds do not read large unchanged files again.

A file is unchanged while size, modification time, change time and inode are the same. Times are
coarse: after two changes within one tick a file looks unchanged. So, as git does for "racily
clean" entries, a hash is cached only if the last change was more than two seconds before the read.
"""

import logging
import os
import re
import time
from pathlib import Path

from topopress.store.canonical import seal, unseal
from topopress.store.folders import StoreFolders

log = logging.getLogger(__name__)
_SETTLED_NS = 2_000_000_000
_SHA256 = re.compile(r"[0-9a-f]{64}")

Signature = tuple[int, int, int, int]


def signature(status: os.stat_result) -> Signature:
    """Return the values that change with a file: size, mtime, ctime and inode.

    Copying tools can set the modification time back, but not the change time.
    """
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


class StatCache:
    """SHA-256 by path and signature, in the store's ``stat.json``."""

    def __init__(self, folders: StoreFolders) -> None:
        self._folders = folders
        self._entries: dict[str, tuple[Signature, str]] | None = None
        self._new: dict[str, tuple[Signature, str]] = {}

    def sha256(self, path: Path) -> str:
        """Return the SHA-256 of a file; read it only if it may have changed.

        Raises:
            OSError: the file cannot be read.
        """
        path = path.absolute()
        before = self._folders.disk.status_of_target(path)
        known = self._new.get(str(path)) or self._loaded().get(str(path))
        if known and known[0] == signature(before):
            return known[1]
        started = time.time_ns()
        digest = self._folders.disk.content(path).sha256
        self._remember(path, before, started, digest)
        return digest

    def _remember(self, path: Path, before: os.stat_result, started: int, digest: str) -> None:
        unchanged = signature(self._folders.disk.status_of_target(path)) == signature(before)
        settled = max(before.st_mtime_ns, before.st_ctime_ns) < started - _SETTLED_NS
        if unchanged and settled:
            self._new[str(path)] = signature(before), digest

    def save(self) -> None:
        """Write the new entries, merged with those that other builds have written."""
        if self._new:
            self._entries = None
            self._write({**self._loaded(), **self._new})

    def forget_changed(self) -> None:
        """Remove the entries of files that have changed or are missing."""
        known = {**self._loaded(), **self._new}
        self._write({path: entry for path, entry in known.items() if _still(path, entry[0])})

    def _write(self, entries: dict[str, tuple[Signature, str]]) -> None:
        body = {path: [*found, digest] for path, (found, digest) in sorted(entries.items())}
        temporary = self._folders.temporary()
        # Without fsync: after a power loss the checksum fails, and files are hashed again.
        self._folders.disk.write_new(temporary, [seal(body)], 0o644)
        self._folders.disk.rename(temporary, self._folders.stat_cache)
        self._entries, self._new = entries, {}

    def _loaded(self) -> dict[str, tuple[Signature, str]]:
        if self._entries is None:
            self._entries = self._load()
        return self._entries

    def _load(self) -> dict[str, tuple[Signature, str]]:
        if self._folders.disk.status(self._folders.stat_cache) is None:
            return {}
        try:
            return _decode(self._folders.disk.read(self._folders.stat_cache))
        except ValueError:
            path = self._folders.stat_cache
            log.warning("%s: damaged; in quarantine, hashing input files again", path)
            self._folders.quarantine(path)
            return {}


def _still(path: str, known: Signature) -> bool:
    try:
        return signature(Path(path).stat()) == known
    except OSError:
        return False


def _decode(data: bytes) -> dict[str, tuple[Signature, str]]:
    try:
        return {path: _entry(values) for path, values in unseal(data).items()}
    except (TypeError, AttributeError) as error:
        raise ValueError("not a stat cache") from error


def _entry(values: list[int | str]) -> tuple[Signature, str]:
    *numbers, digest = values
    size, modified, changed, inode = (int(number) for number in numbers)
    if not (isinstance(digest, str) and _SHA256.fullmatch(digest)):
        raise ValueError("not a digest")
    return (size, modified, changed, inode), digest
