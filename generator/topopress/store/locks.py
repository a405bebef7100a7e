"""Locks between builds, with flock: the kernel releases them when a process dies."""

import errno
import fcntl
import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from weakref import WeakSet

from topopress.core.errors import BusyError, PublishError
from topopress.store.disk import Disk
from topopress.store.failures import disk_errors

log = logging.getLogger(__name__)
_NO_LOCK_SERVICE = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
_POLL_SECONDS = 0.02


class FileLock:
    """A lock on a file, held exclusively by one process or shared by several.

    Where the disk has no locks every attempt succeeds, and ``is_real`` is False after it.
    """

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk
        self.is_real = True
        with disk.doing("lock", path):
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        _open_locks.add(self)

    def try_exclusive(self) -> bool:
        """Try to take the lock exclusively; a failure loses a shared lock held before."""
        taken = self._flock(fcntl.LOCK_EX | fcntl.LOCK_NB)
        if taken:
            self._sign()
        return taken

    def share(self, seconds: float) -> bool:
        """Take the lock shared; wait at most ``seconds`` for an exclusive holder."""
        deadline = time.monotonic() + seconds
        while not self._flock(fcntl.LOCK_SH | fcntl.LOCK_NB):
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True

    @property
    def holder(self) -> str:
        """Last exclusive holder: process, host and start time."""
        return os.pread(self._descriptor, 300, 0).decode("ascii", "replace").strip() or "unknown"

    @property
    def is_current(self) -> bool:
        """Whether the locked file still has its name; a holder removes it at the end."""
        status = self._disk.status(self._path)
        return status is not None and os.path.samestat(status, os.fstat(self._descriptor))

    @property
    def is_open(self) -> bool:
        """Whether the file is open: not after ``close``, nor in a forked child."""
        return self._descriptor >= 0

    def close(self) -> None:
        """Release the lock."""
        if self.is_open:
            os.close(self._descriptor)
        self._descriptor = -1
        _open_locks.discard(self)

    def __enter__(self) -> "FileLock":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _flock(self, operation: int) -> bool:
        with self._disk.doing("flock", self._path):
            try:
                fcntl.flock(self._descriptor, operation)
            except BlockingIOError:
                return False
            except OSError as error:
                if error.errno not in _NO_LOCK_SERVICE:
                    raise
                if self.is_real:
                    log.warning(
                        "%s: this disk has no locks; clean only while nothing runs", self._path
                    )
                self.is_real = False
        return True

    def _sign(self) -> None:
        since = time.strftime("%Y-%m-%d %H:%M:%S")
        text = f"process {os.getpid()} on {socket.gethostname()} since {since}\n"
        with self._disk.doing("sign", self._path):
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text.encode("ascii", "replace"), 0)


_open_locks: WeakSet[FileLock] = WeakSet()


def _close_in_child() -> None:
    # A forked worker can outlive its build, and must not keep the build's locks.
    for lock in list(_open_locks):
        lock.close()


os.register_at_fork(after_in_child=_close_in_child)


@contextmanager
def output_lock(out: Path, disk: Disk | None = None) -> Iterator[None]:
    """Hold the lock of an output folder during a build.

    The lock is a file beside the folder, ``.NAME.lock``. It is removed at the end.

    Raises:
        BusyError: another build holds it; the message says which.
        PublishError: the lock cannot be created.
    """
    out = out.resolve()
    if not out.name:
        raise PublishError(f"{out}: cannot publish over the root folder; name a folder within it")
    path = out.with_name(f".{out.name}.lock")
    disk = disk or Disk()
    with disk_errors(PublishError):
        disk.make_folders(path.parent)
        lock = _take(path, disk, out)
    with lock:
        try:
            yield
        finally:
            if lock.is_open:
                with suppress(OSError):  # an earlier error matters more than a leftover file
                    disk.remove(path)


def _take(path: Path, disk: Disk, out: Path) -> FileLock:
    while True:
        with ExitStack() as stack:
            lock = stack.enter_context(FileLock(path, disk))
            if not lock.try_exclusive():
                raise BusyError(
                    f"{out}: another build is writing this folder ({lock.holder}); "
                    "wait until it has finished, or build into another folder"
                )
            if lock.is_current:
                stack.pop_all()
                return lock
