"""Reads a finished result of the store."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from topopress.core.errors import StoreError
from topopress.store.action_records import Run
from topopress.store.canonical import sha256
from topopress.store.disk import Content
from topopress.store.failures import disk_errors
from topopress.store.objects import Objects


@dataclass(frozen=True, eq=False)
class Artifact:
    """The outputs of one action, by name; and how it ran, if that was measured."""

    key: str
    outputs: Mapping[str, Content]
    objects: Objects
    run: Run | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the outputs, sorted."""
        return tuple(sorted(self.outputs))

    def digest(self, name: str) -> str:
        """Return the SHA-256 of an output, on which the keys of later actions depend."""
        return self.outputs[name].sha256

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every output by name."""
        return {name: self.digest(name) for name in self.names}

    @property
    def sizes(self) -> dict[str, int]:
        """Bytes of every output by name."""
        return {name: content.size for name, content in self.outputs.items()}

    def size(self, name: str) -> int:
        """Return an output's size in bytes."""
        return self.outputs[name].size

    def path(self, name: str) -> Path:
        """Return the blob's path, for copies only: never write to it, never link to it."""
        return self.objects.path(self.digest(name))

    def read(self, name: str) -> bytes:
        """Return an output's bytes after a check of their hash.

        Raises:
            StoreError: the blob changed since the artifact was found.
        """
        with disk_errors(StoreError):
            data = self.objects.disk.read(self.path(name))
        if sha256(data) != self.digest(name):
            self.objects.is_sound(self.outputs[name])
            raise self._changed(name)
        return data

    def json(self, name: str) -> Any:  # noqa: ANN401 - the caller knows the type
        """Return the value of a JSON output."""
        return json.loads(self.read(name))

    def array(self, name: str) -> NDArray[Any]:
        """Return an array output, memory-mapped from the blob and read-only.

        Raises:
            StoreError: the blob changed since the artifact was found.
        """
        with disk_errors(StoreError):
            if not self.objects.is_sound(self.outputs[name]):
                raise self._changed(name)
            return self.objects.disk.map_array(self.path(name))

    def _changed(self, name: str) -> StoreError:
        return StoreError(
            f"{self.path(name)}: the blob of {name!r} was damaged during the build; "
            "nothing was published; run again to recompute it"
        )
