"""Paths as texts for a user."""

import os
from pathlib import Path

from topopress.api.errors import ParameterError


def shown_path(path: Path) -> str:
    """Return a path as texts show it: relative to the working folder where it is below that."""
    working = Path.cwd()
    return str(path.relative_to(working) if path.is_relative_to(working) else path)


def folder_of(given: object, argument: str) -> Path:
    """Return the folder that an argument names.

    Raises:
        ParameterError: it is no path.
    """
    if not isinstance(given, str | os.PathLike):
        raise ParameterError(f"{argument}: must be the path of a folder, got {given!r:.80}")
    return Path(os.fspath(given))
