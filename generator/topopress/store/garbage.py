"""Removes unused results from a store."""

from dataclasses import dataclass

from topopress.store.action_records import Records
from topopress.store.folders import StoreFolders


@dataclass(frozen=True, slots=True)
class Collected:
    """Numbers of removed actions and blobs, and their size in bytes."""

    actions: int
    objects: int
    bytes: int


def sweep(folders: StoreFolders, records: Records, keep: set[str] | None) -> Collected:
    """Remove actions first, then blobs, so that no action ever lacks a blob.

    The caller holds the exclusive lock. ``keep`` are the keys to keep; None keeps the last used one
    of each stage and item.
    """
    found = records.all()
    latest = {record.place: record for record in found}
    kept = list(latest.values()) if keep is None else [r for r in found if r.key in keep]
    live_actions = {folders.action(record.key) for record in kept}
    live_objects = {folders.object(c.sha256) for record in kept for c in record.outputs.values()}
    actions = [path for path in folders.everything(folders.actions) if path not in live_actions]
    objects = [path for path in folders.everything(folders.objects) if path not in live_objects]
    size = 0
    for path in [*actions, *objects]:
        status = folders.disk.status(path)
        size += status.st_size if status else 0
        folders.disk.remove(path)
    folders.empty(quarantine=True)
    records.forget()
    return Collected(len(actions), len(objects), size)
