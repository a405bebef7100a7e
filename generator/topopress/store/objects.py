"""Content-addressed blobs: files named by the SHA-256 of their content."""

import logging
from collections.abc import Iterable
from pathlib import Path

from topopress.store.disk import Content
from topopress.store.folders import StoreFolders
from topopress.store.stat_cache import Signature, StatCache, signature

log = logging.getLogger(__name__)
LARGE = 16 << 20
"""Blobs of at least this many bytes are read again only if their stat entry has changed."""


class Objects:
    """All blobs of a store."""

    def __init__(self, folders: StoreFolders, stat_cache: StatCache) -> None:
        self._folders = folders
        self._stat_cache = stat_cache
        self.disk = folders.disk
        self._verified: dict[str, Signature] = {}

    def path(self, digest: str) -> Path:
        """Return the path of a blob, whether it exists or not."""
        return self._folders.object(digest)

    def adopt(self, staged: Iterable[tuple[Path, Content]]) -> None:
        """Turn finished temporary files into durable blobs.

        An existing blob is replaced: its content is the same unless it was damaged.
        """
        disk, targets = self.disk, dict[Path, str]()
        staged = list(staged)
        for temporary, _ in staged:
            disk.sync(temporary)
        for temporary, content in staged:
            target = self.path(content.sha256)
            disk.make_folders(target.parent)
            disk.rename(temporary, target)
            targets[target] = content.sha256
        for folder in sorted({target.parent for target in targets}):
            disk.sync(folder)
        for target, digest in targets.items():
            self._trust(target, digest)

    def is_sound(self, content: Content) -> bool:
        """Check a blob's size and hash; move a damaged one to quarantine with a warning."""
        path = self.path(content.sha256)
        fault = self._fault(path, content)
        if fault is None:
            return True
        log.warning("%s: stored blob %s; in quarantine, recomputing", path, fault)
        self._folders.quarantine(path)
        self._verified.pop(content.sha256, None)
        return False

    def _fault(self, path: Path, content: Content) -> str | None:
        status = self.disk.status(path)
        if status is None:
            return "is missing"
        if status.st_size != content.size:
            return f"has {status.st_size} bytes instead of {content.size}"
        if self._verified.get(content.sha256) == signature(status):
            return None
        large = content.size >= LARGE
        digest = self._stat_cache.sha256(path) if large else self.disk.content(path).sha256
        if digest != content.sha256:
            return "is damaged (its SHA-256 is wrong)"
        self._trust(path, digest)
        return None

    def _trust(self, path: Path, digest: str) -> None:
        status = self.disk.status(path)
        if status is not None:
            self._verified[digest] = signature(status)
