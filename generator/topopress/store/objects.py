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
        self._verified: dict[str, Signature] = {}

    def path(self, digest: str) -> Path:
        """Return the path of a blob, whether it exists or not."""
        return self._folders.object(digest)

    def adopt(self, staged: Iterable[tuple[Path, Content]]) -> None:
        """Turn finished temporary files into durable blobs.

        An existing blob is replaced: its content is the same unless it was damaged.
        """
        staged = list(staged)
        for temporary, _ in staged:
            self._folders.disk.sync(temporary)
        targets = [(temporary, self.path(content.sha256)) for temporary, content in staged]
        for temporary, target in targets:
            self._folders.disk.make_folders(target.parent)
            self._folders.disk.rename(temporary, target)
        for folder in sorted({target.parent for _, target in targets}):
            self._folders.disk.sync(folder)
        for (_, target), (_, content) in zip(targets, staged, strict=True):
            self._trust(target, content.sha256)

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
        status = self._folders.disk.status(path)
        if status is None:
            return "is missing"
        if status.st_size != content.size:
            return f"has {status.st_size} bytes instead of {content.size}"
        if self._verified.get(content.sha256) == signature(status):
            return None
        if self._hash(path, content.size) != content.sha256:
            return "is damaged (its SHA-256 is wrong)"
        self._trust(path, content.sha256)
        return None

    def _hash(self, path: Path, size: int) -> str:
        if size >= LARGE:
            return self._stat_cache.sha256(path)
        return self._folders.disk.content(path).sha256

    def _trust(self, path: Path, digest: str) -> None:
        status = self._folders.disk.status(path)
        if status is not None:
            self._verified[digest] = signature(status)
