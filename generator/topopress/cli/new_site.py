"""``topopress new``: the site that comes with topopress, written into a folder."""

import secrets
import shutil
from pathlib import Path

from topopress.core.errors import ConfigError
from topopress.core.resources import templates


def write_new_site(folder: Path) -> None:
    """Copy the new site into a folder, which may hold other things.

    Raises:
        ConfigError: something that would be written is there already, or cannot be written.
    """
    entries = sorted((templates() / "new_site").iterdir())
    try:
        if folder.exists() and not folder.is_dir():
            raise ConfigError(f"{folder}: is a file; name a folder")
        there = [entry.name for entry in entries if _is_there(folder / entry.name)]
        if there:
            raise ConfigError(
                f"{folder}: has {', '.join(there)} already, and nothing is overwritten; choose "
                "another folder, or move that elsewhere"
            )
        folder.mkdir(parents=True, exist_ok=True)
        for entry in entries:
            _copy(entry, folder / entry.name)
    except OSError as error:
        raise ConfigError(
            f"{error.filename or folder}: cannot be written: {error.strerror or error}"
        ) from error


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _copy(source: Path, target: Path) -> None:
    """Copy a folder under another name first, so that no half of it stands there."""
    staged = target.with_name(f".{target.name}.new-{secrets.token_hex(4)}")
    try:
        shutil.copytree(source, staged)
        staged.rename(target)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
