"""Paths as texts for a user."""

from pathlib import Path


def shown_path(path: Path) -> str:
    """Return a path as texts show it: relative to the working folder where it is below that."""
    working = Path.cwd()
    return str(path.relative_to(working) if path.is_relative_to(working) else path)
