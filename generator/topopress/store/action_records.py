"""Action records: small JSON files with the blobs of an action's outputs.

The record is written last. An action is done if and only if its record exists.
"""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from topopress.store.actions import key_of
from topopress.store.canonical import seal, unseal
from topopress.store.disk import Content
from topopress.store.folders import StoreFolders

log = logging.getLogger(__name__)
_OUTPUTS = TypeAdapter(dict[str, Content])


@dataclass(frozen=True, slots=True)
class Run:
    """How an action ran, for estimates; no result depends on it.

    Attributes:
        seconds: Wall time without that of its parts.
        parts: Wall time of its parts, each as it was when the part was computed.
        read: Bytes of the inputs that it read.
        processors: Processors that it could use.
    """

    seconds: float
    parts: float
    read: int
    processors: int

    @property
    def total(self) -> float:
        """Wall time with that of its parts."""
        return self.seconds + self.parts


_RUN = TypeAdapter(Run | None)


@dataclass(frozen=True, slots=True)
class Record:
    """One finished action: its key, its description and its outputs by name.

    ``run`` says how it ran, if that was measured.
    """

    key: str
    description: Mapping[str, Any]
    outputs: Mapping[str, Content]
    run: Run | None = None

    @property
    def place(self) -> tuple[str, str]:
        """Stage and item, which identify the action in a build."""
        return self.description["stage"], self.description["item"]

    def encode(self) -> bytes:
        """Return the file's bytes: the body, and its SHA-256 against damage."""
        outputs = {name: asdict(content) for name, content in self.outputs.items()}
        body = {"action": dict(self.description), "key": self.key, "outputs": outputs}
        body |= {"run": asdict(self.run)} if self.run else {}
        return seal(body) + b"\n"

    @classmethod
    def decode(cls, data: bytes, key: str) -> "Record":
        """Decode a file's bytes.

        Raises:
            ValueError: they are not an undamaged record of this key.
        """
        body = unseal(data)
        try:
            outputs = _OUTPUTS.validate_python(body["outputs"])
            run = _RUN.validate_python(body.get("run"))
            described = key_of(body["action"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("not a record") from error
        if not body.get("key") == key == described:
            raise ValueError("not a record of this key")
        return cls(key, body["action"], outputs, run)


class Records:
    """All action records of a store."""

    def __init__(self, folders: StoreFolders) -> None:
        self._folders = folders
        self._latest: dict[tuple[str, str], Record] | None = None

    def load(self, key: str) -> Record | None:
        """Return the record of a key, or None; move a damaged one to quarantine with a warning."""
        path = self._folders.action(key)
        if self._folders.disk.status(path) is None:
            return None
        try:
            return Record.decode(self._folders.disk.read(path), key)
        except ValueError as error:
            log.warning("%s: damaged action record (%s); in quarantine, recomputing", path, error)
            self._folders.quarantine(path)
            return None

    def save(self, record: Record) -> None:
        """Write a record durably; then its action is done."""
        disk, path = self._folders.disk, self._folders.action(record.key)
        disk.make_folders(path.parent)
        temporary = self._folders.temporary()
        disk.write_new(temporary, [record.encode()], 0o644)
        disk.sync(temporary)
        disk.rename(temporary, path)
        disk.sync(path.parent)
        self._remember(record)

    def use(self, record: Record) -> None:
        """Set a record's modification time, which is the time of its last use."""
        try:
            self._folders.disk.touch(self._folders.action(record.key))
        except OSError as error:  # a read-only store can still be read
            log.debug("%s", error)
        self._remember(record)

    def latest(self, stage: str, item: str) -> Record | None:
        """Return the last used record of a stage and item."""
        if self._latest is None:
            self._latest = {record.place: record for record in self.all()}
        return self._latest.get((stage, item))

    def all(self) -> list[Record]:
        """Return every undamaged record, the last used one last."""
        found = []
        for path in self._folders.everything(self._folders.actions):
            status = self._folders.disk.status(path)
            if status and (record := self.load(path.stem)):
                found.append((status.st_mtime_ns, record))
        return [record for _, record in sorted(found, key=lambda pair: pair[0])]

    def forget(self) -> None:
        """Clear the index after records were removed."""
        self._latest = None

    def _remember(self, record: Record) -> None:
        if self._latest is not None:
            self._latest[record.place] = record
