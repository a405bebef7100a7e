"""Collects the outputs of an action until they are committed together."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from topopress.core.errors import StoreError
from topopress.store.action_records import Run
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.canonical import Json, canonical
from topopress.store.disk import Content, npy_header
from topopress.store.failures import disk_errors
from topopress.store.folders import StoreFolders

READ_ONLY = 0o444
"""Mode of blobs, against accidental changes."""


_Map = np.memmap[Any, np.dtype[Any]]


class Outputs:
    """Outputs of one action, from ``Store.produce``.

    Outputs are temporary files at first. They become blobs, and the action is done, when the block
    ends; an exception removes them. After the end, ``artifact`` is the committed result.
    The block may set ``run``, which says how the action ran.
    """

    artifact: Artifact

    def __init__(self, folders: StoreFolders, action: Action | None = None) -> None:
        self.action = action
        self.run: Run | None = None
        self._folders = folders
        self._files: dict[str, tuple[Path, Content]] = {}
        self._arrays: dict[str, tuple[Path, _Map]] = {}

    def write(self, name: str, data: bytes) -> None:
        """Write bytes as an output."""
        self._write(name, [data])

    def write_json(self, name: str, value: Json) -> None:
        """Write a value as canonical JSON; NaN and infinities are refused."""
        self._write(name, [canonical(value)])

    def write_array(self, name: str, array: NDArray[Any]) -> None:
        """Write an array as .npy in C order; arrays of Python objects are refused."""
        values = np.asarray(array, order="C")
        header = npy_header(values.dtype, values.shape)
        self._write(name, [header, values.reshape(-1).view(np.uint8).data])

    def open_array(self, name: str, shape: tuple[int, ...], dtype: DTypeLike) -> _Map:
        """Return a memory-mapped array of zeros to fill, for arrays larger than memory.

        It becomes read-only when the block ends.
        """
        self._refuse_second(name)
        path = self._folders.temporary()
        with disk_errors(StoreError):
            array = self._folders.disk.create_array(path, shape, dtype)
        self._arrays[name] = path, array
        return array

    def is_open(self, name: str) -> bool:
        """Return whether ``open_array`` made an array under this name."""
        return name in self._arrays

    def close(self) -> dict[str, tuple[Path, Content]]:
        """Finish open arrays; return the temporary file and content of every output."""
        for name, (path, array) in self._arrays.items():
            array.flush()
            array.flags.writeable = False
            self._folders.disk.set_mode(path, READ_ONLY)
            self._files[name] = path, self._folders.disk.content(path)
        self._arrays = {}
        return self._files

    def discard(self) -> None:
        """Remove the temporary files."""
        for path, _ in (*self._files.values(), *self._arrays.values()):
            with suppress(OSError):  # the next start removes leftover files
                self._folders.disk.remove(path)

    def _write(self, name: str, chunks: Iterable[bytes | memoryview]) -> None:
        self._refuse_second(name)
        path = self._folders.temporary()
        with disk_errors(StoreError):
            self._files[name] = path, self._folders.disk.write_new(path, chunks, READ_ONLY)

    def _refuse_second(self, name: str) -> None:
        if name in self._files or name in self._arrays:
            raise ValueError(f"output {name!r} is written twice")
