"""Paths of a store's files, creation of its folders, temporary files and quarantine."""

import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path

from topopress.core.errors import StoreError
from topopress.store.actions import LAYOUT
from topopress.store.disk import Disk

log = logging.getLogger(__name__)
_LAYOUT_TEXT = f"topopress-store {LAYOUT}\n".encode()


class StoreFolders:
    """The folders of a store; ``docs/store.md`` describes the format."""

    def __init__(self, root: Path, disk: Disk) -> None:
        self.root = root
        self.disk = disk
        self.lock = root / "lock"
        self.stat_cache = root / "stat.json"
        self._version = root / "layout"
        self._temporary = root / "tmp"
        self._quarantine = root / "quarantine"
        self.objects = root / "objects"
        self.actions = root / "actions"
        self.claims = root / "claims"

    def check(self) -> None:
        """Refuse a folder that is not a store of this layout; change nothing.

        Raises:
            StoreError: the folder has another layout, or is no store.
        """
        if self.disk.status(self._version) is None:
            # A starting build creates these before the layout file, and can be killed in between.
            strangers = sorted(set(self.disk.names(self.root)) - {"lock", "tmp"})
            if strangers:
                raise StoreError(
                    f"{self.root}: not a store: it has no file named layout, but contains "
                    f"{strangers[0]!r}; choose an empty or a new folder"
                )
        elif (found := self.disk.read(self._version)) != _LAYOUT_TEXT:
            raise StoreError(
                f"{self.root}: this store has the layout {found[:40]!r}; this version of "
                f"topopress uses {_LAYOUT_TEXT!r}; remove the folder or choose another store"
            )

    def create(self) -> None:
        """Create missing folders and the layout file."""
        self.disk.make_folders(self._temporary)
        if self.disk.status(self._version) is None:
            path = self.temporary()
            self.disk.write_new(path, [_LAYOUT_TEXT], 0o644)
            self.disk.sync(path)
            self.disk.rename(path, self._version)
            self.disk.sync(self.root)
        for folder in (self._quarantine, self.objects, self.actions):
            self.disk.make_folders(folder)

    def object(self, digest: str) -> Path:
        """Return the path of the blob with this SHA-256."""
        return self.objects / digest[:2] / digest

    def action(self, key: str) -> Path:
        """Return the path of the record of the action with this key."""
        return self.actions / key[:2] / f"{key}.json"

    def temporary(self) -> Path:
        """Return the path of a new temporary file, to be renamed or removed."""
        return self._temporary / f"{os.getpid()}-{secrets.token_hex(8)}"

    def everything(self, folder: Path) -> list[Path]:
        """Return the files two levels below ``objects`` or ``actions``, sorted."""
        return [
            folder / prefix / name
            for prefix in self.disk.names(folder)
            for name in self.disk.names(folder / prefix)
        ]

    def quarantine(self, path: Path) -> None:
        """Move a damaged file to quarantine: it is never read again, but can be examined."""
        with suppress(FileNotFoundError):
            self.disk.rename(path, self._quarantine / f"{path.name}-{secrets.token_hex(4)}")

    def empty(self, *, quarantine: bool = False) -> None:
        """Remove files of killed builds; only for holders of the exclusive lock."""
        left = (self._temporary, self.claims)
        for folder in (*left, self._quarantine) if quarantine else left:
            for name in self.disk.names(folder):
                self.disk.remove(folder / name)
