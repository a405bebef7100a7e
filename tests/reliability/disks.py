"""Disks that misbehave on purpose, in the place of the real one."""

import errno
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path

from topopress.store.disk import Disk

CHANGES = frozenset(
    [
        "chmod",
        "create",
        "exchange",
        "fsync",
        "lock",
        "mkdir",
        "rename",
        "reserve",
        "rmdir",
        "sign",
        "touch",
        "unlink",
        "write",
    ]
)


class QuickDisk(Disk):
    """Does not wait for the platter: for tests in which nothing loses power."""

    can_exchange = True

    def sync(self, path: Path) -> None:
        with self.doing("fsync", path):
            pass

    def exchange(self, one: Path, other: Path) -> None:
        if not self.can_exchange:
            with self.doing("exchange", other):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(other))
        super().exchange(one, other)


class CountingDisk(QuickDisk):
    """Counts operations; those that change something apart."""

    def __init__(self, *, can_exchange: bool = True) -> None:
        self.can_exchange = can_exchange
        self.operations = 0
        self.changes = 0

    def before(self, operation: str, path: Path) -> None:
        self.operations += 1
        self.changes += operation in CHANGES


class KillingDisk(CountingDisk):
    """Ends the process with SIGKILL just before the n-th change."""

    def __init__(self, at: int, *, can_exchange: bool = True) -> None:
        super().__init__(can_exchange=can_exchange)
        self.at = at

    def before(self, operation: str, path: Path) -> None:
        super().before(operation, path)
        if self.changes == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


class FailingDisk(CountingDisk):
    """Fails at the n-th operation, or at every one from there on."""

    def __init__(
        self, at: int, error: int, *, for_good: bool = False, can_exchange: bool = True
    ) -> None:
        super().__init__(can_exchange=can_exchange)
        self.at, self.error, self.for_good = at, error, for_good

    def before(self, operation: str, path: Path) -> None:
        super().before(operation, path)
        if self.operations == self.at or (self.for_good and self.operations > self.at):
            raise OSError(self.error, os.strerror(self.error), str(path))


@dataclass(frozen=True)
class Event:
    """One change of the disk; ``other`` is the second name of a rename or an exchange."""

    kind: str
    path: Path
    other: Path | None = None
    data: bytes = b""


@dataclass
class RecordingDisk(Disk):
    """Writes down every change, so that it can be replayed on a model of a disk."""

    can_exchange: bool = True
    events: list[Event] = field(default_factory=list)

    def make_folder(self, path, mode=0o755):
        made = super().make_folder(path, mode)
        if made:
            self.events.append(Event("mkdir", path))
        return made

    def write_new(self, path, chunks, mode):
        content = super().write_new(path, chunks, mode)
        self.events += [Event("create", path), Event("write", path, data=path.read_bytes())]
        return content

    def set_mode(self, path, mode):
        # Called when a mapped array is complete: what went through the map is in the file now.
        self.events.append(Event("write", path, data=path.read_bytes()))
        super().set_mode(path, mode)

    def sync(self, path):
        self.events.append(Event("sync", path))

    def rename(self, source, target):
        super().rename(source, target)
        self.events.append(Event("rename", source, target))

    def exchange(self, one, other):
        if not self.can_exchange:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(other))
        super().exchange(one, other)
        self.events.append(Event("exchange", one, other))

    def remove(self, path):
        super().remove(path)
        self.events.append(Event("remove", path))

    def remove_folder(self, folder):
        super().remove_folder(folder)
        self.events.append(Event("remove", folder))
