"""Runs an author's Python file and keeps its modules importable until the next one runs.

The code may import modules beside it, parse arguments, change the working folder or torch's
defaults, or end the program: nothing of that reaches the rest of the process.
"""

import importlib.util
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from importlib.abc import MetaPathFinder
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    ModuleSpec,
    SourceFileLoader,
)
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, TextIO, cast

import numpy as np
import torch

from topopress.core.errors import NetworkError, TopopressError
from topopress.network.own.blame import blamed, is_own

_NAME = "topopress_own_network"


class _Source(SourceFileLoader):
    """Compiles a module from its source.

    Python's compiled files say by time and size alone which source they belong to, so an edit
    within the same second would be missed.
    """

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.get_data(self.path), self.path)


class _Finder(MetaPathFinder):
    """Finds modules beside an author's file, and in the folders that the author adds to the path.

    They come before installed ones of the same name, as for ``python FILE``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._others = str(folder), frozenset(sys.path)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a module in one of the author's folders."""
        if path is None:
            path = [self._folder, *(p for p in sys.path if p not in self._others)]
        loaders = (ExtensionFileLoader, EXTENSION_SUFFIXES), (_Source, [".py"])
        for folder in path:
            if is_own(os.path.join(folder, "")):  # noqa: PTH118 - with a separator at the end
                spec = FileFinder(folder, *loaders).find_spec(name, target)
                if spec is not None and spec.loader is not None:
                    return spec
        return None


class _Lent:
    """A stream of the program, which an author's code can write to, but not close or change."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._stream, name)

    def close(self) -> None:
        """Leave the stream open."""

    def reconfigure(self, **_options: object) -> None:
        """Leave the stream as it is."""


class _Running:
    """The author's code whose modules can be imported now."""

    def __init__(self, path: Path) -> None:
        self.modules, self.path = frozenset(sys.modules), list(sys.path)
        self.environment, self.importers = dict(os.environ), frozenset(sys.path_importer_cache)
        self.finder = _Finder(path.parent)
        sys.meta_path.insert(0, self.finder)
        sys.path.append(str(path.parent))  # for folders of modules without an __init__.py

    def own(self) -> list[ModuleType]:
        new = sorted(sys.modules.keys() - self.modules)
        return [sys.modules[n] for n in new if is_own(getattr(sys.modules[n], "__file__", None))]

    def end(self) -> None:
        for module in self.own():
            sys.modules.pop(module.__name__, None)
        sys.meta_path.remove(self.finder)
        sys.path[:] = self.path
        os.environ.clear()
        os.environ.update(self.environment)
        for folder in sys.path_importer_cache.keys() - self.importers:
            sys.path_importer_cache.pop(folder)  # an archive would be read again
        importlib.invalidate_caches()


_running: list[_Running] = []


def run_file(path: Path, network: str) -> ModuleType:
    """Run an author's file as a module; that of an earlier call can no longer import its modules.

    Raises:
        NetworkError: the file raises anything, or ends the program.
    """
    close_own_code()
    running = _Running(path)
    _running.append(running)
    return _executed(path, f"network.name: {network}", NetworkError)


def _executed(path: Path, what: str, kind: type[TopopressError]) -> ModuleType:
    spec = importlib.util.spec_from_file_location(_NAME, path, loader=_Source(_NAME, str(path)))
    if spec is None or spec.loader is None:
        raise kind(f"{what}: {path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[_NAME] = module  # dataclasses and pickles look there
    with own_errors(f"{what} cannot be imported", kind), kept_state(path):
        spec.loader.exec_module(module)
    return module


@contextmanager
def file_run(
    path: Path, what: str, kind: type[TopopressError]
) -> Iterator[tuple[ModuleType, Callable[[], list[ModuleType]]]]:
    """Run another file of an author's as a module, whose imports work inside the block alone.

    Code that runs already stays as it is. Gives the module, and what returns all modules that the
    file consists of. ``what`` begins messages, ``kind`` is their class.

    Raises:
        TopopressError: the file raises anything, or ends the program.
    """
    aside = {module.__name__: module for module in running_modules()}
    for name in aside:
        sys.modules.pop(name, None)
    running = _Running(path)
    try:
        yield _executed(path, what, kind), running.own
    finally:
        running.end()
        sys.modules.update(aside)


def running_modules() -> list[ModuleType]:
    """Return the modules that the running code consists of, sorted by name."""
    return [module for one in _running for module in one.own()]


def close_own_code() -> None:
    """Forget the modules, paths and variables of the code that ran last, if any did."""
    while _running:
        _running.pop().end()


@contextmanager
def own_errors(what: str, kind: type[TopopressError] = NetworkError) -> Iterator[None]:
    """Turn whatever an author's code raises inside the block into an error of ours.

    Only Ctrl-C and our own errors pass.
    """
    try:
        yield
    except (KeyboardInterrupt, TopopressError):
        raise
    except BaseException as error:
        raise blamed(error, what, kind) from error


@contextmanager
def kept_state(path: Path) -> Iterator[None]:
    """Undo, at the end of the block, what an author's code changes in the process.

    Inside, ``sys.argv`` is the path alone and there is no input to read; what is printed comes out,
    but the streams cannot be closed or exchanged. Random generators are the
    business of ``private_rng``.
    """
    folder, arguments, entered = Path.cwd(), sys.argv, sys.stdin
    dtype, device = torch.get_default_dtype(), torch.get_default_device()
    threads, deterministic = torch.get_num_threads(), torch.are_deterministic_algorithms_enabled()
    limit, errors = sys.getrecursionlimit(), np.geterr()
    mask = os.umask(0)
    os.umask(mask)
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        stack.enter_context(torch.set_grad_enabled(True))
        stack.enter_context(redirect_stdout(cast("TextIO", _Lent(sys.stdout))))
        stack.enter_context(redirect_stderr(cast("TextIO", _Lent(sys.stderr))))
        sys.argv = [str(path)]
        sys.stdin = stack.enter_context(Path(os.devnull).open(encoding="utf-8"))
        try:
            yield
        finally:
            os.chdir(folder)
            os.umask(mask)
            sys.argv, sys.stdin = arguments, entered
            torch.set_default_dtype(dtype)
            if torch.get_default_device() != device:
                torch.set_default_device(None if device.type == "cpu" else device)
            torch.set_num_threads(threads)
            torch.use_deterministic_algorithms(deterministic)
            sys.setrecursionlimit(limit)
            np.seterr(**errors)
