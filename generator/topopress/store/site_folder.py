"""What stands in the folder of a published site: the site's files, and what is kept beside them.

People publish from a git worktree and add files for their host. These entries are not the site's:
publication carries them over, and nothing of topopress removes them.
"""

import stat
from collections.abc import Iterator
from pathlib import Path

from topopress.core.counted import counted
from topopress.core.errors import PublishError
from topopress.store.disk import Disk
from topopress.store.site_files import MANIFEST, read_manifest

GIT = ".git"
KEPT = frozenset(
    {
        GIT,
        ".gitattributes",
        ".gitignore",
        ".well-known",
        "CNAME",
        "_headers",
        "_redirects",
        "robots.txt",
    }
)
"""Names in the folder that are kept; ``docs/publishing.md`` lists them."""
# Files that desktops create in the folders that they show.
_DESKTOP_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}


def site_paths(out: Path, disk: Disk) -> list[str]:
    """Return the paths of all files in a folder but those that are kept, and the manifest."""
    tops = (name for name in disk.names(out) if name not in KEPT)
    return [path for name in tops for path in _walk(out, name, disk) if path != MANIFEST]


def kept_files(out: Path, disk: Disk) -> dict[str, bytes]:
    """Return the contents of the kept files by path, without those of a folder ``.git``."""
    return {path: disk.read(out / path) for path in _kept_paths(out, disk)}


def refuse_strangers(out: Path, disk: Disk) -> None:
    """Refuse a folder with files that topopress did not make and does not keep.

    Raises:
        PublishError: naming one of them.
    """
    hashes, names = read_manifest(out, disk), set(disk.names(out)) - KEPT - _DESKTOP_FILES
    if names and hashes is None:
        raise PublishError(
            f"{out}: not empty, and not made by topopress (no {MANIFEST}); "
            "name another folder, or empty this one"
        )
    strangers = sorted(set(site_paths(out, disk)) - set(hashes or ()))
    if strangers:
        others = counted(len(strangers), "such file")
        raise PublishError(
            f"{out / strangers[0]}: not made by topopress ({others}); "
            "publishing would delete it; move it elsewhere"
        )
    for path in _kept_paths(out, disk):
        status = disk.status(out / path)
        if status is not None and not stat.S_ISREG(status.st_mode):
            raise PublishError(
                f"{out / path}: cannot be kept, because it is a link or a device; replace it by a "
                "file"
            )


def discard(folder: Path, out: Path, disk: Disk, *, durable: bool = True) -> None:
    """Remove a folder that ``out`` was exchanged with, but give ``out`` its folder ``.git`` first.

    Other kept entries are copied before the exchange; a repository is too large for that.

    Raises:
        PublishError: ``out`` has a ``.git`` of its own.
    """
    repository = folder / GIT
    if disk.is_folder(repository):
        if disk.status(out) is None or disk.status(out / GIT) is not None:
            raise PublishError(
                f"{repository}: left by a build that was ended, and not moved to {out}; move it "
                "to where you want it"
            )
        disk.rename(repository, out / GIT)
        if durable:
            disk.sync(out)
            disk.sync(folder)
    disk.remove_tree(folder)


def unpublish(out: Path, disk: Disk | None = None) -> None:
    """Remove the site in a folder, and the folder too if nothing in it is kept."""
    out, disk = out.resolve(), disk or Disk()
    # The manifest last: without it, what is left would not be known as a site.
    names = [name for name in disk.names(out) if name not in KEPT and name != MANIFEST]
    for path in [*(out / name for name in names), out / MANIFEST]:
        if disk.is_folder(path):
            disk.remove_tree(path)
        elif disk.status(path) is not None:
            disk.remove(path)
    if disk.status(out) is not None and not disk.names(out):
        disk.remove_folder(out)


def _kept_paths(out: Path, disk: Disk) -> list[str]:
    tops = [name for name in disk.names(out) if name in KEPT]
    if GIT in tops and disk.is_folder(out / GIT):
        tops.remove(GIT)
    return [path for name in tops for path in _walk(out, name, disk)]


def _walk(folder: Path, path: str, disk: Disk) -> Iterator[str]:
    """Yield the files at a path below a folder, by their paths below it."""
    name = path.rpartition("/")[2]
    if disk.is_folder(folder / path):
        for inner in disk.names(folder / path):
            yield from _walk(folder, f"{path}/{inner}", disk)
    elif name not in _DESKTOP_FILES:
        yield path
