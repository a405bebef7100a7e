"""Records what an author's code reads: files, lists of folders, environment variables.

Python tells of files and folders by audit events. They do not cover what compiled code and other
programs open. So weights files in and below the folder of the author's file, and files of which the
author's code makes the path, are watched as well.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path, PurePath
from types import CodeType, FrameType, ModuleType
from typing import Any

from topopress.core.errors import TopopressError
from topopress.network.own.blame import is_own, library_folders
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
"""Frames between the author's code and the function that is watched."""
_LEVELS = 3
"""Levels of folders below an author's file where weights may lie."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a load of a network read, each with a SHA-256 of its content at that time.

    Attributes:
        files: By path relative to the folder of the exploration, or absolute if outside.
        folders: Lists of names, likewise.
        variables: Environment variables.
        libraries: Versions of the distributions that the author's modules import.
        named: Size and time of files that may have been read. If one of them changes, the network
            is loaded again, and the module itself tells whether it is another one.
    """

    files: Mapping[str, str]
    folders: Mapping[str, str]
    variables: Mapping[str, str]
    libraries: Mapping[str, str]
    named: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, but for the paths of files outside the exploration's folder."""
        files = sorted((Path(name).name, digest) for name, digest in self.files.items())
        return sha256(
            canonical([[list(pair) for pair in files], dict(self.variables), dict(self.libraries)])
        )

    def changed(self, base: Path, hash_file: HashFile) -> str:
        """Return what differs now, in words; "" if nothing does."""
        watched: tuple[tuple[Mapping[str, str], Callable[[str], str], str], ...] = (
            (self.files, lambda name: _hash(base / name, hash_file), "{} changed"),
            (self.named, lambda name: _state(base / name), "{} changed"),
            (self.folders, lambda name: _listing(base / name), "the list of files in {} changed"),
            (self.variables, _variable, "the environment variable {} changed"),
        )
        for recorded, now_of, said in watched:
            for name, before in recorded.items():
                if now_of(name) != before:
                    return said.format(name)
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
    named: set[str] = field(default_factory=set)

    def reads(self, base: Path, modules: Collection[ModuleType]) -> Reads:
        """Return what was read, with its present content; paths start from ``base``.

        ``modules`` are the author's.
        """
        files = {path for path in self.opened - self.written if _counts(path)}
        named = {p for p in self.named | (self.opened & self.written) if _counts(p)}
        named |= {text for module in modules for text in _texts(module) if _counts(text)}
        for folder in {Path(module.__file__ or "").parent for module in modules}:
            named |= _weights(folder)
        named = {path for path in named - files if os.path.isfile(path)}  # noqa: PTH113
        folders = {path for path in self.listed if _counts(path)}
        return Reads(
            files={_named(p, base): _hash(Path(p), sha256_of_file) for p in sorted(files)},
            folders={_named(p, base): _listing(Path(p)) for p in sorted(folders)},
            variables={name: _variable(name) for name in sorted(self.variables)},
            libraries=versions(*sorted(_imported_by(modules))),
            named={_named(path, base): _state(Path(path)) for path in sorted(named)},
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
    library_folders()  # remembered from now on, since they are paths, which are watched below
    _recorders.append(recorder)
    try:
        with ExitStack() as watched:
            for owner, name, note in _watched(recorder):
                watched.enter_context(_noting(owner, name, note))
            yield recorder
    finally:
        _recorders.remove(recorder)


Note = Callable[[tuple[Any, ...], Any], None]


def _watched(recorder: Recorder) -> Iterator[tuple[Any, str, Note]]:
    """Yield the functions of Python that tell what an author reads: owner, name, what to note."""

    def variable(arguments: tuple[Any, ...], _value: object) -> None:
        if isinstance(arguments[1], str | bytes):
            recorder.variables.add(os.fsdecode(arguments[1]))

    def path(_arguments: tuple[Any, ...], value: object) -> None:
        if isinstance(value, str):
            full = value if os.path.isabs(value) else f"{os.getcwd()}{os.sep}{value}"  # noqa: PTH109, PTH117
            recorder.named.add(os.path.normpath(full))  # abspath would call join

    yield type(os.environ), "__getitem__", variable
    yield PurePath, "__str__", path
    yield os.path, "join", path


@contextmanager
def _noting(owner: Any, name: str, note: Note) -> Iterator[None]:  # noqa: ANN401
    """Note inside the block what an author's code gives to a function and gets from it."""
    original = getattr(owner, name)

    def noted(*arguments: Any) -> Any:  # noqa: ANN401
        value, asked = None, _asked_by_author(sys._getframe(1))
        try:
            value = original(*arguments)
        finally:
            if asked:
                note(arguments, value)
        return value

    setattr(owner, name, noted)
    try:
        yield
    finally:
        setattr(owner, name, original)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _recorders or event not in {"open", "os.listdir", "os.scandir"}:
        return
    path = "." if arguments[0] is None else arguments[0]
    if not isinstance(path, str | bytes | os.PathLike):
        return
    if event != "open" and sys._getframe(1).f_code.co_filename.startswith("<frozen"):
        return  # Python itself looks for modules
    full = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - a Path would be slower
    for recorder in _recorders:
        if event != "open":
            recorder.listed.add(full)
        elif arguments[2] & (os.O_WRONLY | os.O_APPEND | os.O_TRUNC):
            recorder.written.add(full)
        elif arguments[2] & os.O_RDWR:
            recorder.named.add(full)
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


def _texts(module: ModuleType) -> Iterator[str]:
    """Yield the texts in a module's code that are full paths."""
    get_code = getattr(module.__loader__, "get_code", None)
    waiting = [get_code(module.__name__)] if get_code else []
    while waiting:
        value = waiting.pop()
        if isinstance(value, CodeType):
            waiting += value.co_consts
        elif isinstance(value, str) and os.path.isabs(value):  # noqa: PTH117
            yield value


def _state(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return _GONE
    return f"{status.st_size} {status.st_mtime_ns}"


def _weights(folder: Path) -> set[str]:
    """Return the weights files in a folder, and in the folders below it."""
    weights: set[str] = set()
    for place, folders, names in os.walk(folder):
        if len(Path(place).relative_to(folder).parts) == _LEVELS:
            folders.clear()
        folders[:] = (name for name in folders if not name.startswith("."))
        found = (os.path.join(place, name) for name in names)  # noqa: PTH118 - as in ``_audit``
        weights |= {path for path in found if Path(path).suffix.lower() in WEIGHTS}
    return weights


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
