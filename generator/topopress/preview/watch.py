"""Tells when a text, a template or an asset has changed."""

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from topopress.core import resources
from topopress.core.errors import ResourceError

WATCHED = ("content", "templates", "translations")
DEBOUNCE_MS = 150
STEP_MS = 40
WAKE_MS = 250
Snapshot = dict[str, tuple[int, int]]


def watched(root: Path) -> list[Path]:
    """Return the folders whose files decide how the pages look."""
    folders = [root / name for name in WATCHED]
    for locate in (resources.templates, resources.site_assets):
        try:
            folders.append(locate())
        except ResourceError:
            continue
    return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]


def snapshot(folders: Iterable[Path]) -> Snapshot:
    """Return size and time of change of every file in some folders."""
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return {str(file): (file.stat().st_size, file.stat().st_mtime_ns) for file in files}


def changes(folders: list[Path], before: Snapshot, stop: threading.Event) -> Iterator[None]:
    """Yield whenever a file has changed since ``before``, until ``stop`` is set."""
    from watchfiles import watch

    events = watch(
        *folders,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        rust_timeout=WAKE_MS,
        yield_on_timeout=True,
        stop_event=stop,
    )
    # An edit that is made before the watcher runs causes no event: compare once.
    if next(events, None) is not None and before != snapshot(folders):
        yield
    for changed in events:
        if changed:
            yield
