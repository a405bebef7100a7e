"""All disk operations of the store and of publication.

Every operation first calls ``Disk.before`` with its name and path, which does nothing. Tests
override it to kill the process, fail, or record at the n-th operation. Every ``OSError`` of this
module has a path.
"""

import ctypes
import errno
import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray
from pydantic import Field

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
_CANNOT_RESERVE = {errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS}


# A digest becomes a path, so other texts are refused wherever one is read.
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", strict=True)]


@dataclass(frozen=True, slots=True)
class Content:
    """SHA-256 and size in bytes of a file's content."""

    sha256: Digest
    size: Annotated[int, Field(strict=True)]


class Disk:
    """The real disk."""

    chunk_size = 1 << 20

    def before(self, operation: str, path: Path) -> None:
        """Do nothing. Called before each operation; tests override it."""

    @contextmanager
    def doing(self, operation: str, path: Path) -> Iterator[None]:
        """Call ``before``, and add the path to an ``OSError`` of the block."""
        try:
            self.before(operation, path)
            yield
        except OSError as error:
            if error.filename is None:  # errors of read, write and fsync know no path
                error.filename = str(path)
            raise

    # Writing

    def make_folder(self, path: Path, mode: int = 0o755) -> bool:
        """Create one folder and return whether it was missing."""
        with self.doing("mkdir", path), suppress(FileExistsError):
            path.mkdir()
            path.chmod(mode)  # the umask changes the mode of mkdir
            return True
        return False

    def make_folders(self, path: Path) -> None:
        """Create a folder and its parents, and make their entries durable."""
        if path.is_dir():
            return
        self.make_folders(path.parent)
        if self.make_folder(path):
            self.sync(path.parent)

    def write_new(self, path: Path, chunks: Iterable[bytes | memoryview], mode: int) -> Content:
        """Write a file that must not exist; return its content's hash. It is not durable yet."""
        with self.doing("create", path):
            descriptor = os.open(path, _NEW_FILE, mode)
        digest, size = hashlib.sha256(), 0
        try:
            os.fchmod(descriptor, mode)  # the umask changes the mode of open
            for chunk in chunks:
                self._write(descriptor, path, memoryview(chunk).cast("B"))
                digest.update(chunk)
                size += memoryview(chunk).nbytes
        finally:
            os.close(descriptor)
        return Content(digest.hexdigest(), size)

    def _write(self, descriptor: int, path: Path, data: memoryview) -> None:
        while data:
            with self.doing("write", path):
                data = data[os.write(descriptor, data[: self.chunk_size]) :]

    def create_array(
        self, path: Path, shape: tuple[int, ...], dtype: DTypeLike
    ) -> np.memmap[Any, np.dtype[Any]]:
        """Create a .npy file of zeros and map it for writing.

        The space is reserved first. So a full disk is an error here, not a SIGBUS that kills the
        process at a later write through the map.
        """
        header = npy_header(np.dtype(dtype), shape)
        self.write_new(path, [header], 0o644)
        size = len(header) + np.dtype(dtype).itemsize * int(np.prod(shape, dtype=np.int64))
        with self.doing("reserve", path):
            _reserve(path, size)
        with self.doing("map", path):
            return np.memmap(path, np.dtype(dtype), "r+", len(header), shape)

    def sync(self, path: Path) -> None:
        """Make a file's content, or a folder's entries, durable."""
        with self.doing("fsync", path):
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Rename a file or folder; an existing file of the new name is replaced."""
        with self.doing("rename", target):
            source.replace(target)

    def exchange(self, one: Path, other: Path) -> None:
        """Swap two names atomically.

        Raises:
            OSError: also if the system or the file system does not support it.
        """
        with self.doing("exchange", other):
            _exchange(one, other)

    def set_mode(self, path: Path, mode: int) -> None:
        """Set a file's permissions."""
        with self.doing("chmod", path):
            path.chmod(mode)

    def touch(self, path: Path) -> None:
        """Set a file's modification time to now."""
        with self.doing("touch", path):
            now = time.time_ns()  # finer than the kernel's clock for files
            os.utime(path, ns=(now, now))

    def remove(self, path: Path) -> None:
        """Remove a file or a link."""
        with self.doing("unlink", path):
            path.unlink()

    def remove_tree(self, folder: Path) -> None:
        """Remove a folder and its content, without following links."""
        for path in (folder / name for name in self.names(folder)):
            (self.remove_tree if self.is_folder(path) else self.remove)(path)
        self.remove_folder(folder)

    def remove_folder(self, folder: Path) -> None:
        """Remove an empty folder."""
        with self.doing("rmdir", folder):
            folder.rmdir()

    # Reading

    def read(self, path: Path) -> bytes:
        """Return a file's content."""
        with self.doing("read", path):
            return path.read_bytes()

    def chunks(self, path: Path) -> Iterator[bytes]:
        """Yield a file's content in chunks."""
        with self.doing("open", path):
            file = path.open("rb", buffering=0)
        with file:
            while True:
                with self.doing("read", path):
                    chunk = file.read(self.chunk_size)
                if not chunk:
                    return
                yield chunk

    def content(self, path: Path) -> Content:
        """Return SHA-256 and size of a file."""
        digest, size = hashlib.sha256(), 0
        for chunk in self.chunks(path):
            digest.update(chunk)
            size += len(chunk)
        return Content(digest.hexdigest(), size)

    def map_array(self, path: Path) -> NDArray[Any]:
        """Map a .npy file for reading; pickled objects are refused."""
        with self.doing("map", path):
            array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
        return array

    def status(self, path: Path) -> os.stat_result | None:
        """Return the status of a file, without following a link, or None if it is absent."""
        with self.doing("stat", path), suppress(FileNotFoundError, NotADirectoryError):
            return path.lstat()
        return None

    def status_of_target(self, path: Path) -> os.stat_result:
        """Return the status of a file, through links."""
        with self.doing("stat", path):
            return path.stat()

    def is_folder(self, path: Path) -> bool:
        """Return whether a path is a folder, and not a link to one."""
        status = self.status(path)
        return status is not None and stat.S_ISDIR(status.st_mode)

    def names(self, folder: Path) -> list[str]:
        """Return the sorted names in a folder; empty if it is absent."""
        with self.doing("list", folder), suppress(FileNotFoundError):
            return sorted(os.listdir(folder))  # noqa: PTH208 - names, not paths
        return []


def npy_header(dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    """Return the header of a .npy file in C order."""
    if dtype.hasobject:
        raise TypeError(f"arrays of Python objects ({dtype}) need pickle and cannot be stored")
    description = np.lib.format.dtype_to_descr(dtype)
    text = f"{{'descr': {description!r}, 'fortran_order': False, 'shape': {shape!r}, }}"
    # Magic, version and length take 10 bytes; the array starts at a multiple of 64.
    padding = -(10 + len(text) + 1) % 64
    header = (text + " " * padding + "\n").encode("latin1")
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header


def _reserve(path: Path, size: int) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.ftruncate(descriptor, size)
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, size)
    except OSError as error:
        if error.errno not in _CANNOT_RESERVE:
            raise
    finally:
        os.close(descriptor)


def _exchange(one: Path, other: Path) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(other))
    names = os.fsencode(one), os.fsencode(other)
    if libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))
