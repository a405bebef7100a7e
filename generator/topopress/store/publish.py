"""Publishes a site atomically: a reader sees the old site or the new one.

The new site is written beside the old one, made durable, and exchanged with it by one system call.
Systems without that call use two renames; if a build dies between them, the next one repairs the
folder (``claimed_output``). Folders that topopress did not make are never changed. What the author
keeps beside the site is copied into the new one first (``site_folder``).
"""

import errno
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from topopress.core.errors import PublishError
from topopress.core.problems import Problem
from topopress.store.canonical import sha256
from topopress.store.disk import Disk
from topopress.store.failures import disk_errors
from topopress.store.locks import output_lock
from topopress.store.site_files import MANIFEST, check_paths, encode_manifest, read_manifest
from topopress.store.site_folder import discard, kept_files, refuse_strangers, site_paths

OF_AUTHOR = ("content", "templates", ".topopress")
"""Folders of a project in which no site is published: a build would read it."""
# Errors of systems or file systems that cannot exchange two names.
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTTY}


@contextmanager
def claimed_output(
    out: Path, *, project: Path | None = None, disk: Disk | None = None
) -> Iterator[None]:
    """Lock an output folder for one build, repair it, and check that topopress made it.

    Enter it before the work starts, so that a long build does not end with a refusal. Neither the
    folder of the project, nor a folder above it, nor one within ``content`` can be the output.
    ``disk`` replaces the real disk.

    Raises:
        BusyError: another build is writing the folder.
        PublishError: the folder contains files that topopress did not make.
    """
    out, disk = out.resolve(), disk or Disk()
    with disk_errors(PublishError):
        _refuse_location(out, project)  # before the lock file is made beside it
    with output_lock(out, disk):
        _prepare(out, project, disk)
        yield


def _prepare(out: Path, project: Path | None, disk: Disk) -> None:
    """Repair what a killed build left, and refuse a folder that topopress did not make."""
    with disk_errors(PublishError):
        _refuse_location(out, project)
        _recover(out, disk)
        refuse_strangers(out, disk)


def publish(
    files: Mapping[str, bytes],
    out: Path,
    *,
    durable: bool = True,
    project: Path | None = None,
    disk: Disk | None = None,
) -> bool:
    """Replace the site in a folder atomically, and return whether it changed.

    Call it inside ``claimed_output``. ``files`` are contents by path below the folder, such as
    ``photographs/index.html``; a site that is ``durable`` survives a power loss.

    Raises:
        PublishError: a path is unsafe or used twice, topopress did not make the folder, or the disk
            fails.
    """
    disk, out = disk or Disk(), out.resolve()
    check_paths(files)
    hashes = {path: sha256(content) for path, content in files.items()}
    _prepare(out, project, disk)
    with disk_errors(PublishError):
        if _is_published(files, hashes, out, disk):
            return False
        disk.make_folders(out.parent)
        staged = out.with_name(f".{out.name}.new-{secrets.token_hex(4)}")
        contents = {**dict(sorted(files.items())), **kept_files(out, disk)}
        contents[MANIFEST] = encode_manifest(hashes)
        try:
            _stage(contents, staged, disk, durable=durable)
            old = _replace(staged, out, disk)
        except BaseException:
            with suppress(OSError, PublishError):  # the next build removes the folder
                discard(staged, out, disk)
            raise
    with disk_errors(PublishError, "the new site is in place; run again to make it durable"):
        if durable:
            disk.sync(out.parent)
        if old is not None:
            discard(old, out, disk, durable=durable)
    return True


def verify_site(out: Path, disk: Disk | None = None) -> list[Problem]:
    """Return the problems of a published site: files changed, missing or foreign.

    Raises:
        PublishError: the folder contains no site.
    """
    disk = disk or Disk()
    with disk_errors(PublishError, "the site was not checked"):
        hashes = read_manifest(out, disk)
        if hashes is None:
            raise PublishError(f"{out}: no published site: it has no {MANIFEST}")
        present = set(site_paths(out, disk))
        changed = [p for p in present & hashes.keys() if disk.content(out / p).sha256 != hashes[p]]
    problems = {
        "is missing": hashes.keys() - present,
        "is not part of the site": present - hashes.keys(),
        "has changed since it was published": changed,
    }
    return [
        Problem(path, what, "published")
        for what, paths in problems.items()
        for path in sorted(paths)
    ]


def _refuse_location(out: Path, project: Path | None) -> None:
    kept = {"home": _home(), "working": Path.cwd()}
    if project is not None:
        kept["project's"] = project.resolve()
        _refuse_sources(out, project)
    for what, folder in kept.items():
        if folder.is_relative_to(out):
            raise PublishError(
                f"{out}: cannot publish over the {what} folder or a folder above it; "
                "name a folder of its own, such as public"
            )
    if out.exists() and not out.is_dir():
        raise PublishError(f"{out}: the output must be a folder, and this is a file")
    if out.is_mount():
        raise PublishError(f"{out}: a mount point cannot be replaced; name a folder within it")


def _refuse_sources(out: Path, project: Path) -> None:
    for inner in OF_AUTHOR:
        if out.is_relative_to((project / inner).resolve()):
            raise PublishError(
                f"{out}: cannot publish within {inner}/, from which the site is made; name a "
                "folder of its own, such as public"
            )


def _home() -> Path:
    try:
        return Path.home().resolve()
    except RuntimeError:  # users of containers can have none
        return Path("/")


def _is_published(
    files: Mapping[str, bytes], hashes: Mapping[str, str], out: Path, disk: Disk
) -> bool:
    if read_manifest(out, disk) != hashes:
        return False
    found = ((disk.status(out / path), content) for path, content in files.items())
    return all(status and status.st_size == len(content) for status, content in found)


def _stage(contents: Mapping[str, bytes], staged: Path, disk: Disk, *, durable: bool) -> None:
    parents = {str(parent) for path in contents for parent in PurePosixPath(path).parents}
    folders = [staged / folder for folder in sorted(parents | {"."})]
    for folder in folders:
        disk.make_folder(folder)
    for path, content in contents.items():
        disk.write_new(staged / path, [content], 0o644)
    if durable:
        # Files before the folders that name them, inner folders before outer ones.
        for written in [*(staged / path for path in contents), *reversed(folders)]:
            disk.sync(written)
        disk.sync(staged.parent)


def _replace(staged: Path, out: Path, disk: Disk) -> Path | None:
    """Rename the new site to ``out`` and return the old one's new path, if there was one."""
    if disk.status(out) is None:
        disk.rename(staged, out)
        return None
    try:
        disk.exchange(staged, out)
    except OSError as error:
        if error.errno not in _NO_EXCHANGE:
            raise
    else:
        return staged
    old = out.with_name(f".{out.name}.old-{secrets.token_hex(4)}")
    disk.rename(out, old)
    try:
        disk.rename(staged, out)  # _recover repairs a build that dies before this
    except BaseException:
        disk.rename(old, out)
        raise
    return old


def _recover(out: Path, disk: Disk) -> None:
    ours = re.compile(re.escape(f".{out.name}.") + "(new|old)-[0-9a-f]{8}")
    left = [out.with_name(name) for name in disk.names(out.parent) if ours.fullmatch(name)]
    old = [path for path in left if path.name.startswith(f".{out.name}.old-")]
    if old and disk.status(out) is None:
        disk.rename(old[0], out)
        disk.sync(out.parent)
        left.remove(old[0])
    for folder in left:
        discard(folder, out, disk)
