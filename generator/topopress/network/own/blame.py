"""Says where in an author's code an error arose."""

import site
import sysconfig
from collections.abc import Collection
from functools import cache
from pathlib import Path
from traceback import walk_tb

from topopress.core.errors import NetworkError, TopopressError

_LONGEST = 300
_INSTALLED = {"site-packages", "dist-packages"}
"""Folders in which installers put libraries."""
_SEPARATORS = ("/", "\\")


@cache
def library_folders() -> tuple[str, ...]:
    """Return the folders of Python, of its libraries and of this package."""
    folders = {str(Path(__file__).resolve().parents[2]), *sysconfig.get_paths().values()}
    # Both are absent in some virtual environments.
    for name in ("getsitepackages", "getusersitepackages"):
        found = getattr(site, name, list[str])()
        folders.update([found] if isinstance(found, str) else found)
    return tuple(folder.rstrip("/\\") for folder in sorted(folders))


def is_own(file: str | None) -> bool:
    """Return whether a file of code is an author's: no library, no part of Python, not ours.

    No ``Path`` is made here: while an author's code runs, the making of paths asks this function.
    """
    if not file or file.startswith("<"):
        return False
    if not _INSTALLED.isdisjoint(file.replace("\\", "/").split("/")):  # of any environment
        return False
    return not any(file.startswith(tuple(f + s for s in _SEPARATORS)) for f in library_folders())


def said_by(error: BaseException) -> str:
    """Return the type and the first line of an error's text."""
    try:
        text = str(error).strip().partition("\n")[0][:_LONGEST]
    except Exception:  # an author's class can do anything here
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _own_frames(error: BaseException) -> list[tuple[str, int, str]]:
    """Return file, line and function of the frames in an author's code, the innermost last."""
    return [
        (frame.f_code.co_filename, line, frame.f_code.co_name)
        for frame, line in walk_tb(error.__traceback__)
        if is_own(frame.f_code.co_filename)
    ]


def raised_in(error: BaseException, files: Collection[str]) -> bool:
    """Return whether the innermost code of somebody else than us and libraries is in some files."""
    frames = _own_frames(error)
    return bool(frames) and frames[-1][0] in files


def place_of(error: BaseException) -> str:
    """Return file, line and function of the innermost frame in an author's code; "" if none is."""
    if isinstance(error, SyntaxError) and is_own(error.filename):
        return f"{Path(error.filename or '').name}, line {error.lineno}"
    frames = _own_frames(error)
    if not frames:
        return ""
    file, line, function = frames[-1]
    inside = "" if function.startswith("<") else f", in {function}"
    return f"{Path(file).name}, line {line}{inside}"


def blamed(
    error: BaseException, what: str, kind: type[TopopressError] = NetworkError
) -> TopopressError:
    """Return the error for a user: ``what`` was being done, where, and what the code said."""
    place = place_of(error)
    return kind(f"{what}: {f'{place}: ' if place else ''}{said_by(error)}{_advice(error)}")


def _advice(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return (
            ". The file must not end the program: put what runs it as a script below "
            "`if __name__ == '__main__':`"
        )
    if isinstance(error, FileNotFoundError) and not Path(str(error.filename or "/")).is_absolute():
        return (
            f". The path is relative to the folder you run in; write "
            f"Path(__file__).parent / {str(error.filename)!r}"
        )
    return ""
