"""Caches the SHA-256 of files, so that builds do not read large unchanged files again.

A file is unchanged while size, modification time, change time and inode are the same. Times are
coarse: after two changes within one tick a file looks unchanged. So, as git does for "racily
clean" entries, a hash is cached only if the last change was more than two seconds before the read.
"""

import logging
import os
import time
from pathlib import Path

from pydantic import TypeAdapter

from topopress.store.canonical import seal, unseal
from topopress.store.disk import Digest
from topopress.store.folders import StoreFolders

log = logging.getLogger(__name__)
_SETTLED_NS = 2_000_000_000
Signature = tuple[int, int, int, int]
_ENTRIES = TypeAdapter(dict[str, tuple[int, int, int, int, Digest]])


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

    def load(self) -> None:
        """Read the store's file of hashes, if that was not done."""
        self._loaded()

    def sha256(self, path: Path) -> str:
        """Return the SHA-256 of a file; read it only if it may have changed.

        Raises:
            OSError: the file cannot be read.
        """
        path, disk = path.absolute(), self._folders.disk
        before = disk.status_of_target(path)
        known = self._new.get(str(path)) or self._loaded().get(str(path))
        if known and known[0] == signature(before):
            return known[1]
        started = time.time_ns()
        digest = disk.content(path).sha256
        settled = max(before.st_mtime_ns, before.st_ctime_ns) < started - _SETTLED_NS
        if settled and signature(disk.status_of_target(path)) == signature(before):
            self._new[str(path)] = signature(before), digest
        return digest

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
        path = self._folders.stat_cache
        if self._folders.disk.status(path) is None:
            return {}
        try:
            entries = _ENTRIES.validate_python(unseal(self._folders.disk.read(path)))
        except ValueError:
            log.warning("%s: damaged; in quarantine, hashing input files again", path)
            self._folders.quarantine(path)
            return {}
        return {name: ((*entry[:4],), entry[4]) for name, entry in entries.items()}


def _still(path: str, known: Signature) -> bool:
    try:
        return signature(Path(path).stat()) == known
    except OSError:
        return False
