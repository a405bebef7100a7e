"""Creates a site from the skeleton among the templates."""

import shutil
from pathlib import Path

from topopress.core.errors import ConfigError
from topopress.core.resources import templates

SKELETON = "new_site"


def start_site(folder: Path) -> None:
    """Copy the skeleton of a small working site.

    Raises:
        ConfigError: the folder exists and is not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError(f"{folder}: exists and is not an empty folder; choose another name")
    try:
        shutil.copytree(templates() / SKELETON, folder, dirs_exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be written: {error.strerror}") from error
