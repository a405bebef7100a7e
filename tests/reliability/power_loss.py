"""A model of what a disk may hold after the power failed.

A recorded build is replayed up to some change. A file then holds what was last synced, or what
was written since, or a torn or zeroed part of it. A folder holds the names it had when it was
last synced, and any first part of the changes made to it since; a rename from one folder to
another is two changes, and either may be lost without the other (stricter than ext4 is).
The result is written to a real folder, for the real code to find.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path

from reliability.disks import Event


@dataclass
class File:
    now: bytes = b""
    synced: bytes = b""

    def after_power_loss(self, rng: random.Random) -> bytes:
        if self.now == self.synced:
            return self.now
        torn = self.now[: rng.randint(0, len(self.now))]
        return rng.choice([self.synced, self.synced, self.now, torn, bytes(len(self.now))])


@dataclass
class Folder:
    now: dict = field(default_factory=dict)
    synced: dict = field(default_factory=dict)
    pending: list = field(default_factory=list)

    def change(self, change):
        self.pending.append(change)
        apply(self.now, change)

    def after_power_loss(self, rng: random.Random) -> dict:
        names = dict(self.synced)
        for change in self.pending[: rng.randint(0, len(self.pending))]:
            apply(names, change)
        return names


def apply(names: dict, change: tuple) -> None:
    kind, name, value = change
    if kind == "add":
        names[name] = value
    elif kind == "remove":
        names.pop(name, None)
    elif kind == "move" and name in names:
        names[value] = names.pop(name)
    elif kind == "swap" and name in names and value in names:
        names[name], names[value] = names[value], names[name]


class Model:
    """The disk below one folder."""

    def __init__(self, root: Path, *, syncing: bool = True) -> None:
        self.root, self.syncing = root, syncing
        self.top = load(root)

    def replay(self, event: Event) -> None:
        if event.kind == "sync":
            self.sync(self.at(event.path))
            return
        folder, name = self.parent(event.path)
        if event.kind == "mkdir":
            folder.change(("add", name, Folder()))
        elif event.kind == "create":
            folder.change(("add", name, File()))
        elif event.kind == "write":
            folder.now[name].now = event.data
        elif event.kind == "remove":
            folder.change(("remove", name, None))
        elif event.kind == "rename":
            self.rename(folder, name, event.other)
        elif event.kind == "exchange":
            folder.change(("swap", name, event.other.name))

    def sync(self, node) -> None:
        if self.syncing:
            node.synced = dict(node.now) if isinstance(node, Folder) else node.now
            node.pending = []

    def rename(self, folder, name, other) -> None:
        target, new_name = self.parent(other)
        if target is folder:
            folder.change(("move", name, new_name))
        else:
            target.change(("add", new_name, folder.now[name]))
            folder.change(("remove", name, None))

    def at(self, path: Path):
        node = self.top
        for part in path.relative_to(self.root).parts:
            node = node.now[part]
        return node

    def parent(self, path: Path):
        return self.at(path.parent), path.name

    def lose_power(self, target: Path, rng: random.Random) -> None:
        write(self.top, target, rng)


def load(path: Path):
    """Take a real folder as what has been on the disk for long."""
    if path.is_dir():
        names = {child.name: load(child) for child in path.iterdir()}
        return Folder(dict(names), names)
    data = path.read_bytes()
    return File(data, data)


def write(folder: Folder, target: Path, rng: random.Random) -> None:
    target.mkdir()
    for name, node in folder.after_power_loss(rng).items():
        if isinstance(node, Folder):
            write(node, target / name, rng)
        else:
            (target / name).write_bytes(node.after_power_loss(rng))
