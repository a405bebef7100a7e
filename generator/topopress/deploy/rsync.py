"""Copies a site to a server with rsync."""

import shlex
import shutil
import subprocess
from pathlib import Path

from topopress.core.errors import PublishError
from topopress.store.site_folder import KEPT


def rsync_command(folder: Path, target: str, *, delete: bool, dry_run: bool) -> list[str]:
    """Return the command that copies a folder to a target.

    Files are compared by content, so that a build whose files are the same sends nothing. They are
    put in place at the end. What an author keeps beside a site is neither sent nor removed.

    Raises:
        PublishError: the target is empty or begins with a hyphen.
    """
    if not target.strip() or target.startswith("-"):
        raise PublishError(f"{target!r}: must be a folder, or HOST:FOLDER as rsync takes it")
    options = ["--recursive", "--checksum", "--compress", "--delay-updates", "--itemize-changes"]
    options += [f"--exclude=/{name}" for name in sorted(KEPT)]
    options += ["--delete-after"] if delete else []
    options += ["--dry-run"] if dry_run else []
    return ["rsync", *options, "--", f"{folder.resolve()}/", target]


def run_rsync(command: list[str]) -> None:
    """Run it, with its output in the terminal.

    Raises:
        PublishError: rsync is not installed, or fails.
    """
    if shutil.which(command[0]) is None:
        raise PublishError("rsync is not installed; install it, or copy the folder otherwise")
    status = subprocess.run(command, check=False).returncode
    if status:
        raise PublishError(
            f"rsync ends with status {status}; the command was: {shlex.join(command)}"
        )
