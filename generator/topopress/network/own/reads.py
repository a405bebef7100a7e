"""Records what an author's code reads: files, lists of folders, environment variables.

Python tells of files and folders by audit events. They do not cover what compiled code opens by
itself, so the weights files that lie beside the author's file count as read, too.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from topopress.core.errors import TopopressError
from topopress.network.own.blame import is_own
from topopress.store.actions import versions
from topopress.store.canonical import canonical, sha256, sha256_of_file

WEIGHTS = frozenset(
    {".bin", ".ckpt", ".gguf", ".h5", ".hdf5", ".npy", ".npz", ".onnx", ".pt", ".pth"}
    | {".safetensors", ".weights"}
)
"""Endings of files that libraries open without Python's knowledge."""
HashFile = Callable[[Path], str]
_GONE = "gone"
_SYSTEM = ("/dev/", "/proc/", "/sys/", "/etc/")
_DEPTH = 4
"""Frames between the author's code and the look-up in ``os.environ`` itself."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a load of a network read, each with a SHA-256 of its content at that time.

    Attributes:
        files: By path relative to the folder of the exploration, or absolute if outside.
        folders: Lists of names, likewise.
        variables: Environment variables.
        libraries: Versions of the distributions that the author's modules import.
    """

    files: Mapping[str, str]
    folders: Mapping[str, str]
    variables: Mapping[str, str]
    libraries: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, but for the paths of files outside the exploration's folder."""
        files = sorted((Path(name).name, digest) for name, digest in self.files.items())
        return sha256(
            canonical([[list(pair) for pair in files], dict(self.variables), dict(self.libraries)])
        )

    def changed(self, base: Path, hash_file: HashFile) -> str:
        """Return what differs now, in words; "" if nothing does."""
        for name, digest in self.files.items():
            if _hash(base / name, hash_file) != digest:
                return f"{name} changed"
        for name, digest in self.folders.items():
            if _listing(base / name) != digest:
                return f"the list of files in {name} changed"
        for name, digest in self.variables.items():
            if _variable(name) != digest:
                return f"the environment variable {name} changed"
        now = versions(*self.libraries)
        other = [name for name, version in self.libraries.items() if now[name] != version]
        return f"{other[0]} has another version" if other else ""


@dataclass(slots=True)
class Recorder:
    """Collects paths and names while it is active; see ``recording``."""

    opened: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)

    def reads(self, base: Path, modules: Collection[ModuleType]) -> Reads:
        """Return what was read, with its present content; paths start from ``base``.

        ``modules`` are the author's.
        """
        folders_of_code = {Path(module.__file__ or "").parent for module in modules}
        names = (path for folder in folders_of_code for path in folder.iterdir())
        beside = {str(path) for path in names if path.suffix.lower() in WEIGHTS}
        files = {path for path in self.opened - self.written if _counts(path)} | beside
        folders = {path for path in self.listed if _counts(path)}
        return Reads(
            files={_named(p, base): _hash(Path(p), sha256_of_file) for p in sorted(files)},
            folders={_named(p, base): _listing(Path(p)) for p in sorted(folders)},
            variables={name: _variable(name) for name in sorted(self.variables)},
            libraries=versions(*sorted(_imported_by(modules))),
        )


_recorders: list[Recorder] = []
_hooked: list[bool] = []


@contextmanager
def recording() -> Iterator[Recorder]:
    """Record inside the block what Python code reads."""
    if not _hooked:
        _hooked.append(True)  # an audit hook cannot be removed
        sys.addaudithook(_audit)
    recorder = Recorder()
    environ: Any = type(os.environ)
    look_up = environ.__getitem__

    def recorded(self: object, name: str) -> str:
        if isinstance(name, str) and _asked_by_author(sys._getframe(1)):
            recorder.variables.add(name)
        value: str = look_up(self, name)
        return value

    _recorders.append(recorder)
    environ.__getitem__ = recorded
    try:
        yield recorder
    finally:
        environ.__getitem__ = look_up
        _recorders.remove(recorder)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _recorders or event not in {"open", "os.listdir", "os.scandir"}:
        return
    path = "." if arguments[0] is None else arguments[0]
    if not isinstance(path, str | bytes | os.PathLike):
        return
    full = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - a Path would be slower
    for recorder in _recorders:
        if event != "open":
            recorder.listed.add(full)
        elif arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_APPEND):
            recorder.written.add(full)
        else:
            recorder.opened.add(full)


def _asked_by_author(frame: FrameType | None) -> bool:
    for _ in range(_DEPTH):
        if frame is None or frame.f_code.co_name == "__iter__":  # all variables, as for a process
            return False
        if is_own(frame.f_code.co_filename):
            return True
        frame = frame.f_back
    return False


def _counts(path: str) -> bool:
    if not is_own(path) or path.startswith(_SYSTEM) or path.endswith(".pyc"):
        return False
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError:
        return False
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def _named(path: str, base: Path) -> str:
    full, start = Path(path), base.absolute()
    return full.relative_to(start).as_posix() if full.is_relative_to(start) else path


def _hash(path: Path, hash_file: HashFile) -> str:
    try:
        return hash_file(path) if path.is_file() else _GONE
    except (OSError, TopopressError):
        return _GONE


def _listing(path: Path) -> str:
    try:
        return sha256(canonical(sorted(os.fsencode(name).hex() for name in os.listdir(path))))  # noqa: PTH208
    except OSError:
        return _GONE


def _variable(name: str) -> str:
    # Only a digest is stored, because variables can hold secrets.
    value = os.environ.get(name)
    return "unset" if value is None else hashlib.sha256(os.fsencode(value)).hexdigest()


def _imported_by(modules: Iterable[ModuleType]) -> set[str]:
    """Return the distributions of the names that some modules use."""
    packages: set[str] = set()
    for module in modules:
        for value in vars(module).values():
            name = value.__name__ if isinstance(value, ModuleType) else ""
            packages.add((name or str(getattr(value, "__module__", ""))).partition(".")[0])
    known = _distributions()
    return {name for package in packages for name in known.get(package, ())}


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()
