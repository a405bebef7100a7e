"""The store of finished artifacts: nothing is computed twice.

It has action records and content-addressed blobs, as Bazel's remote cache. ``docs/store.md``
describes the format, ``docs/decisions/0040-own-store.md`` the reasons for our own.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from topopress.core.errors import BusyError, StoreError
from topopress.store.action_records import Record, Records
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.claims import LEASE, Claims
from topopress.store.disk import Disk
from topopress.store.explain import differences
from topopress.store.failures import disk_errors
from topopress.store.folders import StoreFolders
from topopress.store.garbage import Collected, sweep
from topopress.store.locks import FileLock
from topopress.store.objects import Objects
from topopress.store.outputs import Outputs
from topopress.store.stat_cache import StatCache

log = logging.getLogger(__name__)
_WAIT_SECONDS = 10.0


class Store:
    """Finished artifacts in one folder, which several builds can use at the same time.

    The first use creates the folder. Until ``close`` (or the end of the process) no other process
    can clean the store. The logger ``topopress.store`` reports damage.

    Raises:
        StoreError: by every method, if the disk fails or the folder is not a store.
        BusyError: by the first use, while another process cleans the store.
    """

    def __init__(self, root: Path, *, disk: Disk | None = None) -> None:
        self._disk = disk or Disk()
        self._folders = StoreFolders(root.absolute(), self._disk)
        self._stat_cache = StatCache(self._folders)
        self._objects = Objects(self._folders, self._stat_cache)
        self._records = Records(self._folders)
        self._lock: FileLock | None = None
        self._damaged: set[str] = set()
        self._used: set[str] = set()

    def find(self, action: Action) -> Artifact | None:
        """Return the stored result of an action after a check of its blobs, or None."""
        with self._opened():
            existed = self._disk.status(self._folders.action(action.key)) is not None
            record = self._records.load(action.key)
            contents = record.outputs.values() if record else ()
            # Every blob is checked, so that all damaged ones move to quarantine.
            damaged = [content for content in contents if not self._objects.is_sound(content)]
            if record and not damaged:
                self._records.use(record)
                return self._artifact(record)
            if existed:
                self._damaged.add(action.key)
        return None

    def has(self, action: Action) -> bool:
        """Return whether a result of an action is recorded; it is not checked to be whole."""
        with self._opened():
            return self._disk.status(self._folders.action(action.key)) is not None

    def explain(self, action: Action) -> str:
        """Return why an action must run, compared with the last of the same stage and item."""
        with self._opened():
            if action.key in self._damaged:
                return "the stored result was damaged"
            if self._records.load(action.key):
                return "up to date"
            previous = self._records.latest(action.stage, action.item)
        return differences(previous.description, action.description) if previous else "first build"

    def claims(self, lease: float = LEASE) -> Claims:
        """Return claims of a new worker, which are taken over ``lease`` seconds after its end."""
        with self._opened():
            return Claims(self._folders, lease)

    def records(self) -> list[Record]:
        """Return the records of all finished actions, the last used one last."""
        with self._opened():
            return self._records.all()

    @contextmanager
    def produce(self, action: Action | None = None) -> Iterator[Outputs]:
        """Collect the outputs of an action, and commit them when the block ends without error.

        Without an action, the block sets ``outputs.action``.
        """
        with self._opened():
            outputs = Outputs(self._folders, action)
        try:
            yield outputs
            with disk_errors(StoreError):
                outputs.artifact = self._commit(outputs)
        except BaseException:
            outputs.discard()
            raise

    def hash_file(self, path: Path) -> str:
        """Return the SHA-256 of an input file; the file is read only if it may have changed.

        Raises:
            OSError: the file cannot be read. It is no file of the store, so the caller says which
                setting names it.
        """
        with self._opened():
            self._stat_cache.load()
        return self._stat_cache.sha256(path)

    def keep(self, keys: Iterable[str]) -> None:
        """Mark actions as used without reading them."""
        self._used.update(keys)

    @property
    def used(self) -> frozenset[str]:
        """Keys of the actions found, produced or kept through this object."""
        return frozenset(self._used)

    def collect_garbage(self, keep: Iterable[str] | None = None) -> Collected:
        """Remove all actions except those to keep, and all blobs that no kept action needs.

        ``keep`` are keys of actions; None keeps the last used one of each stage and item.

        Raises:
            BusyError: a build is using the store.
        """
        with disk_errors(StoreError, "run again to finish cleaning"):
            lock = self._open()
            if not lock.try_exclusive():
                lock.share(_WAIT_SECONDS)
                raise BusyError(
                    f"{self._folders.root}: a build is using this store; clean it after the build"
                )
            try:
                self._stat_cache.forget_changed()
                return sweep(self._folders, self._records, None if keep is None else set(keep))
            finally:
                lock.share(_WAIT_SECONDS)

    def close(self) -> None:
        """Save the hashes of unchanged files for the next build, and release the store."""
        if self._lock is None:
            return
        try:
            self._stat_cache.save()
        except OSError as error:  # the next build only takes longer
            log.warning("%s: cannot be written: %s", error.filename, error.strerror)
        finally:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @contextmanager
    def _opened(self) -> Iterator[None]:
        with disk_errors(StoreError):
            self._open()
            yield

    def _open(self) -> FileLock:
        if self._lock is None:
            self._folders.check()
            self._disk.make_folders(self._folders.root)
            lock = FileLock(self._folders.lock, self._disk)
            try:
                self._enter(lock)
            except BaseException:
                lock.close()
                raise
            self._lock = lock
        return self._lock

    def _enter(self, lock: FileLock) -> None:
        if lock.try_exclusive() and lock.is_real:
            # No other process uses the store, so files in tmp/ come from killed builds.
            self._folders.empty()
        if not lock.share(_WAIT_SECONDS):
            raise BusyError(
                f"{self._folders.root}: another process cleans this store ({lock.holder}); "
                "run again later"
            )
        self._folders.create()

    def _commit(self, outputs: Outputs) -> Artifact:
        if (action := outputs.action) is None:
            raise ValueError("outputs of no action")
        staged = outputs.close()
        self._objects.adopt(staged.values())
        contents = {name: content for name, (_, content) in sorted(staged.items())}
        record = Record(action.key, action.description, contents, outputs.run)
        self._records.save(record)
        self._damaged.discard(action.key)
        return self._artifact(record)

    def _artifact(self, record: Record) -> Artifact:
        self._used.add(record.key)
        return Artifact(record.key, record.outputs, self._objects, record.run)
