"""Runs git, and turns its failures into errors with git's own words."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from topopress.core.errors import PublishError

# Set where git itself runs us, as in a hook; they would lead to another repository.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
_ANSWERS = {
    "tell me who you are": "name yourself with `git config user.name` and `git config user.email`",
    "empty ident": "name yourself with `git config user.name` and `git config user.email`",
    "non-fast-forward": "somebody else pushed to the branch meanwhile; run this again",
    "fetch first": "somebody else pushed to the branch meanwhile; run this again",
    "Could not read from remote": "check the remote with `git remote -v`, and that you may push",
    "not appear to be a git repository": "check the remote with `git remote -v`",
}


@dataclass(frozen=True, slots=True)
class Git:
    """A repository, and the environment in which git runs."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, given: bytes = b"", doing: str) -> str:
        """Run git, and return what it prints, without the last line break.

        Raises:
            PublishError: git fails, or is not installed; ``doing`` says what was tried.
        """
        status, output, said = self.attempt(arguments, given)
        if status:
            words = said.strip() or output.strip() or f"git ends with status {status}"
            answer = next((what for sign, what in _ANSWERS.items() if sign in words), "")
            raise PublishError(
                f"{doing}: {words}" + (f"\n{answer}" if answer else "") + "\nnothing was pushed"
            )
        return output.removesuffix("\n")

    def attempt(self, arguments: Sequence[str], given: bytes = b"") -> tuple[int, str, str]:
        """Run git, and return its status, output and messages."""
        environment = {k: v for k, v in os.environ.items() if k not in _OF_HOOKS}
        environment |= {"LC_ALL": "C", **self.environment}
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=self.folder,
                env=environment,
                input=given,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise PublishError(
                "git is not installed, and a branch is pushed with it; install git, or use "
                "`topopress deploy folder`"
            ) from error
        texts = (text.decode("utf-8", "surrogateescape") for text in (done.stdout, done.stderr))
        return (done.returncode, *texts)  # type: ignore[return-value]
