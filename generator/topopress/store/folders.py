"""Where things are in a store's folder, and how a file gets there whole or not at all."""

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
    """The folder of a store; the format is described in ``docs/store.md``."""

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

    def check(self) -> None:
        """Refuse a folder that is not a store of this layout; touches nothing.

        Raises:
            StoreError: the folder has another layout, or is something else altogether.
        """
        if self.disk.status(self._version) is None:
            self._refuse_strangers()
            return
        found = self.disk.read(self._version)
        if found != _LAYOUT_TEXT:
            raise StoreError(
                f"{self.root}: this store has the layout {found[:40]!r}; this version of "
                f"topopress knows {_LAYOUT_TEXT!r}; remove the folder or choose another store"
            )

    def create(self) -> None:
        """Make what is missing of the folders and the layout file."""
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
        """Return a path for a new file that is going to be renamed, or thrown away."""
        return self._temporary / f"{os.getpid()}-{secrets.token_hex(8)}"

    def everything(self, folder: Path) -> list[Path]:
        """Return the files two levels below ``objects`` or ``actions``, sorted."""
        return [
            folder / prefix / name
            for prefix in self.disk.names(folder)
            for name in self.disk.names(folder / prefix)
        ]

    def quarantine(self, path: Path) -> None:
        """Set a damaged file aside, so that it is never read again but can be examined."""
        with suppress(FileNotFoundError):
            self.disk.rename(path, self._quarantine / f"{path.name}-{secrets.token_hex(4)}")

    def empty(self, *, quarantine: bool = False) -> None:
        """Remove what killed builds left behind; for holders of the exclusive lock only."""
        for folder in (self._temporary, self._quarantine) if quarantine else (self._temporary,):
            for name in self.disk.names(folder):
                self.disk.remove(folder / name)

    def _refuse_strangers(self) -> None:
        # A build that is starting, or was killed while it started, has these before the layout.
        strangers = sorted(set(self.disk.names(self.root)) - {"lock", "tmp"})
        if strangers:
            raise StoreError(
                f"{self.root}: not a store: it has no file named layout, but holds "
                f"{strangers[0]!r}; choose an empty or a new folder"
            )
